"""The built-in audit rules, found by `autodiscover_modules("audit_rules")` as those of any plugin are."""

from .core.rules import load

load()

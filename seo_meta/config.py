"""`siteagent.toml`: what a site has decided about its audit. Every mistake is named with file and remedy."""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from .core.audit import Policy, page_rules, site_rules
from .core.findings import Severity
from .core.limits import Limits
from .errors import ConfigError

DEFAULT_NAME = "siteagent.toml"
OFF = "off"
LEVELS = (*(severity.value for severity in Severity), OFF)


class SiteConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables and keys of the file. `rules` maps a rule id to a severity or "off"; patterns are as in .gitignore."""

    base_url: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: dict[str, str] = {}
    limits: Limits = Limits()

    def policy(self) -> Policy:
        severities = {rule: Severity(level) for rule, level in self.rules.items() if level != OFF}
        return Policy(self.limits, severities, frozenset(rule for rule, level in self.rules.items() if level == OFF))


def load_config(path: Path | None) -> SiteConfig:
    """Read the file that was named, else `siteagent.toml` in the current folder if it is there. Raises ConfigError."""
    if path is None:
        path = Path(DEFAULT_NAME)
        if not path.is_file():
            return SiteConfig()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    return _checked(raw, path)


def _checked(raw: dict[str, Any], path: Path) -> SiteConfig:
    for table, struct in (("", SiteConfig), ("limits", Limits)):
        known = struct.__struct_fields__
        keys = raw.get(table) if table else raw
        for key in keys if isinstance(keys, dict) else ():
            if key not in known:
                _unknown(path, f"key {key!r} in [{table}]" if table else f"key {key!r}", key, known)
    try:
        config = msgspec.convert(raw, SiteConfig)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}.") from error
    for rule, level in config.rules.items():
        if rule not in page_rules and rule not in site_rules:
            _unknown(path, f"rule {rule!r}", rule, [rule.id for rule in (*page_rules, *site_rules)])
        if level not in LEVELS:
            raise ConfigError(f"{path}: {rule} = {level!r} is no severity; use one of {', '.join(LEVELS)}.")
    return config


def _unknown(path: Path, what: str, name: str, known: Any) -> NoReturn:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"known are: {', '.join(sorted(known))}."
    raise ConfigError(f"{path}: unknown {what}; {hint}")

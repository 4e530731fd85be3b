"""The admin: plain lists of what was read, found and proposed, screens to work with it, and who may see and do what."""

from django.contrib import admin

from . import (
    api_key,
    audit_entry,
    bulk,
    dashboard,
    decide,
    finding,
    focus,
    history,
    inbox,
    inbox_csv,
    page,
    page_view,
    patterns,
    previews,
    proposal,
    rejections,
    rights,
    run,
    run_form,
    run_report,
    search_stat,
    site,
    width_table,
)
from .login import LoginForm

__all__ = [
    "api_key",
    "audit_entry",
    "bulk",
    "dashboard",
    "decide",
    "finding",
    "focus",
    "history",
    "inbox",
    "inbox_csv",
    "page",
    "page_view",
    "patterns",
    "previews",
    "proposal",
    "rejections",
    "rights",
    "run",
    "run_form",
    "run_report",
    "search_stat",
    "site",
    "width_table",
]

admin.site.login_form = LoginForm

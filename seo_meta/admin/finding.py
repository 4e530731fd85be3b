from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.models import Finding

from .page import HEAVY
from .readonly import RunFilter, SiteBoundAdmin, link, page_text

RULES = (page_rules, site_rules)


class RuleFilter(admin.SimpleListFilter):
    """The rules that are registered: asking the table which rules it has reads all of it."""

    title = "rule"
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(id, id) for id in sorted(rule.id for rules in RULES for rule in rules)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(Finding)
class FindingAdmin(SiteBoundAdmin):
    list_display = ("message_text", "severity", "rule", "outcome", "path", "line", "run_link")
    list_filter = (RunFilter, "severity", "outcome", "kind", RuleFilter)
    list_select_related = ("run", "page")
    ordering = ("-run_id", "id")
    search_fields = ("page__url",)
    search_help_text = "Part of a URL"
    fields = (
        *("message_text", "severity", "outcome", "rule", "remedy", "kind", "page_link", "line"),
        *("evidence_text", "run_link", "rule_version", "fingerprint"),
    )

    message_text = page_text("message")
    evidence_text = page_text("evidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return super().get_queryset(request).defer(*(f"page__{column}" for column in HEAVY))

    @admin.display(description="page", ordering="page__url")
    def path(self, finding: Any) -> SafeString | str:
        if finding.page is None:
            return "the whole site"
        address = urlsplit(finding.page.url)
        return link(finding.page, f"{address.path}?{address.query}" if address.query else address.path)

    @admin.display(description="page")
    def page_link(self, finding: Any) -> SafeString | str:
        return link(finding.page, finding.page)

    @admin.display(description="run", ordering="run_id")
    def run_link(self, finding: Any) -> SafeString | str:
        return link(finding.run, finding.run_id)

    @admin.display(description="what to do")
    def remedy(self, finding: Any) -> str:
        return next((rules[finding.rule].remedy for rules in RULES if finding.rule in rules), "-")

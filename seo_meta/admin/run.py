from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seo_meta.core.defang import visible
from seo_meta.models import Finding, Page, Run
from seo_meta.selectors import rule_counts

from .readonly import ReadOnlyAdmin, link, link_to_list


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("id", "source", "state", "complete", "started_at", "pages_link", "findings_link")
    list_filter = ("state", "kind", "complete")
    search_fields = ("source",)
    search_help_text = "Part of a folder or URL"
    fields = (
        *("site_link", "source", "kind", "state", "stop_reason", "started_at", "finished_at", "complete", "filtered"),
        *("pages_link", "findings_link", "rules", "unread", "policy", "version"),
    )

    @admin.display(description="site", ordering="site__base_url")
    def site_link(self, run: Any) -> SafeString | str:
        return link(run.site, run.site)

    @admin.display(description="pages", ordering="pages")
    def pages_link(self, run: Any) -> SafeString:
        return link_to_list(Page, run.pages, run=run.pk)

    @admin.display(description="findings")
    def findings_link(self, run: Any) -> SafeString:
        return link_to_list(Finding, "Findings", run=run.pk)

    @admin.display(description="findings by rule")
    def rules(self, run: Any) -> SafeString | str:
        counts = rule_counts(run)
        if not counts:
            return "-"
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (
                    link_to_list(Finding, count.rule, run=run.pk, rule=count.rule),
                    count.severity,
                    count.findings,
                    count.pages,
                    count.summary,
                )
                for count in counts
            ),
        )
        head = "<tr><th>Rule</th><th>Severity</th><th>Findings</th><th>Pages</th><th>What is wrong</th></tr>"
        return format_html(f"<table><thead>{head}</thead><tbody>{{}}</tbody></table>", rows)

    @admin.display(description="not read")
    def unread(self, run: Any) -> SafeString | str:
        lines = ((visible(item.get("file") or item.get("url") or ""), visible(item["reason"])) for item in run.skipped)
        return format_html_join("", "<div>{}: {}</div>", lines) or "-"

from typing import Any

import msgspec
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seo_meta.core.defang import visible
from seo_meta.core.house_style import in_words
from seo_meta.core.propose import HouseStyle
from seo_meta.models import Finding, Page, Proposal, Run
from seo_meta.selectors import compare_runs, rule_counts, run_before

from .readonly import SiteBoundAdmin, link, link_to_list, table


@admin.register(Run)
class RunAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("id", "source", "state", "complete", "started_at", "pages_link", "findings_link", "report_link")
    list_filter = ("state", "kind", "complete")
    search_fields = ("source",)
    search_help_text = "Part of a folder or URL"
    fields = (
        *("report_link", "site_link", "source", "kind", "state", "stop_reason", "started_at", "finished_at"),
        *("complete", "filtered", "pages_link", "reused", "findings_link", "rules", "changes", "proposals_link"),
        *("house_style", "unread", "policy", "version"),
    )

    @admin.display(description="site", ordering="site__base_url")
    def site_link(self, run: Any) -> SafeString | str:
        return link(run.site, run.site)

    @admin.display(description="report")
    def report_link(self, run: Any) -> SafeString:
        name = "report" if run.state == Run.State.DONE else "watch"
        return format_html('<a href="{}">{}</a>', reverse(f"admin:seo_meta_{name}", args=(run.pk,)), name.capitalize())

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
        rows = (
            (
                link_to_list(Finding, count.rule, run=run.pk, rule=count.rule),
                count.severity,
                count.findings,
                count.pages,
                count.summary,
            )
            for count in counts
        )
        return table(("Rule", "Severity", "Findings", "Pages", "What is wrong"), rows)

    @admin.display(description="changes since the run before")
    def changes(self, run: Any) -> SafeString | str:
        previous = run_before(run)
        if previous is None or run.state != Run.State.DONE:
            return "-"
        rows = (
            (
                link_to_list(Finding, change.rule, run=run.pk, rule=change.rule),
                change.severity,
                change.new,
                change.fixed,
                change.existing,
                change.not_compared,
            )
            for change in compare_runs(run, previous)
        )
        started = f"{previous.started_at:%Y-%m-%d %H:%M}"
        since = format_html("<p>Since run {} of {}</p>", link(previous, previous.pk), started)
        return since + table(("Rule", "Severity", "New", "Fixed", "Existing", "Not compared"), rows)

    @admin.display(description="proposals")
    def proposals_link(self, run: Any) -> SafeString:
        return link_to_list(Proposal, run.proposals.count(), run=run.pk)

    @admin.display(description="how the site writes its titles")
    def house_style(self, run: Any) -> SafeString | str:
        styles = msgspec.convert(run.styles, list[HouseStyle])
        return format_html_join("", "<div>{}</div>", ((visible(in_words(style)),) for style in styles)) or "-"

    @admin.display(description="not read")
    def unread(self, run: Any) -> SafeString | str:
        lines = ((visible(item.get("file") or item.get("url") or ""), visible(item["reason"])) for item in run.skipped)
        return format_html_join("", "<div>{}: {}</div>", lines) or "-"

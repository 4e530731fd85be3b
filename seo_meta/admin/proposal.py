from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seo_meta.core.defang import visible
from seo_meta.models import Proposal

from .readonly import RunFilter, SiteBoundAdmin, link, page_text, table


@admin.register(Proposal)
class ProposalAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("value_text", "field", "state", "confidence", "treatment", "url_text", "run_link")
    list_filter = (RunFilter, "state", "field", "confidence", "treatment", "generator")
    ordering = ("-worth", "id")
    search_fields = ("url",)
    search_help_text = "Part of a URL"
    fields = (
        *(
            "url_text",
            "page_link",
            "field",
            "state",
            "current_text",
            "offers",
            "reason_text",
            "asked_by",
            "pull_request_link",
        ),
        *("worth", "worth_reason", "run_link", "created_at", "updated_at"),
    )

    url_text = page_text("url")
    value_text = page_text("value")
    current_text = page_text("current")
    reason_text = page_text("reason")

    @admin.display(description="candidates")
    def offers(self, proposal: Any) -> SafeString | str:
        rows = [
            (visible(offer.value), offer.confidence, offer.treatment, _list(offer.reasons), _quotes(offer))
            for offer in proposal.read_candidates()
        ]
        return table(("Value", "Confidence", "Treatment", "Why", "Evidence"), rows) if rows else "-"

    @admin.display(description="answers the rules")
    def asked_by(self, proposal: Any) -> str:
        return ", ".join(proposal.rules)

    @admin.display(description="pull request")
    def pull_request_link(self, proposal: Any) -> SafeString | str:
        where = proposal.pull_request
        return format_html('<a href="{}">#{}</a>', where, proposal.pull_request_number) if where else "-"

    @admin.display(description="page")
    def page_link(self, proposal: Any) -> SafeString | str:
        return link(proposal.page, proposal.page)

    @admin.display(description="run", ordering="run_id")
    def run_link(self, proposal: Any) -> SafeString | str:
        return link(proposal.run, proposal.run_id)


def _list(texts: tuple[str, ...]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((visible(text),) for text in texts))


def _quotes(offer: Any) -> SafeString:
    quotes = ((evidence.source, visible(evidence.text)) for evidence in offer.evidence)
    return format_html("{}", format_html_join("", "<div>{}: <q>{}</q></div>", quotes))

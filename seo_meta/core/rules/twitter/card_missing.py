from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class TwitterCardMissing(PageRule):
    id = "twitter.card-missing"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page describes shared links but names no twitter:card"
    remedy = 'Add <meta name="twitter:card" content="summary_large_image">, or summary for a small image.'
    source = "https://developer.x.com/en/docs/x-for-websites/cards/overview/markup"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        # X reads Open Graph too. A page with neither is not meant to have a card.
        return any((meta.property or meta.name).startswith(("og:", "twitter:")) for meta in page.metas)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if all("twitter:card" not in (meta.name, meta.property) for meta in page.metas):
            yield Failure(
                "There is no twitter:card, so X decides what a link to the page looks like.", line=page.html_line
            )

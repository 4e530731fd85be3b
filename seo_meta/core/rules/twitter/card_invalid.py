from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

CARDS = ("summary", "summary_large_image", "app", "player")


@page_rules.register
class TwitterCardInvalid(PageRule):
    id = "twitter.card-invalid"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The twitter:card is not a kind of card"
    remedy = "Write summary, summary_large_image, app or player."
    source = "https://developer.x.com/en/docs/x-for-websites/cards/overview/markup"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # X reads `property` where there is no `name`.
        for meta in page.metas:
            if "twitter:card" not in (meta.name, meta.property):
                continue
            card = (meta.content or "").strip()
            if card.lower() not in CARDS:
                message = f'twitter:card is "{card}", which X does not know.' if card else "twitter:card is empty."
                yield Failure(message, card, meta.line)

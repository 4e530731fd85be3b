from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

LARGE = "summary_large_image"
IMAGES = frozenset(("twitter:image", "twitter:image:src", *open_graph.IMAGES))


@page_rules.register
class TwitterLargeImageWithoutImage(PageRule):
    id = "twitter.large-image-without-image"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "A card with a large image names no image"
    remedy = "Add og:image, which X reads too, or make the card a summary."
    source = "https://developer.x.com/en/docs/x-for-websites/cards/types/summary-card-with-large-image"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        named = {name for meta in page.metas for name in (meta.name, meta.property)}
        for meta in page.metas:
            if "twitter:card" in (meta.name, meta.property) and (meta.content or "").strip().lower() == LARGE:
                if named.isdisjoint(IMAGES):
                    yield Failure("The card is a summary_large_image, but no image is named.", LARGE, meta.line)
                return

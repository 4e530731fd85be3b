from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgAltEmptyLinked(PageRule):
    id = "img.alt-empty-linked"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A link holds only an image without alternative text"
    remedy = "Say in the alt of the image where the link leads."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for anchor in page.anchors:
            nameless = anchor.image_alt == "" and not (anchor.text or anchor.label)
            # Links inside the page are switches of scripts.
            if nameless and anchor.url and anchor.url != page.url and urls.is_http(anchor.url):
                yield Failure("The image in this link has no alternative text.", anchor.href or "", anchor.line)

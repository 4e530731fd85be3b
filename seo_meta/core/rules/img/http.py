from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import image_urls
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgHttp(PageRule):
    id = "img.http"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An HTTPS page shows an image over HTTP"
    remedy = "Write the address of the image with https://."
    source = "https://www.w3.org/TR/mixed-content/"

    def applies(self, page: PageFacts) -> bool:
        return page.url.startswith("https://") and bool(page.images or page.media)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        insecure: dict[str, int | None] = {}
        for url, line in image_urls(page):
            if url.startswith("http://"):
                insecure.setdefault(url, line)
        for url, line in insecure.items():
            yield Failure("The image is loaded over HTTP, which browsers upgrade to HTTPS or block.", url, line)

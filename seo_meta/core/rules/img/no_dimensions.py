import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import is_unseen
from seo_meta.core.limits import Limits
from seo_meta.core.types import Image, PageFacts

WIDTH = re.compile(r"(?:^|[;\s])width\s*:", re.IGNORECASE)
HEIGHT = re.compile(r"(?:^|[;\s])(?:height|aspect-ratio)\s*:", re.IGNORECASE)


@page_rules.register
class ImgNoDimensions(PageRule):
    id = "img.no-dimensions"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "Images do not say how much room they need"
    remedy = "Give each image its width and height in pixels; style sheets may still scale it."
    source = "https://web.dev/articles/optimize-cls"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        unsized = [image for image in page.images if not _is_sized(image) and not is_unseen(image)]
        if unsized:
            message = f"{len(unsized)} of {len(page.images)} images have no width and height."
            yield Failure(message, unsized[0].src or unsized[0].srcset, unsized[0].line)


def _is_sized(image: Image) -> bool:
    return bool((image.width or WIDTH.search(image.style)) and (image.height or HEIGHT.search(image.style)))

from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import declared_size, is_unseen
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgLazyAboveFold(PageRule):
    id = "img.lazy-above-fold"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The first large image of the page is loaded late"
    remedy = 'Leave loading="lazy" away from images that are seen without scrolling.'
    source = "https://web.dev/articles/lcp-lazy-loading"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for image in page.images:
            width, height = declared_size(image)
            if is_unseen(image) or width * height < limits.large_image_min_pixels:
                continue
            if image.loading == "lazy":
                message = 'The first large image has loading="lazy", so the browser waits for the layout to ask for it.'
                yield Failure(message, image.src or image.srcset, image.line)
            return

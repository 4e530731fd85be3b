from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import is_unseen
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgNotLazyBelow(PageRule):
    id = "img.not-lazy-below"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "Images further down are loaded at once"
    remedy = 'Give the images that are seen only after scrolling loading="lazy".'
    source = "https://web.dev/articles/browser-level-image-lazy-loading"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        seen = [image for image in page.images if image.src and not is_unseen(image)]
        eager = [image for image in seen[limits.eager_images_max :] if image.loading != "lazy"]
        if eager:
            message = f'{len(eager)} of {len(seen)} images could have loading="lazy".'
            yield Failure(message, eager[0].src or "", eager[0].line)

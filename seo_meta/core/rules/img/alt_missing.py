from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import is_unseen
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgAltMissing(PageRule):
    id = "img.alt-missing"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An image has no alt attribute"
    remedy = 'Describe in alt="" what the image shows, and leave it empty for a decoration.'
    source = "https://html.spec.whatwg.org/multipage/images.html#alt"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for image in page.images:
            # Where an image is all there is of a link, `img.alt-empty-linked` asks for the name of the link.
            if image.alt is None and not image.decorative and not image.only_in_link and not is_unseen(image):
                yield Failure("The image has no alt attribute.", image.src or image.srcset, image.line)

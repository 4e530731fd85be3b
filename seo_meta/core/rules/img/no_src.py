from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgNoSrc(PageRule):
    id = "img.no-src"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "An image names no file"
    remedy = "Give the image its src, or remove the element."
    source = "https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src"

    def applies(self, page: PageFacts) -> bool:
        # Scripts load images late or fill them in; only where none runs is the answer certain.
        return bool(page.images) and page.script_count == len(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for image in page.images:
            if not (image.src or "").strip() and not image.srcset.strip():
                yield Failure("The image has neither src nor srcset.", image.alt or "", image.line)

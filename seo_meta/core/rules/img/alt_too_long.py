from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import graphemes


@page_rules.register
class ImgAltTooLong(PageRule):
    id = "img.alt-too-long"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The alternative text of an image is long"
    remedy = "Say in a sentence what the image shows, and put the rest into the text."
    source = "https://developers.google.com/search/docs/appearance/google-images"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for image in page.images:
            length = len(graphemes(collapse(image.alt or "")))
            if length > limits.alt_max_chars:
                message = f"The alternative text has {length} characters; more than {limits.alt_max_chars} are long."
                yield Failure(message, image.src or image.srcset, image.line)

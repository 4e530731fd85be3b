import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import stem_of
from seo_meta.core.limits import Limits
from seo_meta.core.types import Image, PageFacts

FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")


@page_rules.register
class ImgAltFilename(PageRule):
    id = "img.alt-filename"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The alternative text of an image is the name of its file"
    remedy = "Say in the alt what the image shows."
    source = "https://developers.google.com/search/docs/appearance/google-images"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for image in page.images:
            alt = (image.alt or "").strip()
            if FILE_NAME.fullmatch(alt) or _is_stem(alt, image):
                yield Failure("The alternative text is a file name.", alt, image.line)


def _is_stem(alt: str, image: Image) -> bool:
    """Whether it is the file's name without its end. A plain word may well be both."""
    if not alt or not image.url or WORDS.fullmatch(alt):
        return False
    return alt.casefold() == stem_of(image.url).casefold()

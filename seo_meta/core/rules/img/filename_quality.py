import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import is_unseen, stem_of
from seo_meta.core.limits import Limits
from seo_meta.core.types import Image, PageFacts

NAMELESS = re.compile(
    r"(?:dsc[fn]?|img|image|photo|picture|pic|pxl|scan|screen[-_ ]?shot|unnamed|untitled|download|p)?[-_ ]?[\d\-_. ()]*"
    r"|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)


@page_rules.register
class ImgFilenameQuality(PageRule):
    id = "img.filename-quality"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    on = False
    summary = "The name of an image file says nothing"
    remedy = "Name the file after what it shows: huila-hills.jpg."
    source = "https://developers.google.com/search/docs/appearance/google-images"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        nameless = [image for image in page.images if _is_nameless(image)]
        if nameless:
            message = f"The file names of {len(nameless)} of {len(page.images)} images say nothing of what they show."
            yield Failure(message, nameless[0].src or "", nameless[0].line)


def _is_nameless(image: Image) -> bool:
    if not image.url or is_unseen(image):
        return False
    return NAMELESS.fullmatch(stem_of(image.url)) is not None

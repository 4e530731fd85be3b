from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.images import image_urls, suffix_of
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

LEGACY = ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff")
MODERN = ("avif", "webp", "jxl")


@page_rules.register
class ImgLegacyFormat(PageRule):
    id = "img.legacy-format"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "No image of the page is in a modern format"
    remedy = "Offer photos and drawings as AVIF or WebP, with a JPEG or PNG behind them for old browsers."
    source = "https://web.dev/articles/choose-the-right-image-format"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        formats = [(suffix_of(url), url, line) for url, line in image_urls(page)]
        legacy = [(url, line) for suffix, url, line in formats if suffix in LEGACY]
        if legacy and not any(suffix in MODERN for suffix, _, _ in formats):
            yield Failure(f"Images in JPEG, PNG or older formats: {len(legacy)}; in AVIF or WebP: none.", *legacy[0])

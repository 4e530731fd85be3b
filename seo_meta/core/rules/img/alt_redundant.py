from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts


@page_rules.register
class ImgAltRedundant(PageRule):
    id = "img.alt-redundant"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Different images share one alternative text"
    remedy = "Say in each alt what is to be seen in this image, or leave it empty for a decoration."
    source = "https://developers.google.com/search/docs/appearance/google-images"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.images)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        files: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
        for image in page.images:
            alt = collapse(image.alt or "")
            if alt and image.url:
                files[alt].setdefault(image.url, image.line)
        for alt, lines in files.items():
            if len(lines) > limits.alt_max_images:
                message = f"{len(lines)} different images share one alternative text."
                yield Failure(message, alt, next(iter(lines.values())))

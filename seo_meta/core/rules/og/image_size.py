from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgImageSize(PageRule):
    id = "og.image-size"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The image for shared links is declared smaller than networks show it"
    remedy = "Offer an image of at least 1200 by 630 pixels, and declare its size."
    source = "https://developers.facebook.com/docs/sharing/webmasters/images/"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        smallest = {"og:image:width": limits.og_image_min_width, "og:image:height": limits.og_image_min_height}
        for name, meta in open_graph.properties(page):
            size = (meta.content or "").strip().removesuffix("px").strip()
            if name in smallest and size.isdecimal() and len(size) < 7 and int(size) < smallest[name]:
                yield Failure(f"{name} is {size}, below {smallest[name]} pixels.", f"{name} {size}", meta.line)

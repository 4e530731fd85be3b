from collections.abc import Iterator

from seo_meta.core import open_graph, urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgImageRelative(PageRule):
    id = "og.image-relative"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "The image for shared links has no absolute URL"
    remedy = "Write the whole URL of the image, from https:// on."
    source = "https://ogp.me/#data_types"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for name, meta in open_graph.properties(page):
            url = (meta.content or "").strip()
            if name in open_graph.IMAGES and url and not urls.is_http(url.lower()):
                yield Failure(f"{name} is not an absolute http(s) URL, so no image is shown.", url, meta.line)

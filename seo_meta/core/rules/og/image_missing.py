from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgImageMissing(PageRule):
    id = "og.image-missing"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page names no image for shared links"
    remedy = 'Add <meta property="og:image"> with the absolute URL of an image that stands for the page.'
    source = "https://ogp.me/#metadata"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        named = {meta.name or meta.property: meta.content or "" for meta in reversed(page.metas)}
        if named.get("twitter:card", "").strip().lower() != "summary_large_image":
            return True
        # A large card without any image is the fault that twitter.large-image-without-image names.
        return not named.keys().isdisjoint(("twitter:image", "twitter:image:src"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if all(name not in open_graph.IMAGES for name, _ in open_graph.properties(page)):
            yield Failure("There is no og:image.", line=page.html_line)

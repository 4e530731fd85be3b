from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.previews import open_graph_images
from seo_meta.core.site import Site
from seo_meta.core.topics.broken_files import missing_files


@site_rules.register
class OgImageBroken(SiteRule):
    id = "og.image-broken"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "The image for shared links does not exist"
    remedy = "Correct the URL, or publish the image."
    source = "https://ogp.me/#metadata"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page, url, line in missing_files(site, open_graph_images):
            yield SiteFailure(page, f"og:image names {url}, where there is no file.", url, line)

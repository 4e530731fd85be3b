from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.previews import json_ld_images
from seo_meta.core.site import Site
from seo_meta.core.topics.broken_files import missing_files


@site_rules.register
class SdImageBroken(SiteRule):
    id = "sd.image-broken"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "An image in structured data does not exist"
    remedy = "Correct the URL, or publish the image."
    source = "https://developers.google.com/search/docs/appearance/structured-data/sd-policies#images"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page, url, line in missing_files(site, json_ld_images):
            yield SiteFailure(page, f"The structured data names the image {url}, where there is no file.", url, line)

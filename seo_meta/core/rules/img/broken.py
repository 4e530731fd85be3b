from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.images import image_urls
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack


@site_rules.register
class ImgBroken(SiteRule):
    id = "img.broken"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An image of this site does not exist"
    remedy = "Correct the address of the image, or publish the file."
    source = "https://developers.google.com/search/docs/appearance/google-images"

    def applies(self, site: Site) -> bool:
        # The images of a live site are not asked for.
        return site.inventory

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        known = set(site.files())
        for page in site.pages():
            known.update(unpack(page.key))
        for page in site.pages():
            missing = set(unpack(page.resources)) - known if page.status == 200 else set()
            if missing:
                failures = _failures(site, page.id, missing)
                yield from failures.values()
                # What is left are scripts and style sheets; other pages load them too and need not be opened.
                known |= missing - failures.keys()


def _failures(site: Site, page: int, missing: set[int]) -> dict[int, SiteFailure]:
    """By the key of the image: one failure for each, at its first place."""
    failures: dict[int, SiteFailure] = {}
    for url, line in image_urls(site.facts(page)):
        key = site.key(url)
        number = unpack(key)[0] if key else None
        if number in missing:
            failures.setdefault(number, SiteFailure(page, "The site has no such image.", url, line))
    return failures

from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals


@site_rules.register
class CanonicalToError(SiteRule):
    id = "canonical.to-error"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The canonical URL leads to an error or to nothing"
    remedy = "Name the URL of a page that exists, as a rule the page's own."
    source = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming, targets = read_canonicals(site)
        files = site.files() if naming else frozenset()
        for page in naming:
            target = targets.get(page.canonical)
            if target and target.status >= 400:
                yield at_canonical(site, page.id, f"The canonical URL {{}} answers {target.status}.")
            # Only in a folder is it known what does not exist.
            elif target is None and site.inventory and files.isdisjoint(unpack(page.canonical)):
                failure = at_canonical(site, page.id, "There is no page at the canonical URL {}.")
                if site.key(failure.evidence):
                    yield failure

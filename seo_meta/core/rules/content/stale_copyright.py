from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.page_types import samples


@site_rules.register
class ContentStaleCopyright(SiteRule):
    id = "content.stale-copyright"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    timeless = False
    summary = "The copyright year of the site is in the past"
    remedy = "Let the template write the current year, or leave the year out."

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        # One page of each template, and one finding: the year stands in a footer that pages share.
        years = [(facts.copyright_year, id) for id, facts in samples(site) if facts.copyright_year]
        newest, page = max(years, key=lambda found: found[0], default=(0, 0))
        if newest and newest < int(site.today[:4]):
            yield SiteFailure(page, f"The newest copyright year on the site is {newest}.", str(newest))

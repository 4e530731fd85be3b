from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.repeated import repeated_texts


@site_rules.register
class H1Duplicate(SiteRule):
    id = "h1.duplicate"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Several pages share one main heading"
    remedy = "Give each page a main heading that says what it, and no other page, is about."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page in repeated_texts(site, lambda page: page.h1):
            message = f"{page.pages} pages have this main heading, among them {page.other}."
            yield SiteFailure(page.id, message, page.text)

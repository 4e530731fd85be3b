from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.repeated import repeated_texts


@site_rules.register
class DescriptionDuplicate(SiteRule):
    id = "description.duplicate"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Several pages share one meta description"
    remedy = "Describe what this page, and no other, offers, or leave the description out."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page in repeated_texts(site, lambda page: page.description):
            message = f"{page.pages} pages have this description, among them {page.other}."
            yield SiteFailure(page.id, message, page.text)

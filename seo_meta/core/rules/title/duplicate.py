from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.repeated import repeated_texts


@site_rules.register
class TitleDuplicate(SiteRule):
    id = "title.duplicate"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Several pages share one title"
    remedy = "Give each page a title that tells it apart from the others in a list of results."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page in repeated_texts(site, lambda page: page.title):
            message = f"{page.pages} pages have this title, among them {page.other}."
            yield SiteFailure(page.id, message, page.text)

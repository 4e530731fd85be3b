from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.repeated import repeated_texts
from seo_meta.core.types import Heading


@site_rules.register
class H2Duplicate(SiteRule):
    id = "h2.duplicate"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    on = False
    summary = "Several pages share their first H2 heading"
    remedy = "Consider a heading that says what this part is about on this page."
    source = "https://www.w3.org/TR/WCAG22/#headings-and-labels"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page in repeated_texts(site, lambda page: _first_h2(site, page.id).text):
            message = f"{page.pages} pages have this as their first H2, among them {page.other}."
            yield SiteFailure(page.id, message, page.text, _first_h2(site, page.id).line)


def _first_h2(site: Site, page: int) -> Heading:
    """An empty one for a page without. Opens the page."""
    headings = site.facts(page).headings
    return next((heading for heading in headings if heading.level == 2 and heading.text), Heading(2))

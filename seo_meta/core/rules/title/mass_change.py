from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.text import key64
from seo_meta.core.topics.changes import comparable


@site_rules.register
class TitleMassChange(SiteRule):
    id = "title.mass-change"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    timeless = False
    summary = "A large part of the pages has another title than in the run before"
    remedy = "Check that the change was meant: a template that loses a field changes every title at once."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, site: Site) -> bool:
        return comparable(site) is not None

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        titles = {page.key: key64(page.title) for page in before.pages() if page.indexable}
        common, changed, example = 0, 0, ""
        for page in site.pages():
            if page.indexable and page.key in titles:
                common += 1
                if key64(page.title) != titles[page.key]:
                    changed += 1
                    example = example or f"{page.url}: {page.title or '(no title)'}"
        if changed >= limits.change_min_pages and changed * 100 > common * limits.title_change_max_percent:
            message = f"{changed:,} of {common:,} pages have another title than on {before.today}."
            yield SiteFailure(0, message, example)

from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.pagination import in_one_series
from seo_meta.core.site import Site


@site_rules.register
class TitleDuplicate(SiteRule):
    id = "title.duplicate"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Several pages share one title"
    remedy = "Give each page a title that tells it apart from the others in a list of results."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        groups: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for page in site.pages():
            if page.title and page.indexable and page.self_canonical:
                groups[page.language, page.title.casefold()].append((page.id, page.url))
        for (_, title), members in groups.items():
            if len(members) < 2 or in_one_series([url for _, url in members]):
                continue
            for id, url in members:
                other = members[0][1] if members[0][1] != url else members[1][1]
                yield SiteFailure(id, f"{len(members)} pages have this title, among them {other}.", title)

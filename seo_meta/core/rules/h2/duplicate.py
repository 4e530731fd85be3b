from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


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
        groups: defaultdict[tuple[str, str], list[tuple[int, str, int | None]]] = defaultdict(list)
        for page in site.pages():
            if page.indexable and page.self_canonical:
                headings = site.facts(page.id).headings
                first = next((heading for heading in headings if heading.level == 2 and heading.text), None)
                if first:
                    groups[page.language, first.text.casefold()].append((page.id, page.url, first.line))
        for (_, heading), members in groups.items():
            for id, url, line in members if len(members) > 1 else ():
                other = members[0][1] if members[0][1] != url else members[1][1]
                message = f"{len(members)} pages have this as their first H2, among them {other}."
                yield SiteFailure(id, message, heading, line)

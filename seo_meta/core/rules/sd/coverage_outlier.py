from collections import Counter, defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site

Members = list[tuple[int, frozenset[str]]]


@site_rules.register
class SdCoverageOutlier(SiteRule):
    id = "sd.coverage-outlier"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False  # it opens all facts of nearly every page
    summary = "The page lacks structured data that the pages like it have"
    remedy = "Find out why the template left it out: a value that is missing, or an old version of the page."
    source = "https://developers.google.com/search/docs/appearance/structured-data/sd-policies"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        sizes = Counter(page.template for page in site.pages() if page.indexable and page.self_canonical)
        groups: defaultdict[str, Members] = defaultdict(list)
        for page in site.pages():
            alike = sizes[page.template] if page.indexable and page.self_canonical else 0
            if alike >= limits.norm_min_pages:
                groups[page.template].append((page.id, _types(site, page.id)))
        for members in groups.values():
            yield from _outliers(members, limits.norm_min_percent)


def _types(site: Site, page: int) -> frozenset[str]:
    return frozenset(type for node in graph(site.facts(page)).nodes if node.is_main for type in node.types)


def _outliers(members: Members, percent: int) -> Iterator[SiteFailure]:
    counts = Counter(type for _, types in members for type in types)
    usual = sorted(type for type, count in counts.items() if count * 100 >= percent * len(members))
    for page, types in members:
        if lacking := [type for type in usual if type not in types]:
            has = f"{counts[lacking[0]]} of {len(members)} pages of this template"
            yield SiteFailure(
                page, f"{has} have structured data of type {lacking[0]}, but not this one.", ", ".join(lacking)
            )

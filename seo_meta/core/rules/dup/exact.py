from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class DupExact(SiteRule):
    id = "dup.exact"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Several pages have the same text"
    remedy = "Keep one of the pages and redirect the others to it, or name it as their canonical."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        groups: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for page in site.pages():
            if page.indexable and page.self_canonical and page.word_count >= limits.duplicate_min_words:
                groups[page.content_hash].append((page.id, page.url))
        for members in groups.values():
            for id, _ in members if len(members) > 1 else ():
                other = members[0][1] if members[0][0] != id else members[1][1]
                yield SiteFailure(id, f"{len(members)} pages have the same main text, among them {other}.", other)

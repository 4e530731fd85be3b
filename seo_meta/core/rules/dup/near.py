from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.near_duplicates import clusters


@site_rules.register
class DupNear(SiteRule):
    id = "dup.near"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "Several pages have nearly the same text"
    remedy = "Give each page what only it can say, or keep one and redirect the others to it or name it as canonical."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        signatures: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        urls: dict[int, str] = {}
        seen: set[tuple[str, str]] = set()
        for page in site.pages():
            if not (page.indexable and page.self_canonical and page.word_count >= limits.duplicate_min_words):
                continue
            # Pages with equal texts are a matter of dup.exact; here one stands for all of them.
            text = (page.language, page.content_hash)
            if text not in seen:
                seen.add(text)
                signatures[page.language].append((page.id, page.signature))
                urls[page.id] = page.url
        for items in signatures.values():
            for cluster in clusters(items, limits.near_duplicate_min_percent / 100):
                yield from _failures(cluster, urls)


def _failures(cluster: list[int], urls: dict[int, str]) -> Iterator[SiteFailure]:
    for id in cluster:
        other = urls[cluster[0] if cluster[0] != id else cluster[1]]
        yield SiteFailure(id, f"{len(cluster)} pages have nearly the same main text, among them {other}.", other)

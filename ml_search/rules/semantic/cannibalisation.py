from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ml_search.anchors import anchor_texts
from ml_search.core.stems import is_series, query_of, subjects
from ml_search.page_vectors import Indexed, page_vectors, run_index, site_encoder
from ml_search.ranking import ranked_pages
from seo_meta.plugins import (
    Inconclusive,
    Kind,
    Limits,
    Severity,
    Site,
    SiteFailure,
    SiteRule,
    site_rules,
    text_similarity,
)

MAX_PAGES = 50_000
"""Every page is compared with all others, in blocks: 10,000 take three seconds of one core, these a minute."""
MAX_ANCHORS = 3
"""The commonest texts of links to a page that are searched for."""
MIN_LINKS = 2
"""Pages that must link a page with a text: what one page says in passing nobody searches for."""
CLOSE = 0.7
"""The second of two pages competes when it has this part of the score of the first."""


@site_rules.register
class Cannibalisation(SiteRule):
    id = "semantic.cannibalisation"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "Two pages compete for the same searches"
    remedy = "Merge them, let one name the other as canonical, or give each a subject of its own in title, H1 and text."
    timeless = False

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        index = run_index(site)
        pairs = _candidates(index.site, index.pages, limits)
        keys = {bytes(page.page.key) for pair in pairs for page in pair[:2]}
        anchors = anchor_texts(site, keys)
        subject = subjects([page.page.title for page in index.pages])
        reported: set[int] = set()
        for one, other, cosine in pairs:
            if one.id in reported and other.id in reported:
                continue
            if query := _shared_query(index.site, one, other, _queries(one, other, anchors, subject)):
                reported |= {one.id, other.id}
                yield _failure(one, other, query, cosine)
                yield _failure(other, one, query, cosine)


def _candidates(site: int, pages: Sequence[Indexed], limits: Limits) -> list[tuple[Indexed, Indexed, float]]:
    """The pairs that are alike beyond the usual, but for those that dup.near and dup.exact report."""
    # Here, since they load numpy, which Django must start without.
    from ml_search.core.competing import alike_pairs

    if len(pages) > MAX_PAGES:
        raise Inconclusive(f"The site has more than {MAX_PAGES:,} pages, too many to compare.")
    by_id = {page.id: page for page in pages}
    ids, vectors = page_vectors(site, site_encoder(site))
    if missing := len(by_id.keys() - set(ids.tolist())):
        raise Inconclusive(f"{missing:,} pages of the search index have no vectors yet. Run: ml_index")
    kept = [place for place, id in enumerate(ids.tolist()) if id in by_id]
    rows = [by_id[int(ids[place])] for place in kept]
    pairs = alike_pairs(vectors[kept], [page.language for page in rows])
    same_text = limits.near_duplicate_min_percent / 100
    return [
        (rows[pair.one], rows[pair.other], pair.cosine)
        for pair in pairs
        if not is_series(rows[pair.one].page.title, rows[pair.other].page.title)
        and text_similarity(rows[pair.one].page.signature, rows[pair.other].page.signature) < same_text
    ]


def _shared_query(site: int, one: Indexed, other: Indexed, queries: Iterable[str]) -> str:
    """The first query that finds both pages on top; empty when none does."""
    for text in queries:
        best = ranked_pages(site, query_of(text))[:2]
        if {page.id for page in best} == {one.id, other.id} and best[1].score >= CLOSE * best[0].score:
            return text
    return ""


def _queries(
    one: Indexed, other: Indexed, anchors: Mapping[bytes, Counter[str]], subject: Mapping[str, str]
) -> list[str]:
    """What somebody may search for who wants either page: their names, and what several pages call them."""
    pages = (one.page, other.page)
    named = [text for page in pages for text in (page.h1, subject[page.title])]
    linked = [
        text
        for page in pages
        for text, times in anchors[bytes(page.key)].most_common(MAX_ANCHORS)
        if times >= MIN_LINKS
    ]
    return list(dict.fromkeys(" ".join(text.split()) for text in (*named, *linked) if text.strip()))


def _failure(page: Indexed, rival: Indexed, query: str, cosine: float) -> SiteFailure:
    return SiteFailure(
        page.page.id,
        f"A search of the site for “{query}” finds this page and {rival.page.url} side by side; "
        f"their contents are {cosine:.0%} alike.",
        f"{query} → {rival.page.url}",
    )

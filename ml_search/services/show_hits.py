"""Hits as people see them: titles and passages with what was found marked, and where they lead."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from ml_search.core.answer import Explanation, Marked, PageHit, Part, Passage, Wish
from ml_search.core.fusion import Fused, Method
from ml_search.core.query import Query
from ml_search.core.snippet import Span, highlights, marked_terms, matched_words, snippet
from ml_search.models import Chunk

MORE = 2
"""Passages of a page beside the best one."""
IN_FRAGMENT = "!$&'()*+,;=:@/?-._~"
"""What a fragment holds as it is, besides letters and digits (RFC 3986, section 3.5)."""

Found = Sequence[tuple[Fused, Chunk]]
"""What was found on one page, the best first."""


def show_hits(
    pages: Mapping[int, Mapping[str, Fused]], method: Method, query: Query, wish: Wish
) -> tuple[PageHit, ...]:
    """Of each page, given with its hits by anchor, the best passage and up to MORE others."""
    shown = [list(hits.values())[: 1 + MORE] for hits in pages.values()]
    wanted = [hit.id for hits in shown for hit in hits]
    chunks = Chunk.objects.filter(pk__in=wanted).select_related("page").defer("page__blocks").in_bulk()
    terms = marked_terms(query)
    hits_of = ([(hit, chunks[hit.id]) for hit in hits if hit.id in chunks] for hits in shown)
    return tuple(
        _page_hit(place, found, terms, _explanation(method, query, *found[0]) if wish.explain else None)
        for place, found in enumerate(filter(None, hits_of), wish.offset + 1)
    )


def _page_hit(place: int, found: Found, terms: frozenset[str], explanation: Explanation | None) -> PageHit:
    page = found[0][1].page
    best, *more = (_passage(chunk, terms) for _, chunk in found)
    return PageHit(
        page=page.pk,
        place=place,
        title=marked(page.title, highlights(page.title, terms)),
        language=page.language,
        section=page.section,
        status=page.standing,
        best=best,
        more=tuple(more),
        explanation=explanation,
    )


def _passage(chunk: Chunk, terms: frozenset[str]) -> Passage:
    excerpt = snippet(chunk.text, terms)
    return Passage(deep_link(chunk), tuple(chunk.headings.splitlines()), marked(excerpt.text, excerpt.spans))


def _explanation(method: Method, query: Query, hit: Fused, chunk: Chunk) -> Explanation:
    matched = matched_words(query, chunk.page.title, chunk.headings, chunk.text)
    return Explanation(method, hit.score, hit.keyword, hit.semantic, matched)


def deep_link(chunk: Chunk) -> str:
    if not chunk.anchor:
        return chunk.page.url
    return f"{chunk.page.url.partition('#')[0]}#{quote(chunk.anchor, safe=IN_FRAGMENT)}"


def marked(text: str, spans: Iterable[Span]) -> Marked:
    """The text in pieces; `spans` in order and apart, in characters."""
    parts: list[Part] = []
    at = 0
    for start, end in spans:
        parts += [Part(text[at:start]), Part(text[start:end], match=True)]
        at = end
    return tuple(part for part in (*parts, Part(text[at:])) if part.text)

"""Links that a page could have: the target, and the sentence and words of the page where the link may stand."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps

from ml_search.core.linking import Phrase, ranked
from ml_search.core.placing import Place, place, read_sentences
from ml_search.core.stems import stems
from ml_search.errors import IndexUnreadable
from ml_search.models import IndexedPage
from ml_search.page_vectors import index_stamp
from seo_meta.plugins import split
from seo_meta.selectors import StoredSite

from .nearness import nearness
from .site_words import SiteWords, site_words, uses_of

MAX_TARGETS = 100
"""Of the ranked targets so many are looked for in the text: further down nothing is worth a link."""
KEYS_AT_ONCE = 500


class LinkSuggestion(NamedTuple):
    target: IndexedPage
    score: float
    """Orders the suggestions of one page; between pages it means nothing."""
    place: Place
    anchor: str
    """The fragment of the source that leads near the sentence."""


def link_suggestions(page: IndexedPage, limit: int = 10) -> list[LinkSuggestion]:
    """The best targets that the page does not link yet, the best first: each a page that search engines may show, named
    in a sentence of this one.

    Raises IndexUnreadable when the page has no vectors, or was read by no run that is still stored.
    """
    if page.page_id is None:
        raise IndexUnreadable(f"The run that read {page.url} was deleted. Audit the site and run ml_index.")
    row = apps.get_model("seo_meta", "Page").objects.select_related("run__site").get(pk=page.page_id)
    return list(islice(_suggested(page, row), limit))


def _suggested(page: IndexedPage, row: Any) -> Iterator[LinkSuggestion]:
    site, words, near = (
        StoredSite(row.run),
        site_words(row.run_id, index_stamp(page.site_id)),
        nearness(page, passages=True),
    )
    text = stems("\n".join(chunk.text for chunk in near.chunks))
    habits = words.habits.scores(text, uses_of(site, row.pk, words.by_key)) if words.learned else {}
    best = ranked(habits, [words.titles.scores(text, words.average), near.passage, near.page])
    without = _linked(row, words) | {page.pk}
    wanted = [(id, score) for id, score in best if id not in without and id in words.names][:MAX_TARGETS]
    targets = IndexedPage.objects.in_bulk([id for id, _ in wanted])
    taken = {stems(anchor.text) for anchor in site.anchors(row.pk)} - {()}
    sentences = read_sentences((chunk.text for chunk in near.chunks), page.language)
    used: set[Place] = set()
    for id, score in wanted:
        found = place(sentences, _names(id, words), taken) if id in targets else None
        # The same words cannot lead to two pages: they go to the better one.
        if found is not None and found not in used:
            used.add(found)
            yield LinkSuggestion(targets[id], score, found, near.chunks[found.source].anchor)


def _linked(row: Any, words: SiteWords) -> set[int]:
    """The indexed pages that the page links to, also by way of redirects and canonicals."""
    keys = list(split(bytes(row.links)))
    linked = set(keys)
    pages = row.run.read_pages.order_by().values_list("redirect", "canonical")
    for start in range(0, len(keys), KEYS_AT_ONCE):
        for redirect, canonical in pages.filter(key__in=keys[start : start + KEYS_AT_ONCE]):
            linked |= {bytes(redirect), bytes(canonical)}
    return {words.by_key[key] for key in linked if key in words.by_key}


def _names(target: int, words: SiteWords) -> list[Phrase]:
    """What may stand for the target: what other pages link to it, then its names and what of them says enough."""
    linked = words.habits.phrases_to(target)
    return list(dict.fromkeys((*linked, *(part for name in words.names[target] for part in words.titles.parts(name)))))

"""What the pages of a run call each other: read once a process, since every page must be looked at."""

from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import msgspec
from django.apps import apps

from ml_search.core.linking import LONGEST, Habits, Phrase, Titles
from ml_search.core.stems import stems, subjects
from ml_search.models import Chunk, IndexedPage
from seo_meta.plugins import Site
from seo_meta.selectors import StoredSite

MAX_PAGES = 5_000
"""Of a larger site the links are not learned from: it would take a minute."""


class SiteWords(msgspec.Struct, frozen=True):
    """Pages are known by the ids of their IndexedPages."""

    habits: Habits
    titles: Titles
    names: dict[int, list[Phrase]]
    """The stems of the H1 and of the title of each page."""
    average: float
    """Words of a page."""
    by_key: dict[bytes, int]
    learned: bool
    """Whether the links of the site were read."""


@lru_cache(maxsize=2)
def site_words(run_id: int, stamp: tuple[int, int]) -> SiteWords:
    """Those of a run whose pages are indexed. `stamp` is the `index_stamp` of its site, by which they are kept."""
    run = apps.get_model("seo_meta", "Run").objects.select_related("site").get(pk=run_id)
    rows = list(
        IndexedPage.objects.filter(page__run=run)
        .values_list("id", "key", "title", "page__h1", "page_id")
        .order_by("id")
    )
    by_key = {bytes(key): id for id, key, *_ in rows}
    subject = subjects([title for _, _, title, *_ in rows])
    names = {id: _names(h1, subject[title]) for id, _, title, h1, _ in rows}
    habits = Habits()
    learned = len(rows) <= MAX_PAGES
    if learned:
        site = StoredSite(run)
        for *_, page in rows:
            habits.add_links(uses_of(site, page, by_key))
    words = 0
    texts = Chunk.objects.filter(page__page__run=run).order_by("page_id", "ordinal").values_list("page_id", "text")
    for _, chunks in groupby(texts.iterator(), itemgetter(0)):
        text = stems("\n".join(text for _, text in chunks))
        words += len(text)
        if learned:
            habits.add_text(text)
    return SiteWords(habits, Titles(names), names, words / max(1, len(rows)), by_key, learned)


def uses_of(site: Site, page: int, by_key: dict[bytes, int]) -> set[tuple[Phrase, int]]:
    """The links of a page of a run to indexed pages, by their words."""
    found: defaultdict[Phrase, set[int]] = defaultdict(set)
    for anchor in site.anchors(page):
        phrase = stems(anchor.text)
        if anchor.url and 0 < len(phrase) <= LONGEST and (target := by_key.get(site.key(anchor.url) or b"")):
            found[phrase].add(target)
    return {(phrase, target) for phrase, targets in found.items() for target in targets}


def _names(h1: str, subject: str) -> list[Phrase]:
    return list(dict.fromkeys(filter(None, (stems(h1), stems(subject)))))

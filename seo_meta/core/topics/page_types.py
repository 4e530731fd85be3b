"""Page types: pages of one template (`PageFacts.template`), and how much text is usual on them."""

from array import array
from collections.abc import Iterator
from statistics import median

import msgspec

from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, SitePage
from seo_meta.core.types import PageFacts

from .languages import primary
from .per_site import once_per_site

MAX_SAMPLES = 20
UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages written without spaces, where each character was counted (`text.count_words`)."""
CHARACTERS_A_WORD = 2
"""About what a word of English takes in Chinese or Japanese."""
DEVIATION = 1.4826
"""A standard deviation in median absolute deviations, for what is distributed normally."""


class PageType(msgspec.Struct, frozen=True):
    """The pages of one template that may be indexed and are their own canonical: their ids and lengths in words.

    `norm` is the median length, `spread` an estimate of the standard deviation that outliers do not disturb.
    """

    ids: "array[int]"
    words: "array[int]"
    norm: float
    spread: float


def page_types(site: Site, limits: Limits) -> list[PageType]:
    """The types with enough pages to have a norm."""
    return [_page_type(ids, words) for ids, words in _lengths(site) if len(ids) >= limits.norm_min_pages]


@once_per_site
def _lengths(site: Site) -> list[tuple["array[int]", "array[int]"]]:
    types: dict[str, tuple[array[int], array[int]]] = {}
    for page in site.pages():
        if page.indexable and page.self_canonical:
            ids, words = types.setdefault(page.template, (array("Q"), array("L")))
            ids.append(page.id)
            words.append(count_words(page))
    return list(types.values())


def _page_type(ids: "array[int]", words: "array[int]") -> PageType:
    norm = median(words)
    return PageType(ids, words, norm, DEVIATION * median(abs(count - norm) for count in words))


def count_words(page: SitePage) -> int:
    """Words of main text, comparable between scripts."""
    return page.word_count // CHARACTERS_A_WORD if primary(page.language) in UNSPACED else page.word_count


def samples(site: Site) -> Iterator[tuple[int, PageFacts]]:
    """(id, facts) of the first indexable page of each template, up to MAX_SAMPLES: for what templates and hosts do
    alike on all pages."""
    for id in _sample_ids(site):
        yield id, site.facts(id)


@once_per_site
def _sample_ids(site: Site) -> list[int]:
    ids: dict[str, int] = {}
    for page in site.pages():
        if page.indexable:
            ids.setdefault(page.template, page.id)
        if len(ids) == MAX_SAMPLES:
            break
    return list(ids.values())

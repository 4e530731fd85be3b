"""What both databases index of a chunk, and in how many chunks of a site each word stands."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from django.db import connection

from ml_search.core.words import is_unspaced, sought_terms, stored_terms, words
from ml_search.models import Chunk, Term

LETTERS = range(3, 41)
"""Of words that a typo may be corrected to."""
SITE = ""
"""The term that stands for the whole site; see `Term.term`."""

# Two that index at once would wait for each other's rows, so all take them in one order.
COUNT = """
INSERT INTO ml_search_term AS had (site_id, term, chunks, written) VALUES (%s, %s, %s, %s)
ON CONFLICT (site_id, term)
DO UPDATE SET chunks = had.chunks + excluded.chunks, written = had.written + excluded.written
"""


class Entry(NamedTuple):
    """A chunk as it is indexed."""

    chunk: int
    site: int
    title: list[str]
    """Terms in order, as in each of the next three."""
    headings: list[str]
    text: list[str]
    url: list[str]
    written: list[str]
    """Its different words, as they are written, that a typo may be corrected to."""

    @property
    def terms(self) -> list[str]:
        """With repetitions."""
        return [*self.title, *self.headings, *self.text, *self.url]


def read_entries(chunks: Iterable[Chunk]) -> list[Entry]:
    """One for each chunk; their pages are selected."""
    return [_entry(chunk) for chunk in chunks]


def _entry(chunk: Chunk) -> Entry:
    page = chunk.page
    # All pages of a site share what comes before the path.
    path = page.url.split("/", 3)[-1]
    title, headings, text, url = map(words, (page.title, chunk.headings, chunk.text, path))
    written = sorted({word for word in (*title, *headings, *text, *url) if _is_corrected_to(word)})
    return Entry(chunk.pk, page.site_id, _terms(title), _terms(headings), _terms(text), _terms(url), written)


def _terms(words: Iterable[str]) -> list[str]:
    return [term for word in words for term in stored_terms(word)]


def _is_corrected_to(word: str) -> bool:
    return len(word) in LETTERS and word.isalpha() and not is_unspaced(word)


def count_terms(entries: Iterable[Entry]) -> None:
    """Add to the counts of the entries' sites, in the transaction that stored them."""
    chunks: Counter[tuple[int, str]] = Counter()
    written: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        terms = entry.terms
        chunks.update((entry.site, term) for term in {*terms, SITE})
        written.update((entry.site, word) for word in entry.written)
        written[entry.site, SITE] += len(terms)
    rows = [(*key, chunks[key], written[key]) for key in sorted(chunks.keys() | written.keys())]
    with connection.cursor() as cursor:
        cursor.executemany(COUNT, rows)


def document_frequency(site: int, words: Sequence[str]) -> dict[str, int]:
    """In how many chunks each word of a query stands, after stemming; 0 for those that stand nowhere.

    Of a word of a script without spaces, at most so many.
    """
    terms = {word: sought_terms(word) for word in words}
    found = term_frequency(site, {term for several in terms.values() for term in several})
    return {word: min(found.get(term, 0) for term in several) for word, several in terms.items()}


def term_frequency(site: int, terms: Set[str]) -> dict[str, int]:
    """In how many chunks each term stands; without those that stand nowhere."""
    return dict(Term.objects.filter(site=site, term__in=terms, chunks__gt=0).values_list("term", "chunks"))


def vocabulary(site: int) -> dict[str, int]:
    """The words as they are written, with how many chunks have each: what a typo is corrected to."""
    written = Term.objects.filter(site=site, written__gt=0).exclude(term=SITE)
    return dict(written.values_list("term", "written"))


def size(site: int) -> tuple[int, int]:
    """(chunks, terms in them), both 0 for a site that is not indexed. Nearly every change of the index changes it."""
    found = Term.objects.filter(site=site, term=SITE).values_list("chunks", "written").first()
    return found or (0, 0)

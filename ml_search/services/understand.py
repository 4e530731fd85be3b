"""A typed query as it is looked up: typos corrected, synonyms added, words left out that tell little."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from ml_search.core.answer import Applied
from ml_search.core.query import Query, keep_telling, parse, pieces
from ml_search.core.synonyms import find_synonyms, read_line
from ml_search.core.typos import Vocabulary
from ml_search.keyword import keyword_of
from ml_search.keyword.terms import SITE, size
from ml_search.models import Chunk, Synonym

FEW = 3
"""Chunks. When fewer have any word of a query, those with rare words may be its typos, too."""

FAR_MORE = 5
"""Times as many chunks as a word that stands somewhere must have what it may be a typo of."""


def understand(site: int, text: str) -> tuple[Query, Applied]:
    """What to look up in the keyword index of a site. Raises QueryError when nothing is asked for, or too much."""
    query = parse(text)
    lines = [read_line(words) for words in Synonym.objects.filter(site=site).values_list("words", flat=True)]
    known = {word for line in lines for one in line for word in one}
    frequencies = keyword_of().document_frequency(site, [SITE, *query.words, *pieces(query)])
    query, corrected = _correct(site, query, known, frequencies)
    if corrected:
        frequencies = keyword_of().document_frequency(site, [SITE, *pieces(query)])
    synonyms = find_synonyms(query.words, lines)
    query = msgspec.structs.replace(query, synonyms=synonyms | query.synonyms)
    query, dropped = keep_telling(query, frequencies, frequencies[SITE])
    said = {one: tuple(map(" ".join, others)) for one, others in synonyms.items()}
    return query, Applied(corrected, said, dropped)


def _correct(site: int, query: Query, known: set[str], frequencies: Mapping[str, int]) -> tuple[Query, dict[str, str]]:
    """(query with the words that were probably meant, those by the words that were typed)

    A word that stands nowhere is replaced. One that stands in a few chunks is kept, and the other looked up beside it.
    """
    words = dict.fromkeys(query.words)
    rare = max(frequencies[word] for word in words) < FEW
    doubtful = [word for word in words if word not in known and (rare or not frequencies[word])]
    if not doubtful:
        return query, {}
    newest = Chunk.objects.filter(page__site=site).order_by("-id").values_list("id", flat=True).first()
    vocabulary = _vocabulary(site, size(site), newest)
    nearest = {word: vocabulary.nearest(word, above=FAR_MORE * frequencies[word]) for word in doubtful}
    corrected = {word: other for word, other in nearest.items() if other}
    return query.corrected(
        {word: other for word, other in corrected.items() if not frequencies[word]},
        {word: other for word, other in corrected.items() if frequencies[word]},
    ), corrected


@lru_cache(maxsize=4)
def _vocabulary(site: int, size: tuple[int, int], newest: int | None) -> Vocabulary:
    """Read anew when the index has changed: chunks are replaced rather than altered, so one is newer or one less."""
    return Vocabulary(keyword_of().vocabulary(site))

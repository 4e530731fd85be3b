"""How good the search is on judged queries: a collection is indexed as a site would be, asked, and forgotten again."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
from django.apps import apps

from ml_search.core.answer import Degraded, Mode, Wish
from ml_search.core.chunking import Passage, chunk, text_hash
from ml_search.core.judged import Document, JudgedQuery, read_documents, read_judgements, read_queries
from ml_search.core.metrics import ndcg, recall, reciprocal_rank
from ml_search.core.query import MAX_CHARACTERS, MAX_WORDS, parse, plain
from ml_search.encoders import Encoder
from ml_search.errors import MlSearchError, QueryError
from ml_search.models import IndexedPage
from ml_search.stores import store_of
from seo_meta.plugins import Section, exclusive

from .embed import embed
from .progress import Progress
from .publish import publish
from .search import search
from .store_chunks import store_chunks

if TYPE_CHECKING:
    from seo_meta.models import Site

BASE_URL = "https://evaluation.invalid/"
"""Of the site that stands for the collection; no such host can be (RFC 2606)."""
SYNTAX = re.compile(r"[\"“”„«»]|(?<!\S)[-−–]")
BATCH = 500
DEPTH = 100
"""Pages of a ranking that are looked at."""


class Judged(msgspec.Struct, frozen=True):
    """A collection that was read."""

    documents: Sequence[Document]
    queries: Sequence[JudgedQuery]
    grades: dict[str, dict[str, float]]
    """By query, for those that have a relevant document."""


class Measured(msgspec.Struct, frozen=True):
    """Means over the queries, by mode of search, each between 0 and 1; and the time of a query in milliseconds."""

    mode: Mode
    ndcg_10: float
    recall_10: float
    recall_100: float
    mrr: float
    p50_ms: float
    p99_ms: float


class Evaluation(msgspec.Struct, frozen=True):
    documents: int
    queries: int
    measured: tuple[Measured, ...]
    degraded: dict[Degraded, str]
    """What the search had to do without, in any query."""


def evaluate(folder: Path, encoder: Encoder, progress: Progress) -> Evaluation:
    """Vectors are kept for the next evaluation, and nothing else. Raises MlSearchError for what is no collection."""
    judged = read_collection(folder)
    queries = [query for query in judged.queries if query.id in judged.grades]
    degraded: dict[Degraded, str] = {}
    with indexed(judged.documents, encoder, progress) as (site, documents):
        measured = tuple(_measure(site, mode, queries, judged, documents, degraded, progress) for mode in Mode)
    return Evaluation(len(judged.documents), len(queries), measured, degraded)


@contextmanager
def indexed(
    documents: Sequence[Document], encoder: Encoder, progress: Progress
) -> Iterator[tuple["Site", dict[int, str]]]:
    """A site of these documents while the block lasts, and by page the id of its document."""
    with exclusive("an evaluation of the search"):
        sites = apps.get_model("seo_meta", "Site").objects
        sites.filter(base_url=BASE_URL).delete()  # what a killed evaluation left
        site = sites.create(base_url=BASE_URL)
        store = store_of(site.pk)
        try:
            ids = _store(site.pk, documents, progress)
            embed(site.pk, encoder, progress)
            publish(site.pk, encoder, store)
            yield site, ids
        finally:
            store.clear()
            site.delete()


def read_collection(folder: Path) -> Judged:
    """`corpus.jsonl`, `queries.jsonl` and `qrels.tsv`. Raises MlSearchError."""
    try:
        with (folder / "corpus.jsonl").open("rb") as lines:
            documents = list(read_documents(lines))
        with (folder / "queries.jsonl").open("rb") as lines:
            queries = list(read_queries(lines))
        with (folder / "qrels.tsv").open(encoding="utf-8") as judgements:
            grades = read_judgements(judgements)
    except OSError as error:
        raise MlSearchError(
            f"{error.filename} cannot be read. A collection has corpus.jsonl, queries.jsonl and qrels.tsv."
        ) from error
    except ValueError as error:
        raise MlSearchError(f"{folder} is no collection in the layout of BEIR: {error}.") from error
    relevant = {query: known for query, known in grades.items() if any(grade > 0 for grade in known.values())}
    if not relevant or not documents:
        raise MlSearchError(f"{folder} has no judged queries or no documents.")
    return Judged(documents, queries, relevant)


def _store(site: int, documents: Sequence[Document], progress: Progress) -> dict[int, str]:
    """Documents as pages of one section; by page the id of its document."""
    progress.start("Storing documents", len(documents))
    ids: dict[int, str] = {}
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        pages = IndexedPage.objects.bulk_create([_page(site, document) for document in batch])
        ids |= {page.pk: document.id for page, document in zip(pages, batch, strict=True)}
        store_chunks(zip(pages, map(_passages, batch), strict=True))
        progress.advance(len(batch))
    return ids


def _page(site: int, document: Document) -> IndexedPage:
    key = text_hash(document.id)
    return IndexedPage(site_id=site, key=key[:8], url=f"{BASE_URL}{key.hex()}", title=document.title)


def _passages(document: Document) -> list[Passage]:
    text = document.text.removeprefix(document.title).strip() or document.text
    return chunk("", [Section(blocks=(text,))], frozenset())


def _asked(text: str) -> str:
    """A judged query is text, in which quotation marks and dashes are no syntax. Of one that is too long, as a whole
    abstract may be, the first words count."""
    text = SYNTAX.sub(" ", text)
    try:
        parse(text)
    except QueryError:
        return " ".join(plain(text).words[:MAX_WORDS])[:MAX_CHARACTERS]
    return text


def _measure(
    site: "Site",
    mode: Mode,
    queries: Sequence[JudgedQuery],
    judged: Judged,
    documents: dict[int, str],
    degraded: dict[Degraded, str],
    progress: Progress,
) -> Measured:
    progress.start(f"Asking ({mode})", len(queries))
    rows: list[tuple[float, ...]] = []
    times: list[float] = []
    for query in queries:
        began = perf_counter()
        answer = search(site, Wish(query=_asked(query.text), mode=mode, k=DEPTH, logged=False))
        times.append(1000 * (perf_counter() - began))
        degraded |= answer.degraded
        ranking = [documents[hit.page] for hit in answer.hits]
        grades = judged.grades[query.id]
        relevant = {id for id, grade in grades.items() if grade > 0}
        rows.append(
            (
                ndcg(ranking, grades, 10),
                recall(ranking, relevant, 10),
                recall(ranking, relevant, DEPTH),
                reciprocal_rank(ranking, relevant),
            )
        )
        progress.advance(1)
    p99 = quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    ndcg_10, recall_10, recall_100, mrr = (fmean(column) for column in zip(*rows, strict=True))
    return Measured(mode, ndcg_10, recall_10, recall_100, mrr, median(times), p99)

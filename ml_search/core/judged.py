"""A collection of documents with judged queries, in the layout of BEIR (Thakur et al. 2021, arXiv:2104.08663)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec


class Document(msgspec.Struct, frozen=True):
    """A line of `corpus.jsonl`."""

    id: str = msgspec.field(name="_id")
    title: str = ""
    text: str = ""


class JudgedQuery(msgspec.Struct, frozen=True):
    """A line of `queries.jsonl`."""

    id: str = msgspec.field(name="_id")
    text: str


DOCUMENT, QUERY = msgspec.json.Decoder(Document), msgspec.json.Decoder(JudgedQuery)
HEADER = "query-id"


def read_documents(lines: Iterable[bytes]) -> Iterator[Document]:
    """Raises ValueError."""
    return (DOCUMENT.decode(line) for line in lines if line.strip())


def read_queries(lines: Iterable[bytes]) -> Iterator[JudgedQuery]:
    """Raises ValueError."""
    return (QUERY.decode(line) for line in lines if line.strip())


def read_judgements(lines: Iterable[str]) -> Mapping[str, dict[str, float]]:
    """By query how relevant each document is, from `qrels.tsv`: query, document, grade. Raises ValueError."""
    grades: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        if line.strip() and not line.startswith(HEADER):
            query, document, grade = line.rstrip("\r\n").split("\t")
            grades[query][document] = float(grade)
    return grades

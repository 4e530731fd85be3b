import json
from pathlib import Path
from typing import Any

import pytest

from ml_search import encoders
from ml_search.core.answer import Mode
from ml_search.errors import MlSearchError
from ml_search.models import Embedding, IndexedPage
from ml_search.services.evaluate import evaluate, read_collection
from ml_search.tests.hashing import HashingEncoder
from ml_search.tests.sites import Silent
from seo_meta.models import Site

pytestmark = pytest.mark.django_db

DOCUMENTS = {"tea": "Steep green leaves in hot water.", "kettle": "Descale with vinegar.", "cup": "Thrown by hand."}


@pytest.fixture(autouse=True)
def _own_index(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    settings.SITEAGENT_VECTOR_STORE = "exact"
    monkeypatch.setattr(encoders, "query_encoder", HashingEncoder)


def collection(folder: Path, *judgements: str, corpus: str | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    lines = (json.dumps({"_id": id, "title": id.title(), "text": text}) for id, text in DOCUMENTS.items())
    (folder / "corpus.jsonl").write_text("\n".join(lines) if corpus is None else corpus)
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "vinegar"}\n{"_id": "2", "text": "green leaves"}\n')
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judgements]))
    return folder


def test_a_collection_whose_queries_are_answered_first_scores_one(tmp_path: Path) -> None:
    found = evaluate(collection(tmp_path / "c", "1\tkettle\t1", "2\ttea\t2"), HashingEncoder(), Silent())
    assert (found.documents, found.queries, found.degraded) == (3, 2, {})
    assert [one.mode for one in found.measured] == [*Mode]
    assert {(one.ndcg_10, one.recall_10, one.mrr) for one in found.measured} == {(1.0, 1.0, 1.0)}


def test_what_is_ranked_behind_others_scores_less(tmp_path: Path) -> None:
    found = evaluate(collection(tmp_path / "c", "1\tcup\t1"), HashingEncoder(), Silent())
    keyword = next(one for one in found.measured if one.mode == Mode.KEYWORD)
    assert (found.queries, keyword.ndcg_10, keyword.recall_100) == (1, 0.0, 0.0)


def test_a_query_that_is_too_long_to_be_typed_counts_with_its_beginning(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", "1\tkettle\t1")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": "vinegar " * 1_000}))
    assert {one.mrr for one in evaluate(folder, HashingEncoder(), Silent()).measured} == {1.0}


def test_quotation_marks_and_dashes_of_a_judged_query_are_no_syntax(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", "1\tkettle\t1")
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "1", "text": 'with "old vinegar" -- -descale'}))
    keyword = next(one for one in evaluate(folder, HashingEncoder(), Silent()).measured if one.mode == Mode.KEYWORD)
    assert keyword.mrr == 1.0


def test_nothing_is_left_but_the_vectors_for_the_next_time(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", "1\tkettle\t1")
    evaluate(folder, HashingEncoder(), Silent())
    assert not Site.objects.exists()
    assert not IndexedPage.objects.exists()
    assert Embedding.objects.count() == 3
    assert not list((tmp_path / "index").rglob("vectors.f16"))
    encoder = HashingEncoder()
    evaluate(folder, encoder, Silent())
    assert encoder.encoded == 0


@pytest.mark.parametrize(
    ("judgements", "corpus", "said"),
    [
        (["1\tkettle\t0"], None, "no judged queries"),
        (["1 kettle 1"], None, "no collection in the layout of BEIR"),
        (["1\tkettle\t1"], "{", "no collection in the layout of BEIR"),
        (["1\tkettle\t1"], "", "no judged queries or no documents"),
    ],
)
def test_what_is_no_collection_is_said(tmp_path: Path, judgements: list[str], corpus: str | None, said: str) -> None:
    with pytest.raises(MlSearchError, match=said):
        read_collection(collection(tmp_path / "c", *judgements, corpus=corpus))


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    (collection(tmp_path / "c", "1\tkettle\t1") / "qrels.tsv").unlink()
    with pytest.raises(MlSearchError, match=r"qrels\.tsv cannot be read"):
        read_collection(tmp_path / "c")

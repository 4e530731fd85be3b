"""What a search does without: each rung of the ladder, from an index that is gone to titles alone."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection

from ml_search import encoders, stores
from ml_search.core.answer import Answer, Degraded, Filters, Mode, Wish
from ml_search.encoders import Vectors
from ml_search.errors import EncoderError, IndexUnreadable
from ml_search.services.search import search
from ml_search.stores import store_of

from .hashing import HashingEncoder
from .indexed import BASE, indexed_page, publish, site_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searching")]

MODES = (Mode.HYBRID, Mode.SEMANTIC)


@pytest.fixture(autouse=True)
def tea(searching: None) -> None:
    indexed_page("tea", "Iron tea pots", "Green leaves for the morning.")
    publish()


def asked(query: str = "leaves", mode: Mode = Mode.HYBRID, **wish: Any) -> Answer:
    return search(site_of(), Wish(query=query, mode=mode, **wish))


def is_by_keywords(answer: Answer) -> bool:
    return [hit.best.url for hit in answer.hits] == [f"{BASE}tea"] and not answer.generation


def test_nothing_is_missing_while_all_works() -> None:
    assert asked().degraded == {}


@pytest.mark.parametrize("mode", MODES)
def test_without_an_index_keywords_answer(mode: Mode) -> None:
    store_of(site_of().pk).clear()
    answer = asked(mode=mode)
    assert is_by_keywords(answer)
    assert list(answer.degraded) == [Degraded.NO_INDEX]
    assert "ml_index" in answer.degraded[Degraded.NO_INDEX]


@pytest.mark.parametrize("mode", MODES)
def test_with_files_that_are_damaged_keywords_answer(mode: Mode, settings: Any) -> None:
    for file in Path(settings.SITEAGENT_INDEX_DIR).rglob("vectors.f16"):
        file.write_bytes(b"\0" * 12)
    stores.exact._of.cache_clear()  # type: ignore[attr-defined]  # as in a new process
    answer = asked(mode=mode)
    assert is_by_keywords(answer)
    assert answer.degraded.keys() <= {Degraded.NO_INDEX, Degraded.INDEX_UNREADABLE} != set()


def test_with_a_damaged_generation_the_one_before_answers(settings: Any) -> None:
    before = store_of(site_of().pk).active()
    publish()
    latest = store_of(site_of().pk).active()
    assert before is not None
    assert latest is not None
    for file in Path(settings.SITEAGENT_INDEX_DIR).rglob(f"*{latest.name}/vectors.f16"):
        file.write_bytes(b"\0" * 12)
    stores.exact._of.cache_clear()  # type: ignore[attr-defined]
    answer = asked()
    assert (answer.generation, answer.degraded) == (before.name, {})


@pytest.mark.parametrize("mode", MODES)
def test_without_an_encoder_keywords_answer_and_say_why(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise EncoderError("The model is not here. Install it with `make ml`.")

    monkeypatch.setattr(encoders, "query_encoder", missing)
    answer = asked(mode=mode)
    assert is_by_keywords(answer)
    assert answer.degraded == {Degraded.NO_ENCODER: "The model is not here. Install it with `make ml`."}


@pytest.mark.parametrize("mode", MODES)
def test_vectors_of_another_encoder_are_never_compared(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    other = HashingEncoder()
    other.fingerprint = "another"
    monkeypatch.setattr(encoders, "query_encoder", lambda: other)
    answer = asked(mode=mode)
    assert is_by_keywords(answer)
    assert list(answer.degraded) == [Degraded.OTHER_ENCODER]
    assert other.encoded == 0


def test_an_encoder_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Event()

    class Slow(HashingEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            done.wait(60)
            return super().encode(texts)

    monkeypatch.setattr(encoders, "query_encoder", Slow)
    try:
        answer = asked(patience=0.01)
    finally:
        done.set()
    assert is_by_keywords(answer)
    assert list(answer.degraded) == [Degraded.ENCODER_SLOW]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("error", [IndexUnreadable("It is gone."), ConnectionError("refused by 10.0.0.7")])
def test_a_store_that_fails_is_done_without(mode: Mode, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(stores.exact.ExactStore, "search", fail)  # type: ignore[attr-defined]
    answer = asked(mode=mode)
    assert is_by_keywords(answer)
    assert list(answer.degraded) == [Degraded.INDEX_UNREADABLE]
    assert "10.0.0.7" not in answer.degraded[Degraded.INDEX_UNREADABLE]


@pytest.fixture
def keywords_gone() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("a statement that fails ends the transaction of the test")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ml_search_keyword")


@pytest.mark.usefixtures("keywords_gone")
@pytest.mark.parametrize("query", ["pots", "iron pots", "POTS -clay"])
def test_with_keywords_and_index_gone_titles_answer(query: str) -> None:
    store_of(site_of().pk).clear()
    answer = asked(query)
    assert is_by_keywords(answer)
    assert answer.degraded.keys() == {Degraded.NO_INDEX, Degraded.KEYWORDS_FAILED}


@pytest.mark.usefixtures("keywords_gone")
def test_titles_answer_within_filters_and_with_all_words() -> None:
    store_of(site_of().pk).clear()
    assert asked("pots", filters=Filters(language=("de",))).hits == ()
    assert asked("pots zinc").hits == ()
    assert asked("pots -iron").hits == ()


@pytest.mark.usefixtures("keywords_gone")
def test_meaning_goes_on_without_keywords() -> None:
    answer = asked("leaves for the morning")
    assert [hit.best.url for hit in answer.hits] == [f"{BASE}tea"]
    assert (list(answer.degraded), bool(answer.generation)) == ([Degraded.KEYWORDS_FAILED], True)

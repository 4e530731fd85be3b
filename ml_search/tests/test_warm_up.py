from typing import Any

import pytest
from django.apps import apps

from ml_search import encoders
from ml_search.errors import EncoderError
from ml_search.services import query_vector
from ml_search.tests.hashing import HashingEncoder


@pytest.fixture
def asked(monkeypatch: Any) -> list[str]:
    """What happens in the thread of the encoder."""
    found: list[str] = []
    monkeypatch.setattr(encoders, "query_encoder", lambda: found.append("loaded") or HashingEncoder())
    query_vector.forget_failure()
    return found


def done() -> None:
    """When all that was begun is over."""
    query_vector._thread().submit(int).result(timeout=10)


def test_a_server_process_loads_the_encoder_before_the_first_query(asked: list[str]) -> None:
    apps.get_app_config("ml_search").warm_up()
    done()
    assert asked == ["loaded"]


def test_a_server_without_an_encoder_starts_all_the_same(monkeypatch: Any) -> None:
    def missing() -> None:
        raise EncoderError("It is not here.")

    monkeypatch.setattr(encoders, "query_encoder", missing)
    query_vector.forget_failure()
    apps.get_app_config("ml_search").warm_up()
    done()
    with pytest.raises(EncoderError, match="not here"):
        query_vector.ask_vector("tea", "hashing").result(timeout=10)
    query_vector.forget_failure()

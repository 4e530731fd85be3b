import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from siteagent_project.request_ids import RequestIdFilter


@pytest.mark.parametrize("sent", ["a", "2f1c9a7e-6f0a-4d4e-9e0b-1d2c3b4a5968", "req_1.2-3", "z" * 64])
def test_the_id_of_a_proxy_is_taken_and_answered(client: Client, sent: str) -> None:
    assert client.get("/live", headers={"x-request-id": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "-a", "a b", "a\tb", 'a"b', "a,b", "é", "<b>", "z" * 65, "a;b", "a/b"])
def test_an_id_that_is_not_plain_or_too_long_is_replaced(client: Client, sent: str) -> None:
    first = client.get("/live", headers={"x-request-id": sent}).headers["X-Request-ID"]
    second = client.get("/live", headers={"x-request-id": sent}).headers["X-Request-ID"]
    assert first != second
    assert [len(id) == 32 and int(id, 16) >= 0 for id in (first, second)] == [True, True]


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """What is logged while the test runs."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.addFilter(RequestIdFilter())
    handler.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_what_django_refuses_is_logged_with_the_id_of_the_request(client: Client, log: list[logging.LogRecord]) -> None:
    client.get("/no/such/page", headers={"x-request-id": "first"})
    client.get("/api/v1/runs", headers={"x-request-id": "second"})
    found = [(record.request_id, record.getMessage()) for record in log if record.name == "django.request"]
    assert found == [("first", "Not Found: /no/such/page"), ("second", "Unauthorized: /api/v1/runs")]


def test_outside_of_a_request_there_is_no_id(client: Client, log: list[logging.LogRecord]) -> None:
    client.get("/live", headers={"x-request-id": "before"})
    logging.getLogger("elsewhere").warning("Later.")
    assert [record.request_id for record in log] == [None]

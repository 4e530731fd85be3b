import json
import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from seo_meta.core.log_lines import JsonLines
from siteagent_project.request_ids import RequestIdFilter

MADE = r"[0-9a-f]{32}"


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
def log() -> Any:
    """What is logged while the test runs, as objects."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_what_django_refuses_is_logged_with_the_id_of_the_request(client: Client, log: Any) -> None:
    client.get("/no/such/page", headers={"x-request-id": "first"})
    client.get("/api/v1/runs", headers={"x-request-id": "second"})
    found = [(one["request_id"], one["message"]) for one in log() if one["logger"] == "django.request"]
    assert found == [("first", "Not Found: /no/such/page"), ("second", "Unauthorized: /api/v1/runs")]


def test_outside_of_a_request_there_is_no_id(client: Client, log: Any) -> None:
    client.get("/live", headers={"x-request-id": "before"})
    logging.getLogger("elsewhere").warning("Later.")
    assert [one for one in log() if "request_id" in one] == []

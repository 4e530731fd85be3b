from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from siteagent_project import throttling

pytestmark = pytest.mark.django_db

NOON = 1_800_000_000.0
"""The start of a minute."""


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: Any, tmp_path: Path) -> list[float]:
    """The time that throttles see, in a list to change it; five requests a minute."""
    settings.SITEAGENT_THROTTLE_FILE = str(tmp_path / "counts")
    settings.SITEAGENT_THROTTLE = (5, 60)
    now = [NOON]
    monkeypatch.setattr(throttling, "time", lambda: now[0])
    return now


@pytest.fixture
def ana() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ana"))
    return client


def statuses(client: Client, times: int, **extra: Any) -> list[int]:
    return [client.get("/api/v1/runs", **extra).status_code for _ in range(times)]


def test_the_sixth_request_in_a_minute_waits_for_the_next(ana: Client, clock: list[float]) -> None:
    assert statuses(ana, 7) == [200] * 5 + [429] * 2
    clock[0] += 18
    refused = ana.get("/api/v1/runs")
    assert refused.headers["Retry-After"] == "42"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] == "Too many requests. Try again in 42 s."
    clock[0] += 42
    assert statuses(ana, 1) == [200]


def test_each_user_counts_alone(ana: Client) -> None:
    bo = Client()
    bo.force_login(User.objects.create_superuser("bo"))
    assert statuses(ana, 6)[-1] == 429
    assert statuses(bo, 1) == [200]


def test_strangers_count_by_address_whatever_they_claim(client: Client) -> None:
    for number in range(5):
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}"}
        assert client.get("/api/v1/runs", headers=forwarded).status_code == 401
    refused = client.get("/api/v1/runs", headers={"X-Forwarded-For": "192.0.2.99"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert statuses(client, 1, REMOTE_ADDR="198.51.100.9") == [401]


def test_a_burst_is_counted_exactly(ana: Client, settings: Any) -> None:
    settings.SITEAGENT_THROTTLE = (40, 3600)
    assert statuses(ana, 100).count(200) == 40


def test_probes_are_not_throttled(client: Client) -> None:
    assert {client.get("/live").status_code for _ in range(10)} == {200}

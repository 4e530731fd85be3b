from typing import Any

import pytest
from django.core import checks
from django.core.checks.registry import registry
from django.test import Client

from siteagent_project import readiness


@pytest.fixture
def failing_checks() -> Any:
    def check(**kwargs: Any) -> list[Any]:
        return [
            checks.Error("The index is stale.", id="test.E102"),
            checks.Warning("The disk is slow.", id="test.W101"),
            checks.Error("The index is away.", id="test.E101"),
        ]

    checks.register(check, "readiness", deploy=True)
    yield
    registry.deployment_checks.remove(check)


def test_the_process_is_alive_without_a_database(client: Client) -> None:
    response = client.get("/live")  # without the mark django_db, a query fails the test
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    response = client.get("/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("failing_checks")
def test_a_failing_check_makes_503_with_ids_and_nothing_else(client: Client) -> None:
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failing": ["test.E101", "test.E102"]}


@pytest.mark.django_db
@pytest.mark.parametrize("path", readiness.PROBES)
def test_probes_are_answered_whatever_host_they_ask_for_and_over_plain_http(
    client: Client, settings: Any, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.head(path, headers={"host": "not a host"}).status_code == 200
    assert client.post(path).status_code != 200

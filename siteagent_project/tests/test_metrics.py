from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from siteagent_project import metrics_token as tokens
from siteagent_project.metrics_token import metrics_token
from tests.process import python

TOKEN = "a-token-of-this-test-alone"
AUTHORIZED = {"authorization": f"Bearer {TOKEN}"}
REQUESTS = "siteagent_http_requests_total"


@pytest.fixture
def server(settings: Any) -> Client:
    """A client of a server that has the token; every client has middleware of its own, which counts from 0."""
    settings.SITEAGENT_METRICS_TOKEN = TOKEN
    return Client()


def samples(client: Client) -> list[Sample]:
    response = client.get("/metrics", headers=AUTHORIZED)
    assert response.status_code == 200
    return [sample for family in text_string_to_metric_families(response.text) for sample in family.samples]


def requests(client: Client) -> dict[tuple[str, str, str], float]:
    """(method, route, status) to how often."""
    counted = [sample for sample in samples(client) if sample.name == REQUESTS]
    return {(one.labels["method"], one.labels["route"], one.labels["status"]): one.value for one in counted}


def test_without_a_token_there_are_no_metrics(settings: Any) -> None:
    settings.SITEAGENT_METRICS_TOKEN = ""
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


WRONG = ("", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xff")


@pytest.mark.parametrize("header", WRONG)
def test_a_wrong_token_opens_nothing(server: Client, header: str) -> None:
    response = server.get("/metrics", headers={"authorization": header})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert TOKEN not in response.text
    assert "siteagent_" not in response.text


@pytest.mark.django_db
def test_the_token_opens_the_metrics_and_nothing_else(server: Client) -> None:
    response = server.get("/metrics", headers=AUTHORIZED)
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert response.headers["Cache-Control"] == "no-store"
    assert server.post("/metrics", headers=AUTHORIZED).status_code == 404
    assert server.get("/api/v1/runs", headers=AUTHORIZED).status_code == 401


@pytest.mark.django_db
def test_a_scraper_comes_over_http_with_an_address_as_its_host(server: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["siteagent.example"]
    assert Client().get("/metrics", headers=AUTHORIZED | {"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_requests_are_counted_by_the_pattern_of_their_route_and_never_by_their_address(server: Client) -> None:
    for number in range(20):
        server.get(f"/api/v1/runs/{number}")
        server.get(f"/no/such/page/{number}?a={number}")
        server.get(f"/admin/seo_meta/run/{number}/change/")
    server.get("/live")
    assert requests(server) == {
        ("GET", "/api/v1/runs/<run_id>", "401"): 20,
        ("GET", "(none)", "404"): 20,
        ("GET", "/admin/seo_meta/run/<path:object_id>/change/", "302"): 20,
        ("GET", "/live", "200"): 1,
    }


@pytest.mark.django_db
def test_a_method_that_a_client_invents_is_no_series_of_its_own(server: Client) -> None:
    for number in range(5):
        server.generic(f"MADE{number}", "/live")
    assert requests(server) == {("other", "/live", "404"): 5}


@pytest.mark.django_db
def test_the_time_of_each_request_is_in_a_histogram(server: Client) -> None:
    server.get("/live")
    buckets = {
        sample.labels["le"]: sample.value
        for sample in samples(server)
        if sample.name == "siteagent_http_request_duration_seconds_bucket" and sample.labels["route"] == "/live"
    }
    assert [float(edge) for edge in buckets] == sorted(map(float, buckets))
    assert buckets["+Inf"] == 1


@pytest.fixture
def broken_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app whose metrics cannot be counted."""
    monkeypatch.setattr(apps.get_app_config("ninja"), "metrics_module", "siteagent_project.no_such", raising=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_app")
def test_an_app_that_cannot_count_costs_only_its_own_metrics(server: Client) -> None:
    found = samples(server)
    success = {one.labels["app"]: one.value for one in found if one.name == "siteagent_collector_success"}
    assert (success["ninja"], success["seo_meta"]) == (0, 1)
    assert any(one.name == "siteagent_runs" for one in found)


def test_a_token_that_can_be_guessed_stops_the_start_and_is_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured, match="fewer than 16 characters") as caught:
        metrics_token("guessable")
    assert "guessable" not in str(caught.value)
    assert metrics_token("") == ""
    assert metrics_token(TOKEN) == TOKEN


def test_a_token_without_the_package_stops_the_start_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "find_spec", lambda name: None)
    assert metrics_token("") == ""
    with pytest.raises(ImproperlyConfigured, match=r"Install requirements/prod\.txt, or unset it"):
        metrics_token(TOKEN)


def test_without_a_token_nothing_of_prometheus_is_imported() -> None:
    code = "import sys, siteagent_project.wsgi; print('prometheus_client' in sys.modules, 'sentry_sdk' in sys.modules)"
    done = python("-c", code, DJANGO_SETTINGS_MODULE="siteagent_project.settings.dev")
    assert done.stdout == "False False\n"

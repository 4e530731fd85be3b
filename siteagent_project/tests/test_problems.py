import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from siteagent_project.problems import CONTENT_TYPE

FIELDS = {"type", "title", "status", "detail", "errors"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/api/v1/runs/7", "testserver", 404),
        ("GET", "/api/v1/nothing", "testserver", 404),
        ("GET", "/api/nothing", "testserver", 404),
        ("POST", "/api/v1/sites", "testserver", 405),
        ("GET", "/api/v1/runs?limit=0", "testserver", 422),
        ("GET", "/api/v1/runs/seven", "testserver", 422),
        ("GET", "/api/v1/runs", "elsewhere.example", 400),
    ],
)
def test_every_error_of_the_api_is_a_problem_document(
    admin_client: Client, method: str, path: str, host: str, status: int
) -> None:
    response = admin_client.generic(method, path, headers={"host": host})
    assert (response.status_code, response.headers["Content-Type"]) == (status, CONTENT_TYPE)
    body = json.loads(response.content)
    assert set(body) == FIELDS
    assert (body["type"], body["status"]) == ("about:blank", status)


@pytest.mark.django_db
def test_a_crash_is_a_problem_that_tells_the_client_nothing(admin_client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("seo_meta.api.runs.readable_run", lambda *given: 1 / 0)
    admin_client.raise_request_exception = False
    response = admin_client.get("/api/v1/runs/1")
    assert (response.status_code, response.headers["Content-Type"]) == (500, CONTENT_TYPE)
    assert b"division" not in response.content


@pytest.mark.django_db
def test_an_invalid_parameter_is_named(admin_client: Client) -> None:
    body = admin_client.get("/api/v1/runs?limit=5000").json()
    assert body["errors"] == [
        {"place": "query", "name": "limit", "detail": "Input should be less than or equal to 1000"},
    ]
    assert "limit: Input should be less than or equal to 1000" in body["detail"]


def test_a_rewritten_error_keeps_its_other_headers(client: Client) -> None:
    response = client.post("/api/v1/sites")
    assert response.headers["Allow"] == "GET"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_errors_elsewhere_are_pages(client: Client) -> None:
    assert client.get("/nothing").headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_user_who_is_not_staff_is_turned_away(client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))
    response = client.get("/api/v1/runs")
    assert response.status_code == 401
    assert response.json()["detail"] == "Log in to the admin with a staff account, or send an API key."


@pytest.mark.parametrize("path", ["/admin/login/", "/api/v1/docs", "/api/v1/nothing"])
def test_no_page_runs_a_script_from_elsewhere(client: Client, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy

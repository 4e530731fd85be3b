"""Who may call what: each operation of the API with each kind of caller."""

import re
from typing import Any

import pytest
from django.test import Client

from seo_meta.core.access import Action, Role
from seo_meta.models import Run, Site, SiteRole
from seo_meta.tests.access.people import OTHER, key_of, run_of_another_site, staff
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.stored import stored_run
from siteagent_project.api import api

pytestmark = pytest.mark.django_db

# For visitors of the sites in SITEAGENT_PUBLIC_SEARCH; the search has tests of what these answer.
PUBLIC = [("GET", "/api/v1/search/public"), ("POST", "/api/v1/search/click")]
OPERATIONS = [
    (method.upper(), path)
    for path, item in api.get_openapi_schema()["paths"].items()
    for method in sorted(item)
    if (method.upper(), path) not in PUBLIC
]
with_a_change = pytest.mark.urls("tests.access_urls")


@pytest.fixture
def run() -> Run:
    return stored_run(facts_of("<title>Tea</title>"))


@pytest.fixture
def hidden() -> Run:
    run = run_of_another_site()
    stored = stored_run(facts_of("<title>Secret</title>"))
    Run.objects.filter(pk=stored.pk).update(site=run.site)
    return Run.objects.get(pk=stored.pk)


def call(client: Client, method: str, path: str, **headers: str) -> Any:
    return client.generic(method, re.sub(r"\{\w+\}", "1", path), headers=headers)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_is_closed_to_strangers_and_to_keys_and_staff_without_the_right(
    client: Client, method: str, path: str
) -> None:
    assert call(client, method, path).status_code == 401
    reads = method == "GET"
    wrong = [action for action in Action if (action == Action.READ) != reads]
    for scopes in ((), wrong):
        _, header = key_of(*scopes)
        assert call(client, method, path, **header).status_code == 403
    client.force_login(staff("bo"))
    assert call(client, method, path).status_code == 403
    if not reads:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(staff("ana", Role.PUBLISHER))
        assert call(strict, method, path).status_code == 403


@pytest.mark.parametrize(("method", "path"), [pair for pair in OPERATIONS if pair[0] == "GET"])
def test_a_reading_operation_is_open_to_a_key_and_a_viewer(client: Client, method: str, path: str) -> None:
    _, header = key_of(Action.READ)
    assert call(client, method, path, **header).status_code in (200, 404, 422)
    client.force_login(staff("ana", Role.VIEWER))
    assert call(client, method, path).status_code in (200, 404, 422)


@pytest.mark.parametrize("by", ["key", "session"])
def test_another_site_is_answered_as_if_it_were_not_there(client: Client, run: Run, hidden: Run, by: str) -> None:
    headers: dict[str, str] = {}
    if by == "key":
        _, headers = key_of(Action.READ, sites=(BASE,))
    else:
        client.force_login(staff("ana", Role.VIEWER, run.site))

    def get(path: str) -> Any:
        return client.get(f"/api/v1{path}", headers=headers)

    assert [item["id"] for item in get("/runs").json()["items"]] == [run.pk]
    assert [item["base_url"] for item in get("/sites").json()["items"]] == [BASE]
    page = hidden.read_pages.get()
    for path in (
        *(f"/runs/{hidden.pk}", f"/runs/{hidden.pk}/pages", f"/runs/{hidden.pk}/findings"),
        *(f"/runs/{hidden.pk}/compare", f"/pages/{page.pk}", f"/sites/{hidden.site_id}/history"),
        f"/runs/{run.pk}/compare?with={hidden.pk}",
    ):
        response = get(path)
        assert response.status_code == 404, path
        assert "There is no" in response.json()["detail"]
        assert OTHER not in response.content.decode()
    assert get(f"/runs/{run.pk}/pages").json()["count"] == 1


@with_a_change
def test_a_session_changes_nothing_without_the_csrf_token(run: Run) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff("ana", Role.PUBLISHER))
    path = f"/api/v1/sites/{run.site_id}/publish"
    refused = client.post(path)
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["detail"]
    token = "a" * 32
    client.cookies["csrftoken"] = token
    assert client.post(path, headers={"X-CSRFToken": "b" * 32}).status_code == 403
    assert client.post(path, headers={"X-CSRFToken": token}).status_code == 200


@with_a_change
def test_a_key_needs_no_csrf_token_but_the_scope(run: Run) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/api/v1/sites/{run.site_id}/publish"
    assert client.post(path, headers=key_of(Action.READ, Action.PUBLISH)[1]).status_code == 200
    refused = client.post(path, headers=key_of(Action.READ, Action.REVIEW)[1])
    assert refused.status_code == 403
    assert "lacks the scope publish" in refused.json()["detail"]


@with_a_change
def test_a_change_without_any_credentials_asks_for_some() -> None:
    response = Client(enforce_csrf_checks=True).post("/api/v1/careless")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="SiteAgent"')


@with_a_change
def test_a_role_for_one_site_changes_no_other(client: Client, run: Run, hidden: Run) -> None:
    ana = staff("ana", Role.PUBLISHER, run.site)
    client.force_login(ana)
    assert client.post(f"/api/v1/sites/{run.site_id}/publish").status_code == 200
    assert client.post(f"/api/v1/sites/{hidden.site_id}/publish").status_code == 404
    SiteRole.objects.create(user=ana, site=hidden.site, role=Role.REVIEWER)
    refused = client.post(f"/api/v1/sites/{hidden.site_id}/publish")
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith(f"This needs the role publisher of {OTHER}")


@with_a_change
def test_an_operation_that_forgets_to_ask_is_closed_to_who_may_only_read(client: Client) -> None:
    assert client.post("/api/v1/careless", headers=key_of(Action.READ)[1]).status_code == 403
    client.force_login(staff("ana", Role.VIEWER))
    assert client.post("/api/v1/careless").status_code == 403


def test_a_site_that_is_not_stored_is_in_no_list(client: Client) -> None:
    client.force_login(staff("ana", Role.VIEWER, Site.objects.create(base_url=BASE)))
    assert client.get("/api/v1/runs").json() == {"items": [], "count": 0}

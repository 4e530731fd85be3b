from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ml_search.models import Search
from ml_search.stores import store_of
from ml_search.tests.coffee import PAGES
from ml_search.tests.indexing import Quiet, index_run, indexed_site, page_at, read_site
from seo_meta.core.access import Action
from seo_meta.models import Run
from seo_meta.services.audit import audit_whole_site
from seo_meta.tests.access.people import OTHER, key_of, run_of_another_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return indexed_site(tmp_path / "site", PAGES)


def get(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.content
    return response.json()


def test_related_pages_are_listed_the_most_alike_first(admin_client: Client, run: Run) -> None:
    page = page_at(run, "descaling.html")
    first, *_ = get(admin_client, f"/pages/{page.pk}/related?limit=3")
    assert first == {
        "page": page_at(run, "blog/limescale.html").pk,
        "url": "https://example.com/blog/limescale.html",
        "title": "How to descale your espresso machine",
        "score": first["score"],
    }


def test_a_page_of_an_earlier_run_is_known_by_its_address(admin_client: Client, run: Run, tmp_path: Path) -> None:
    earlier = page_at(run, "descaling.html")
    index_run(read_site(tmp_path / "site", PAGES))
    assert get(admin_client, f"/pages/{earlier.pk}/related")


def test_a_link_suggestion_says_where_the_link_stands(admin_client: Client, run: Run) -> None:
    first, *_ = get(admin_client, f"/pages/{page_at(run, 'guides/filter.html').pk}/link-suggestions")
    assert first["url"] == "https://example.com/guides/grinders.html"
    assert first["sentence"][first["start"] : first["end"]] == first["anchor_text"] == "burr grinder"


def test_competing_pages_are_those_of_the_latest_audit(admin_client: Client, run: Run) -> None:
    path = f"/sites/{run.site_id}/cannibalisation"
    assert get(admin_client, path) == {"run": run.pk, "outcome": "not-run", "findings": []}
    audit_whole_site(run, Quiet())
    body = get(admin_client, path)
    assert body["outcome"] == "fail"
    assert [row["url"].removeprefix("https://example.com/") for row in body["findings"]] == [
        "blog/limescale.html",
        "descaling.html",
    ]


def test_an_audit_that_could_not_tell_says_why(admin_client: Client, tmp_path: Path) -> None:
    run = read_site(tmp_path / "site", PAGES)
    audit_whole_site(run, Quiet())
    body = get(admin_client, f"/sites/{run.site_id}/cannibalisation")
    assert body["outcome"] == "inconclusive"
    assert "ml_index" in body["findings"][0]["message"]


def test_gaps_are_listed_with_their_counts(admin_client: Client, run: Run) -> None:
    Search.objects.create(site=run.site, query="decaf", hits=0)
    (gap,) = get(admin_client, f"/sites/{run.site_id}/gaps")
    assert (gap["queries"], gap["searches"], gap["nearest_url"]) == (["decaf"], 1, None)


def test_the_target_of_a_redirect_is_named_or_null(admin_client: Client, run: Run) -> None:
    path = f"/sites/{run.site_id}/redirect-target?url=https://example.com"
    assert get(admin_client, f"{path}/storing_beans.php")["url"] == "https://example.com/guides/storage.html"
    assert get(admin_client, f"{path}/astronauts")["url"] is None


def test_an_address_elsewhere_is_refused_with_the_reason(admin_client: Client, run: Run) -> None:
    problem = get(admin_client, f"/sites/{run.site_id}/redirect-target?url=https://elsewhere.example/", 422)
    assert "is not an address of https://example.com/" in problem["detail"]


def test_without_an_index_the_answer_names_the_command(admin_client: Client, run: Run) -> None:
    store_of(run.site_id).clear()
    page = page_at(run, "descaling.html")
    assert "ml_index" in get(admin_client, f"/pages/{page.pk}/related", 409)["detail"]


def test_a_page_that_is_not_indexed_is_not_found(admin_client: Client, tmp_path: Path) -> None:
    page = page_at(read_site(tmp_path / "site", PAGES), "descaling.html")
    assert "not in the search index" in get(admin_client, f"/pages/{page.pk}/related", 404)["detail"]


@pytest.mark.parametrize("path", ["/pages/999999/related", "/pages/999999/link-suggestions", "/sites/999999/gaps"])
def test_what_there_is_not_is_not_found(admin_client: Client, path: str) -> None:
    get(admin_client, path, 404)


@pytest.mark.parametrize(
    "path",
    [
        *("/pages/{page}/related", "/pages/{page}/link-suggestions", "/sites/{site}/cannibalisation"),
        *("/sites/{site}/gaps", "/sites/{site}/redirect-target?url=https://example.com/a"),
    ],
)
def test_a_site_that_the_caller_may_not_read_is_not_there(client: Client, run: Run, path: str) -> None:
    run_of_another_site()
    _, of_another = key_of(Action.READ, sites=(OTHER,))
    _, of_this = key_of(Action.READ, sites=(run.site.base_url,))
    asked = path.format(page=page_at(run, "descaling.html").pk, site=run.site_id)
    get(client, asked, 401)
    get(client, asked, 404, **of_another)
    get(client, asked, 200, **of_this)

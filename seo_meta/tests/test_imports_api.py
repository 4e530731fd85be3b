"""Imports and previews over REST."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seo_meta.core.propose import Field
from seo_meta.models import Run, SearchStat
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

pytestmark = pytest.mark.django_db

EXPORT = f"Top pages,Clicks,Impressions,CTR,Position\n{BASE}a.html,5,100,5%,3.2\n{BASE}b.html,1,50,2%,8\n"


@pytest.fixture
def run() -> Run:
    return stored_run(facts_of("", "a.html"))


def send(client: Client, site: int, text: str, name: str = "Pages.csv"):
    return client.post(f"/api/v1/sites/{site}/search-console", {"file": SimpleUploadedFile(name, text.encode())})


def test_an_export_is_imported_and_counted(admin_client: Client, run: Run) -> None:
    response = send(admin_client, run.site_id, EXPORT)
    assert response.status_code == 200, response.content
    body = response.json()
    assert (body["rows"], body["pages"], body["matched"], body["unread"]) == (2, 2, 1, 0)
    assert SearchStat.objects.filter(site=run.site_id).count() == 2


@pytest.mark.parametrize("name", ["Pages.csv", "../../etc/passwd.csv", "x.zip"])
def test_what_is_no_export_changes_nothing(admin_client: Client, run: Run, name: str) -> None:
    response = send(admin_client, run.site_id, "no,columns\nof,ours\n", name)
    assert response.status_code == 422
    assert response.json()["detail"]
    assert not SearchStat.objects.exists()


def test_an_import_needs_more_than_reading(client: Client, run: Run) -> None:
    reviewer("ana")
    assert send(client, run.site_id, EXPORT).status_code == 401
    assert not SearchStat.objects.exists()


def test_a_site_that_there_is_not_is_404(admin_client: Client, run: Run) -> None:
    assert send(admin_client, 999, EXPORT).status_code == 404


def test_a_preview_cuts_a_title_where_results_do(admin_client: Client, run: Run) -> None:
    long = "What we roast at the harbour twice a week, and why it takes so long to reach the towns inland"
    one = stored_proposal(run.read_pages.get(), long)
    (text,) = admin_client.get(f"/api/v1/proposals/{one.pk}/preview").json()
    assert (text["field"], text["value"]) == ("title", long)
    assert {shown["device"] for shown in text["shown"]} == {"desktop", "mobile"}
    assert any(shown["cut"] and shown["text"].endswith("…") for shown in text["shown"])


def test_what_no_result_shows_has_no_preview(admin_client: Client, run: Run) -> None:
    one = stored_proposal(run.read_pages.get(), f"{BASE}a.html", field=Field.CANONICAL)
    assert admin_client.get(f"/api/v1/proposals/{one.pk}/preview").json() == []

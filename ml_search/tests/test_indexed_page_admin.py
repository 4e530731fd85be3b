from pathlib import Path

import pytest
from django.test import Client

from ml_search.models import IndexedPage
from ml_search.stores import store_of
from ml_search.tests.coffee import PAGES
from ml_search.tests.indexing import indexed_site, page_html
from seo_meta.models import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def run(settings, tmp_path: Path) -> Run:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    hostile = page_html(
        "&lt;script&gt;alert(1)&lt;/script&gt; \u202ekettles", "<p>Burr grinders crush, <b>blades</b> chop.</p>"
    )
    return indexed_site(tmp_path / "site", {**PAGES, "hostile.html": hostile})


def shown(client: Client, path: str) -> str:
    page = IndexedPage.objects.get(url=f"https://example.com/{path}")
    response = client.get(f"/admin/ml_search/indexedpage/{page.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_indexed_page_shows_what_is_related_and_which_links_it_could_have(admin_client: Client) -> None:
    text = shown(admin_client, "guides/filter.html")
    assert "Even grounds come out of a burr grinder, never out of a blade." in text
    assert ">Burr grinders compared</a>" in text


def test_what_pages_are_called_is_shown_and_does_nothing(admin_client: Client) -> None:
    text = shown(admin_client, "guides/grinders.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)" not in text
    assert "\u202e" not in text


def test_without_an_index_it_says_what_makes_one(admin_client: Client, run: Run) -> None:
    store_of(run.site_id).clear()
    assert "Run: ml_index" in shown(admin_client, "guides/filter.html")

"""Search in the admin."""

from typing import Any

import pytest
from django.test import Client

from ml_search.models import IndexedPage, Search, Synonym
from ml_search.stores import store_of
from seo_meta.tests.access.people import Role, staff
from seo_meta.tests.admin.screens import forbidden, seen
from seo_meta.tests.injection import HOSTILE, payloads, storable

from .indexed import indexed_page, publish, site_of

pytestmark = pytest.mark.django_db

SCREENS = "/admin/ml_search/indexedpage/"
SEARCH = f"{SCREENS}search/"
SYNONYMS = "/admin/ml_search/synonym/"


@pytest.fixture(autouse=True)
def site(searching: None) -> Any:
    indexed_page("tea", "Tea pots", "Pots of iron.", "Green tea, slowly.", language="en", standing="error")
    indexed_page("tee", "Kannen", "Kannen für tea.", language="de", section="shop")
    publish()
    return site_of()


@pytest.fixture
def reviewer(client: Client, site: Any) -> Client:
    client.force_login(staff("ana", Role.REVIEWER, site))
    return client


def test_the_menu_and_the_first_page_of_the_admin_lead_to_the_search(reviewer: Client) -> None:
    assert f'href="{SEARCH}"' in seen(reviewer, "/admin/")
    assert f'href="{SEARCH}"' in seen(reviewer, "/admin/seo_meta/proposal/inbox/")


def test_a_search_shows_hits_with_what_was_found_marked_and_why(reviewer: Client) -> None:
    html = seen(reviewer, SEARCH, q="green tea")
    assert "<mark>Tea</mark> pots" in html
    assert 'href="https://kestrel.example/tea#part-1"' in html
    assert "Why here" in html
    assert "convex" in html or "rrf" in html
    assert "index 2" in html
    assert not Search.objects.exists()


def test_htmx_is_given_the_results_alone(reviewer: Client) -> None:
    response = reviewer.get(SEARCH, {"q": "tea"}, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="results" data-announce="2 pages found."')


def test_a_facet_narrows_and_lets_go_again(reviewer: Client) -> None:
    html = seen(reviewer, SEARCH, q="tea")
    assert "?q=tea&amp;language=de" in html
    narrowed = seen(reviewer, SEARCH, q="tea", language="de")
    assert "Kannen" in narrowed
    assert "Tea</mark> pots" not in narrowed
    assert 'href="?q=tea" aria-current="true"' in narrowed


@pytest.mark.parametrize("query", [{"q": "-tea"}, {"q": "x" * 2_001}, {"q": "tea", "mode": "magic"}, {"cursor": "x"}])
def test_what_cannot_be_searched_for_is_said(reviewer: Client, query: dict[str, str]) -> None:
    assert 'class="seo-notice is-bad"' in seen(reviewer, SEARCH, **query)


def test_what_the_answer_does_without_is_said(reviewer: Client, site: Any) -> None:
    store_of(site.pk).clear()
    assert 'data-degraded="no-index"' in seen(reviewer, SEARCH, q="tea")
    assert "ml_index" in seen(reviewer, f"{SCREENS}generations/")


def test_the_generation_before_can_be_taken_back(reviewer: Client, site: Any) -> None:
    store = store_of(site.pk)
    before = store.active()
    assert before is not None
    publish()
    assert f'data-generation="{before.name}"' in seen(reviewer, f"{SCREENS}generations/")
    path = f"{SCREENS}generations/{site.pk}/{before.name}/activate/"
    assert reviewer.get(path).status_code == 405
    done = reviewer.post(path, follow=True)
    assert f"Searches now use generation {before.name}." in done.content.decode()
    assert store.active() == before


def test_who_may_only_look_changes_no_index(client: Client, site: Any) -> None:
    before = store_of(site.pk).active()
    assert before is not None
    publish()
    client.force_login(staff("bo", Role.VIEWER))
    assert "Use this one" not in seen(client, f"{SCREENS}generations/")
    assert client.post(f"{SCREENS}generations/{site.pk}/{before.name}/activate/").status_code == 403
    assert store_of(site.pk).active() != before


def test_another_site_is_not_seen(client: Client, site: Any) -> None:
    other = site_of("https://other.example/")
    indexed_page("x", "Secret tea", "tea", site=other)
    Search.objects.create(site=other, query="secret", hits=0)
    client.force_login(staff("bo", Role.REVIEWER, site))
    for screen in ("search/", "generations/", "not-found/"):
        assert "ecret" not in seen(client, f"{SCREENS}{screen}", q="tea", site=str(other.pk))
    for model in ("indexedpage", "search"):
        assert "ecret" not in seen(client, f"/admin/ml_search/{model}/")
    response = client.post(f"{SCREENS}generations/{other.pk}/x/activate/", follow=True)
    assert "There is no site" in response.content.decode()


def test_who_may_read_nothing_sees_no_screen(client: Client) -> None:
    client.force_login(staff("bo"))
    assert {client.get(f"{SCREENS}{one}").status_code for one in ("search/", "generations/", "not-found/")} == {403}


def test_what_nobody_found_is_listed_and_can_be_tried(reviewer: Client, site: Any) -> None:
    Search.objects.create(site=site, query="zither & harp", hits=0)
    html = seen(reviewer, f"{SCREENS}not-found/")
    assert "zither &amp; harp" in html
    assert "q=zither%20%26%20harp" in html


def test_hostile_text_is_harmless_on_every_screen(reviewer: Client, site: Any) -> None:
    texts = storable(*HOSTILE, *payloads("admin_html", "html_source", "html_source_href", "admin_link_href"))
    IndexedPage.objects.all().delete()
    for number, text in enumerate(texts):
        indexed_page(f"p{number}", f"tea {text}"[:500], f"tea {text}", language="en")
        Search.objects.create(site=site, query=text[:300], hits=0)
    publish()
    IndexedPage.objects.update(section=texts[0][:100])
    for offset in range(0, len(texts), 10):
        assert forbidden(seen(reviewer, SEARCH, q="tea", cursor=str(offset))) == []
    assert forbidden(seen(reviewer, f"{SCREENS}not-found/")) == []
    for text in texts:
        assert forbidden(seen(reviewer, SEARCH, q=text[:300])) == []


def test_a_line_of_synonyms_is_written_by_a_reviewer(reviewer: Client, site: Any) -> None:
    reviewer.post(f"{SYNONYMS}add/", {"site": site.pk, "words": " Sofa,  couch ,sofa, Love  seat"})
    assert Synonym.objects.get().words == "sofa, couch, love seat"
    for refused in ("sofa", "", ",", "sofa, sofa"):
        assert reviewer.post(f"{SYNONYMS}add/", {"site": site.pk, "words": refused}).status_code == 200
    assert Synonym.objects.count() == 1


def test_synonyms_are_those_of_the_sites_that_one_reviews(client: Client, site: Any) -> None:
    other = site_of("https://other.example/")
    line: Any = Synonym.objects.create(site=other, words="sofa, couch")
    client.force_login(staff("bo", Role.REVIEWER, site))
    assert "sofa" not in seen(client, SYNONYMS)
    client.post(f"{SYNONYMS}add/", {"site": other.pk, "words": "a, b"})
    client.post(f"{SYNONYMS}{line.pk}/change/", {"site": site.pk, "words": "a, b"})
    client.post(f"{SYNONYMS}{line.pk}/delete/", {"post": "yes"})
    assert [one.words for one in Synonym.objects.all()] == ["sofa, couch"]
    client.force_login(staff("eve", Role.VIEWER))
    assert client.post(f"{SYNONYMS}add/", {"site": site.pk, "words": "a, b"}).status_code == 403
    assert client.post(f"{SYNONYMS}{line.pk}/change/", {"site": other.pk, "words": "a, b"}).status_code == 403

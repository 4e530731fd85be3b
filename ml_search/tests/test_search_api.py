"""Search over REST: who may ask what, and what an answer holds."""

import json
from typing import Any

import pytest
from django.test import Client

from ml_search.models import Search
from ml_search.stores import store_of
from seo_meta.plugins import exclusive
from seo_meta.tests.access.people import Action, Role, key_of, staff
from seo_meta.tests.injection import payloads

from .indexed import BASE, indexed_page, publish, site_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searching")]

OTHER = "https://other.example/"


@pytest.fixture(autouse=True)
def site(searching: None) -> Any:
    indexed_page("tea", "Tea <b>pots</b>", "Iron & clay for green tea.", language="en", standing="error")
    indexed_page("cups", "Cups", "Cups for tea.", language="en", section="shop")
    publish()
    return site_of()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(staff("ana", Role.VIEWER))
    return client


def ask(client: Client, path: str = "/search", **query: Any) -> Any:
    return client.get(f"/api/v1{path}", query)


def send(client: Client, path: str, body: object = None, **headers: str) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="text/plain", headers=headers)


def test_an_answer_has_hits_facets_and_what_it_was_made_with(reader: Client, site: Any) -> None:
    answer = ask(reader, q="iron tea", explain=True).json()
    hit = answer["hits"][0]
    assert (hit["best"]["url"], hit["status"], hit["language"]) == (f"{BASE}tea", "error", "en")
    assert {"text": "Tea", "match": True} in hit["title"]
    assert "".join(part["text"] for part in hit["title"]) == "Tea <b>pots</b>"
    assert hit["explanation"]["keyword"]["rank"] == 1
    assert answer["facets"]["section"] == {"": 1, "shop": 1}
    assert (answer["degraded"], answer["encoder"], answer["next"]) == ({}, "hashing", None)
    assert answer["generation"]


def test_modes_filters_and_cursors_are_taken(reader: Client) -> None:
    assert [hit["best"]["url"] for hit in ask(reader, q="tea", section="shop").json()["hits"]] == [f"{BASE}cups"]
    assert ask(reader, q="tea", mode="keyword").json()["generation"] == ""
    first = ask(reader, q="tea", k=1).json()
    second = ask(reader, q="tea", k=1, cursor=first["next"]).json()
    assert {first["hits"][0]["page"], second["hits"][0]["page"]} == {
        hit["page"] for hit in ask(reader, q="tea").json()["hits"]
    }
    assert second["hits"][0]["place"] == 2


@pytest.mark.parametrize(
    "query",
    [
        *({}, {"q": ""}, {"q": "x" * 2_001}, {"q": "a\0b"}, {"q": "-tea"}, {"q": "tea", "k": 51}, {"q": "tea", "k": 0}),
        *({"q": "tea", "mode": "magic"}, {"q": "tea", "cursor": 10**9}, {"q": "tea", "language": ["x"] * 21}),
    ],
)
def test_what_cannot_be_asked_is_a_problem_document(reader: Client, query: dict[str, Any]) -> None:
    response = ask(reader, **query)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_hostile_query_is_only_a_query(reader: Client) -> None:
    for query in payloads("fts_query", "semantic_query", "db_search"):
        response = ask(reader, q=query)
        assert response.status_code in (200, 422), query
        assert "keywords-failed" not in response.content.decode(), query


def test_without_an_index_the_answer_is_200_and_says_what_is_missing(reader: Client, site: Any) -> None:
    store_of(site.pk).clear()
    answer = ask(reader, q="tea")
    assert answer.status_code == 200
    assert list(answer.json()["degraded"]) == ["no-index"]
    assert answer.json()["hits"]


def test_a_site_is_named_by_id_or_address_where_there_are_several(reader: Client, site: Any) -> None:
    indexed_page("x", "Tea too", "tea", site=site_of(OTHER))
    refused = ask(reader, q="tea")
    assert (refused.status_code, refused.json()["detail"]) == (422, f"Say which site: {BASE}, {OTHER}.")
    for named in (site.pk, BASE, BASE.rstrip("/")):
        assert ask(reader, q="tea", site=named).json()["found"] == 2


def test_another_site_is_answered_as_if_it_were_not_there(client: Client, site: Any) -> None:
    other = site_of(OTHER)
    indexed_page("x", "Secret tea", "tea", site=other)
    client.force_login(staff("ana", Role.VIEWER, site))
    assert ask(client, q="tea").json()["found"] == 2
    for path in ("/index/generations", "/searches/zero-results"):
        assert ask(client, f"/sites/{other.pk}{path}").status_code == 404
    for named in (other.pk, OTHER, 10**30, "nowhere"):
        response = ask(client, q="tea", site=named)
        assert response.status_code == 404
        assert "Secret" not in response.content.decode()


def test_strangers_and_who_has_no_right_are_turned_away(client: Client, site: Any) -> None:
    paths = ("/search?q=tea", f"/sites/{site.pk}/index/generations", f"/sites/{site.pk}/searches/zero-results")
    for path in paths:
        assert client.get(f"/api/v1{path}").status_code == 401
        assert client.get(f"/api/v1{path}", headers=key_of(Action.RUN)[1]).status_code == 403
        assert client.get(f"/api/v1{path}", headers=key_of(Action.READ)[1]).status_code == 200
    client.force_login(staff("bo"))
    assert {client.get(f"/api/v1{path}").status_code for path in paths} == {403}


def test_the_throttle_holds_for_users_and_for_visitors(reader: Client, settings: Any, tmp_path: Any) -> None:
    settings.SITEAGENT_PUBLIC_SEARCH = [BASE]
    settings.SITEAGENT_THROTTLE = (2, 3600)
    settings.SITEAGENT_THROTTLE_FILE = str(tmp_path / "throttle")
    assert [ask(reader, q="tea").status_code for _ in range(3)] == [200, 200, 429]
    visitor = Client()
    asked = [ask(visitor, "/search/public", q="tea", site=BASE) for _ in range(3)]
    assert [response.status_code for response in asked] == [200, 200, 429]
    assert asked[2].headers["Retry-After"]


def test_visitors_search_only_the_sites_that_allow_it(client: Client, settings: Any) -> None:
    for allowed in ([], [OTHER]):
        settings.SITEAGENT_PUBLIC_SEARCH = allowed
        assert ask(client, "/search/public", q="tea", site=BASE).status_code == 404
    settings.SITEAGENT_PUBLIC_SEARCH = [BASE.rstrip("/")]
    for wrong in (OTHER, "", str(site_of().pk), f"{BASE}tea", "https://kestrel.example.evil/"):
        assert ask(client, "/search/public", q="tea", site=wrong).status_code == 404
    assert ask(client, "/search/public", q="tea", site=BASE).status_code == 200


def test_an_answer_for_visitors_is_for_the_pages_of_the_site_and_has_what_they_may_see_anyway(
    client: Client, settings: Any
) -> None:
    settings.SITEAGENT_PUBLIC_SEARCH = [BASE]
    response = client.get(
        "/api/v1/search/public", {"q": "tea", "site": BASE, "explain": "1"}, headers={"Origin": "https://evil.example"}
    )
    assert response.headers["Access-Control-Allow-Origin"] == "https://kestrel.example"
    assert "Access-Control-Allow-Credentials" not in response.headers
    answer = response.json()
    assert answer.keys() == {"hits", "found", "next", "applied", "query_id"}
    assert answer["hits"][0].keys() == {"page", "place", "title", "best", "more"}


def test_the_answer_to_a_user_is_for_no_other_origin(reader: Client) -> None:
    assert "Access-Control-Allow-Origin" not in ask(reader, q="tea").headers


def test_a_click_takes_the_id_of_the_search_and_no_login(client: Client, settings: Any) -> None:
    settings.SITEAGENT_PUBLIC_SEARCH = [BASE]
    answer = ask(client, "/search/public", q="cups", site=BASE).json()
    chosen = {"query_id": answer["query_id"], "page": answer["hits"][0]["page"], "place": 1}
    assert send(Client(enforce_csrf_checks=True), "/search/click", chosen).status_code == 204
    assert Search.objects.get().clicked_id == answer["hits"][0]["page"]
    assert send(client, "/search/click", {**chosen, "query_id": "1:x:y"}).status_code == 422
    assert send(client, "/search/click", {**chosen, "place": 0}).status_code == 422
    assert send(client, "/search/click", "nonsense").status_code == 422


def test_who_runs_the_site_goes_back_to_the_generation_before(client: Client, site: Any) -> None:
    before = store_of(site.pk).active()
    publish()
    path = f"/sites/{site.pk}/index/generations"
    client.force_login(staff("ana", Role.REVIEWER, site))
    listed = ask(client, path).json()
    assert [one["active"] for one in listed] == [True, False]
    assert before is not None
    assert listed[1]["name"] == before.name

    after = send(client, f"{path}/{before.name}/activate").json()
    assert [one["active"] for one in after] == [False, True]
    assert ask(client, q="tea").json()["generation"] == before.name


def test_who_may_only_read_changes_no_index(client: Client, site: Any) -> None:
    (active,) = store_of(site.pk).generations()
    path = f"/sites/{site.pk}/index/generations/{active.name}/activate"
    assert send(client, path).status_code == 401
    assert send(client, path, **key_of(Action.READ)[1]).status_code == 403
    assert send(client, path, **key_of(Action.SUGGEST, Action.READ)[1]).status_code == 403
    assert send(client, path, **key_of(Action.RUN, Action.READ)[1]).status_code == 200


def test_a_generation_that_is_not_there_or_while_the_index_is_written_is_not_activated(
    client: Client, site: Any
) -> None:
    header = key_of(Action.RUN, Action.READ)[1]
    path = f"/sites/{site.pk}/index/generations"
    for name in ("nowhere", "..%2F..%2Fetc", "CURRENT"):
        assert send(client, f"{path}/{name}/activate", **header).status_code == 404
    (active,) = store_of(site.pk).generations()
    with exclusive(f"the search index of {site.base_url}"):
        assert send(client, f"{path}/{active.name}/activate", **header).status_code == 409


def test_what_nobody_found_is_listed(reader: Client, site: Any) -> None:
    ask(reader, q="zither")
    (row,) = ask(reader, f"/sites/{site.pk}/searches/zero-results").json()
    assert (row["query"], row["times"]) == ("zither", 1)

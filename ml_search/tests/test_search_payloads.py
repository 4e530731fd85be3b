"""Queries that would be commands to a database or a query language: each is text, or is refused with a sentence."""

from typing import Any

import pytest
from django.test import Client

from ml_search.models import Chunk, IndexedPage
from seo_meta.tests.access.people import Role, staff
from seo_meta.tests.sinks.pairs import pairs

from .indexed import indexed_page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searching")]

PAGES = ("Green", "Black", "White")


@pytest.fixture
def reader(client: Client, searching: None) -> Client:
    for colour in PAGES:
        indexed_page(colour.lower(), f"{colour} tea", "Steep the leaves.")
    publish()
    client.force_login(staff("ana", Role.VIEWER))
    return client


@pytest.mark.parametrize("payload", pairs("fts_query"))
def test_a_query_of_keywords_is_no_command_and_no_wildcard(reader: Client, payload: str) -> None:
    answer = asked(reader, payload, "keyword")
    assert answer is None or answer["hits"] == [], "no page has such a word"


@pytest.mark.parametrize("payload", pairs("semantic_query"))
@pytest.mark.parametrize("mode", ["semantic", "hybrid"])
def test_a_query_by_meaning_is_text_alone(reader: Client, payload: str, mode: str) -> None:
    asked(reader, payload, mode)


def asked(client: Client, payload: str, mode: str) -> Any:
    """The answer; None for a query that is refused. In any case everything is as it was."""
    response = client.get("/api/v1/search", {"q": payload, "mode": mode})
    assert response.status_code in (200, 422), response.content
    assert (IndexedPage.objects.count(), Chunk.objects.count()) == (len(PAGES), len(PAGES))
    if response.status_code == 422:
        assert response.json()["detail"]
        return None
    return response.json()

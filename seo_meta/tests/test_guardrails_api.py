from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PATH = "/api/v1/guardrails/check"
GOOD = "How we roast coffee slowly and by hand | Example Roasters"


def post(client: Client, **texts: Any) -> Any:
    return client.post(PATH, texts, content_type="application/json")


def test_a_good_title_is_accepted_and_shown(admin_client: Client) -> None:
    body = post(admin_client, title=GOOD).json()
    assert body["accepted"] is True
    assert body["findings"] == []
    (text,) = body["texts"]
    assert (text["field"], text["value"]) == ("title", GOOD)
    assert [(shown["device"], shown["cut"]) for shown in text["shown"]] == [("desktop", False), ("mobile", False)]


def test_a_warning_keeps_a_text_out(admin_client: Client) -> None:
    body = post(admin_client, title=GOOD, description="Keywords: coffee, roasting").json()
    assert body["accepted"] is False
    assert "description.keyword-list" in [finding["rule"] for finding in body["findings"]]


def test_advice_does_not(admin_client: Client) -> None:
    body = post(admin_client, title="Roasting").json()
    assert body["accepted"] is True
    assert [finding["severity"] for finding in body["findings"]] == ["info"]


def test_the_language_decides_what_words_mean(admin_client: Client) -> None:
    text = "Außerdem rösten wir jeden Morgen von Hand, und zwar langsam und in kleinen Mengen."
    assert post(admin_client, description=text).json()["findings"] == []
    (finding,) = post(admin_client, description=text, language="de-AT").json()["findings"]
    assert finding["rule"] == "description.anaphoric-start"


@pytest.mark.parametrize(
    "texts",
    [{}, {"title": None}, {"title": "x" * 2_001}, {"description": "x" * 10_001}, {"title": "x", "language": "<b>"}],
    ids=["nothing", "null", "long title", "long description", "no language"],
)
def test_a_request_that_is_not_valid_is_a_problem(admin_client: Client, texts: dict[str, Any]) -> None:
    response = post(admin_client, **texts)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"]


def test_only_staff_may_ask(client: Client) -> None:
    assert post(client, title=GOOD).status_code == 401


def test_nothing_is_stored(admin_client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):  # the session and its user
        post(admin_client, title=GOOD)

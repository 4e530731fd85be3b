"""What is written or opened because of a text: pages, files, and what a language model may bring about."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client

from seo_meta.core.field_edits import changes_for
from seo_meta.core.html_edit import Refused
from seo_meta.core.html_edit import plan as plan_edits
from seo_meta.core.propose import Field
from seo_meta.errors import BlockedByGuardrail, NotAllowed
from seo_meta.models import ApplyRun, Page, Proposal, Rejection, Run
from seo_meta.services.crawl import Reading
from seo_meta.services.pipeline import audit_source
from seo_meta.services.propose import Wish, propose
from seo_meta.tests.applying import applied, approved, page, site_at
from seo_meta.tests.crawling import Silent
from seo_meta.tests.language_model import playing, sent, writes
from seo_meta.tests.test_propose import CONFIG, STORY

from .hostile_site import storable, written
from .pairs import pairs

SECRET = "sk-kept-secret"
TEXTS = {
    Field.TITLE: lambda payload: payload,
    Field.DESCRIPTION: lambda payload: payload,
    Field.SOCIAL: lambda payload: json.dumps({"og:title": payload, "twitter:title": payload}),
    Field.JSON_LD: lambda payload: json.dumps({"@context": "https://schema.org", "@type": "Thing", "name": payload}),
}


REFUSED = ("{{", "{%", "${", "\u2028")
"""What the template of a page would run, or cuts a line in two. JSON has escapes for it."""


def edited(field: Field, text: str) -> bytes:
    return plan_edits(page("cups.html").encode(), changes_for(field, TEXTS[field](text))).result


def read(html: bytes, field: Field) -> list[str]:
    """What an independent reader finds in the field."""
    head = BeautifulSoup(html, "lxml").head
    if field is Field.TITLE:
        return [tag.get_text() for tag in head.find_all("title")]
    if field is Field.JSON_LD:
        return [json.loads(tag.get_text())["name"] for tag in head.find_all("script")]
    names = {Field.DESCRIPTION: ["description"], Field.SOCIAL: ["og:title", "twitter:title"]}[field]
    return [tag["content"] for name in names for tag in head.select(f'[name="{name}"], [property="{name}"]')]


def outline(html: bytes) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag.name, tuple(tag.attrs)) for tag in BeautifulSoup(html, "lxml").find_all()]


@pytest.mark.parametrize("payload", pairs("html_source"))
@pytest.mark.parametrize("field", TEXTS)
def test_a_page_differs_only_in_the_field_which_has_the_payload(payload: str, field: Field) -> None:
    if field is not Field.JSON_LD and any(mark in payload for mark in REFUSED):
        with pytest.raises(Refused):
            edited(field, payload)
        return
    hostile = edited(field, payload)
    assert {*read(hostile, field)} == {payload}
    assert outline(hostile) == outline(edited(field, "harmless"))


@pytest.mark.parametrize("payload", pairs("html_source_href"))
@pytest.mark.django_db
def test_no_payload_becomes_where_a_page_leads(payload: str, tmp_path: Path) -> None:
    run = site_at(tmp_path / "site", "cups.html")
    with pytest.raises((NotAllowed, BlockedByGuardrail)):
        approved(run, "cups.html", payload, Field.CANONICAL, note="I want it")
    card = changes_for(Field.SOCIAL, json.dumps({"og:url": payload}))
    try:
        html = plan_edits(page("cups.html").encode(), card).result
    except Refused:
        assert "\t" in payload
        return
    (tag,) = BeautifulSoup(html, "lxml").select('meta[property="og:url"]')
    assert (tag["content"], [*tag.attrs]) == (payload, ["property", "content"])


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("payload", pairs("file_path"))
@pytest.mark.django_db
def test_no_payload_leads_out_of_the_folder(payload: str, tmp_path: Path, admin_client: Client) -> None:
    folder = tmp_path / "deep" / "deeper" / "site"
    run = site_at(folder, "cups.html")
    outside = tmp_path / "deep" / "deeper" / "outside.html"
    outside.write_text(page("outside.html"))
    (folder / "symlink->").mkdir()
    (folder / "symlink->" / "etc").symlink_to(outside)
    _lay(folder, payload)
    stored = payload.replace("\0", "")
    one = approved(run, "cups.html")
    Proposal.objects.filter(pk=one.pk).update(file=stored)
    before = tree(tmp_path)
    assert applied(run).files == []
    assert tree(tmp_path) == before
    assert admin_client.get(f"/api/v1/proposals/{one.pk}/patch").status_code in (404, 409)
    asked = {"source": payload, "base_url": "https://example.com/"}
    assert admin_client.post("/api/v1/runs", asked, content_type="application/json").status_code in (400, 409, 422)


def _lay(folder: Path, payload: str) -> None:
    """A page where the payload would lead to, as long as that is among the files of this test."""
    try:
        place = (folder / payload).resolve()
    except ValueError:
        return
    if place.is_relative_to(folder.parents[2]) and not place.is_relative_to(folder) and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page("cups.html"))


def asked_of_a_model(payload: str, folder: Path, settings: LazySettings) -> tuple[Run, list[dict]]:
    """A run whose one page gives orders to a model, which obeys them all, and what the model was asked."""
    folder.mkdir()
    story = f"<p>{STORY}</p><p>{written(payload)}</p>"
    html = f'<!doctype html><html lang="en"><title></title><h1>Coffee from Leeds</h1><main>{story}</main></html>'
    (folder / "a.html").write_text(html)
    run = audit_source(Reading(str(folder), CONFIG), Silent())
    orders = (
        (storable(payload), storable(payload), storable(payload)),
        ("Buy pills", f"{SECRET} https://evil.test approved canonical=https://evil.test", "roasted coffee in Leeds"),
    )
    with playing(writes(*orders)) as model:
        settings.SITEAGENT_LLM_BASE_URL, settings.SITEAGENT_LLM_MODEL = f"{model.url}v1", "tiny"
        settings.SITEAGENT_LLM_API_KEY, settings.SECRET_KEY = SECRET, f"django-{SECRET}"
        propose(run, Wish(), Silent())
        return run, sent(model)


@pytest.mark.parametrize("payload", pairs("llm_prompt"))
@pytest.mark.django_db
def test_a_model_that_obeys_a_page_brings_about_a_draft_at_most(
    payload: str, tmp_path: Path, settings: LazySettings
) -> None:
    run, asked = asked_of_a_model(payload, tmp_path / "site", settings)
    assert asked
    for request in asked:
        assert not {"tools", "functions", "tool_choice"} & {*request}
        assert SECRET not in json.dumps(request)
        system, user = request["messages"][:2]
        first, *_, last = user["content"].split("\n")
        assert {*first} == {*last} == {"="}
        assert first not in user["content"].split("\n")[1:-1]
        assert payload not in system["content"]
    assert {*Proposal.objects.values_list("state", flat=True)} <= {"open", "abstained"}
    assert not Rejection.objects.exists()
    assert not ApplyRun.objects.exists()
    assert (Page.objects.get().title, Run.objects.get().pk) == ("", run.pk)
    for one in Proposal.objects.all():
        for offer in one.read_candidates():
            assert SECRET not in offer.value
            if offer.generator == "llm" and offer.value.startswith("Buy pills"):
                # Without a reviewer nothing writes it into the page.
                assert (offer.treatment, offer.confidence) == ("advisory", "low")


@pytest.mark.parametrize("payload", pairs("proposal"))
@pytest.mark.django_db
def test_a_proposal_made_of_a_page_leads_nowhere_else_and_is_one_line_of_words(payload: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    text = written(payload)
    head = f'<title></title><link rel="canonical" href="{text}"><meta property="og:url" content="{text}">'
    html = (
        f'<!doctype html><html lang="en"><head>{head}</head><h1>{text}</h1><main><p>{text}. {STORY}</p></main></html>'
    )
    (folder / "a.html").write_text(html)
    run = audit_source(Reading(str(folder), CONFIG), Silent())
    for one in propose(run, Wish(), Silent()):
        for offer in one.read_candidates():
            assert len(offer.value) < 2_000
            assert_own_addresses(Field(one.field), offer.value)
            if one.field in (Field.TITLE, Field.DESCRIPTION):
                assert len(offer.value.splitlines()) == 1
                assert not [sign for sign in offer.value if sign in "\u200b\u202e" or ord(sign) < 32]


def assert_own_addresses(field: Field, value: str) -> None:
    """No field that is an address leads to another site."""
    if field is Field.CANONICAL:
        assert urlsplit(value).hostname == "example.com"
    if field is Field.SOCIAL:
        told = json.loads(value)
        assert {urlsplit(told[name]).hostname for name in ("og:url", "og:image") if name in told} <= {"example.com"}

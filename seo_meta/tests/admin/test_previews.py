import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from seo_meta.models import Page, Proposal, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.injection import HOSTILE, payloads, storable
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    return stored_run(facts_of("<title>Old title</title><p>Some text of the page.", "a.html"))


def proposal(run: Run, field: str = "title", value: str = "New title", **columns: Any) -> Proposal:
    page: Page = run.read_pages.get()
    place = {"site": run.site, "run": run, "page": page, "url": page.url, "key": bytes(page.key)}
    return Proposal.objects.create(field=field, value=value, source_hash="0", **{**place, **columns})


def shown(client: Client, row: Page | Proposal, kind: str = "serp", query: str = "") -> str:
    response = client.get(f"/admin/seo_meta/{row._meta.model_name}/{row.pk}/preview/{kind}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_proposal_is_shown_beside_what_the_page_has(admin_client: Client, run: Run) -> None:
    html = shown(admin_client, proposal(run))
    assert html.count("Old title") == html.count("New title") == 2  # desktop and telephone
    assert "18 September 2026" in html


def test_title_and_description_of_a_page_are_shown_together(admin_client: Client, run: Run) -> None:
    proposal(run, "description", "New description.")
    html = shown(admin_client, proposal(run))
    assert "New description." in html


def test_what_was_rejected_is_not_shown(admin_client: Client, run: Run) -> None:
    proposal(run, "description", "New description.", state="rejected")
    assert "New description." not in shown(admin_client, proposal(run))


def test_another_candidate_and_what_a_reviewer_writes_can_be_seen(admin_client: Client, run: Run) -> None:
    offer = {"confidence": "high", "reasons": [], "evidence": [], "generator": "g", "generator_version": 1}
    row = proposal(run, candidates=[{"value": "First", **offer}, {"value": "Second", **offer}])
    assert "Second" in shown(admin_client, row, query="?candidate=1")
    assert "Written by hand" in shown(admin_client, row, query="?value=Written+by+hand")
    for number in ("9", "-1", "x"):
        assert "New title" in shown(admin_client, row, query=f"?candidate={number}")


def test_a_proposal_whose_run_is_gone_is_still_shown(admin_client: Client, run: Run) -> None:
    html = shown(admin_client, proposal(run, page=None, current="Old title"))
    assert "Old title" in html


def test_a_preview_may_do_nothing_and_loads_nothing_but_its_style_sheet(admin_client: Client, run: Run) -> None:
    social = json.dumps({"og:image": "https://tracker.example/pixel.png"})
    row = proposal(run, "social", social)
    response = admin_client.get(f"/admin/seo_meta/proposal/{row.pk}/preview/social/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    html = response.content.decode()
    assert "https://tracker.example/pixel.png" in html
    assert not [tag for tag in ("<img", "<script", "style=", "<a ", "<form") if tag in html]


def test_other_screens_still_refuse_to_be_framed(admin_client: Client, run: Run) -> None:
    response = admin_client.get("/admin/seo_meta/page/")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["serp", "social"])
def test_hostile_text_is_shown_and_never_run(admin_client: Client, run: Run, kind: str) -> None:
    for text in storable(*HOSTILE, *payloads("admin_html", "html_source", "proposal")):
        social = json.dumps(dict.fromkeys(("og:title", "og:image", "og:site_name", "twitter:card"), text))
        Proposal.objects.all().delete()
        proposal(run, "social", social)
        html = shown(admin_client, proposal(run, value=text), kind)
        assert html.count("<link") == 1
        assert not [tag for tag in ("<script", "<img", "<svg", "<iframe", "onerror=alert(1)>", "\u202e") if tag in html]


def test_an_unknown_kind_and_an_unknown_row_are_not_found(admin_client: Client, run: Run) -> None:
    row = proposal(run)
    assert admin_client.get(f"/admin/seo_meta/proposal/{row.pk}/preview/x/").status_code == 404
    assert admin_client.get("/admin/seo_meta/proposal/0/preview/serp/").status_code == 404


def test_previews_are_for_those_who_may_view(client: Client, run: Run) -> None:
    row = proposal(run)
    path = f"/admin/seo_meta/proposal/{row.pk}/preview/serp/"
    assert client.get(path).status_code == 302
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    assert client.get(path).status_code == 403

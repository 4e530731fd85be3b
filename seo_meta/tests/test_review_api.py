"""Review over REST: versions in ETags, one effect a key, problems with names that stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seo_meta.core.propose import Field
from seo_meta.core.review import Move, RejectReason
from seo_meta.models import KeptAnswer, Page, Proposal, Rejection, Run
from seo_meta.services.kept_answers import Answer, once
from seo_meta.services.review import decide
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

pytestmark = pytest.mark.django_db

HARBOUR = "How we roast coffee at the harbour"
DRUM = "Roasting coffee in a small drum, twice a week"
HTML = "<html lang=en><head><title></title></head><body><h1>Coffee</h1><p>We roast twice a week.</p>"


@pytest.fixture
def run() -> Run:
    return stored_run(facts_of(HTML, "roasting.html"), facts_of(HTML, "tea.html"))


@pytest.fixture
def page(run: Run) -> Page:
    return run.read_pages.get(url__endswith="roasting.html")


@pytest.fixture
def proposal(page: Page) -> Proposal:
    return stored_proposal(page, HARBOUR, DRUM)


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)


def decided(client: Client, proposal: Proposal, move: str, body: dict[str, Any] | None = None, version: int = 1) -> Any:
    return post(client, f"/proposals/{proposal.pk}/{move}", body, **{"If-Match": f'"{version}"'})


def problem(response: Any) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    return response.status_code, response.json()["type"].removeprefix("urn:siteagent:problem:")


def test_a_decision_is_made_with_the_etag_that_was_read_and_answers_with_the_next(
    admin_client: Client, proposal: Proposal
) -> None:
    read = admin_client.get(f"/api/v1/proposals/{proposal.pk}")
    assert (read.status_code, read.headers["ETag"], read.json()["approval"]) == (200, '"1"', None)
    assert read.json()["moves"] == ["approve", "reject", "edit", "snooze", "assign"]
    done = post(admin_client, f"/proposals/{proposal.pk}/approve", **{"If-Match": read.headers["ETag"]})
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    body = done.json()
    assert (body["state"], body["version"], body["approved_by"]) == ("approved", 2, "admin")
    assert (body["approval"]["by"], body["approval"]["revision"]) == ("admin", 0)
    assert body == admin_client.get(f"/api/v1/proposals/{proposal.pk}").json()


def test_a_proposal_goes_back_to_where_it_was(admin_client: Client, proposal: Proposal) -> None:
    moves = (
        ("approve", {}, "approved"),
        ("unapprove", {}, "open"),
        ("reject", {"reason": "worse"}, "rejected"),
        ("reopen", {}, "open"),
        ("snooze", {"until": "2033-01-01T00:00:00Z"}, "snoozed"),
        ("reopen", {}, "open"),
    )
    for version, (move, body, state) in enumerate(moves, start=1):
        done = decided(admin_client, proposal, move, body, version)
        assert (done.status_code, done.json()["state"], done.headers["ETag"]) == (200, state, f'"{version + 1}"')
    assert [one.move for one in proposal.transitions.all()][-2:] == ["snooze", "wake"]


def test_what_is_put_off_is_not_among_the_open(admin_client: Client, proposal: Proposal) -> None:
    decided(admin_client, proposal, "snooze", {"until": "2033-01-01T00:00:00Z"})
    assert admin_client.get("/api/v1/proposals?state=open").json()["count"] == 0
    assert admin_client.get("/api/v1/proposals?state=snoozed").json()["count"] == 1


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
def test_a_decision_without_a_version_is_428(admin_client: Client, proposal: Proposal, headers: dict[str, str]) -> None:
    response = post(admin_client, f"/proposals/{proposal.pk}/approve", **headers)
    assert problem(response) == (428, "precondition-required")


@pytest.mark.parametrize("tag", ['"2"', '"0"', "1", 'W/"1"', '"1", "2"', "", '"99999999999999999999"', '"x"'])
def test_a_decision_about_another_version_is_412_and_names_the_one_there_is(
    admin_client: Client, proposal: Proposal, tag: str
) -> None:
    response = post(admin_client, f"/proposals/{proposal.pk}/approve", **{"If-Match": tag})
    assert problem(response) == (412, "version-conflict")
    assert response.json()["version"] == 1
    assert Proposal.objects.get().state == "open"


@pytest.mark.parametrize(
    ("move", "body", "state"),
    [
        ("approve", {"candidate": 1}, "approved"),
        ("approve", {"value": DRUM}, "approved"),
        ("reject", {"reason": "off-brand", "note": "too dry"}, "rejected"),
        ("edit", {"value": DRUM}, "open"),
        ("snooze", {"until": "2033-01-01T00:00:00Z"}, "snoozed"),
        ("assign", {"assignee": None}, "open"),
    ],
)
def test_each_move_has_an_address(
    admin_client: Client, proposal: Proposal, move: str, body: dict[str, Any], state: str
) -> None:
    done = decided(admin_client, proposal, move, body)
    assert (done.status_code, done.json()["state"]) == (200, state)
    undone = decided(admin_client, proposal, "undo", version=2)
    assert (undone.status_code, undone.json()["state"], undone.json()["value"]) == (200, "open", HARBOUR)


@pytest.mark.parametrize(
    ("move", "body"),
    [
        ("reject", {}),
        ("reject", {"reason": "ugly"}),
        ("snooze", {"until": "2033-01-01T00:00:00"}),
        ("snooze", {"until": "soon"}),
        ("edit", {"value": "a\x00b"}),
        ("edit", {"value": "a\ud800b"}),
        ("approve", {"note": "a\ud800b"}),
        ("assign", {"assignee": 2**63}),
        ("edit", {"value": "x" * 30_000}),
    ],
)
def test_a_body_that_is_not_valid_is_422(
    admin_client: Client, proposal: Proposal, move: str, body: dict[str, Any]
) -> None:
    assert problem(decided(admin_client, proposal, move, body)) == (422, "about:blank")


def test_problems_are_told_apart_by_names_that_stay(admin_client: Client, page: Page, proposal: Proposal) -> None:
    blocked = decided(admin_client, proposal, "edit", {"value": "{{ page.title }}"})
    assert problem(blocked) == (422, "blocked-by-guardrail")
    assert "title.placeholder" in blocked.json()["rules"]
    assert problem(decided(admin_client, proposal, "unapprove")) == (409, "not-allowed")
    assert problem(decided(admin_client, proposal, "snooze", {"until": "2020-01-01T00:00:00Z"})) == (409, "not-allowed")
    assert problem(decided(admin_client, Proposal(pk=9), "approve")) == (404, "not-found")
    decided(admin_client, proposal, "reject", {"reason": "misleading"})
    later = stored_proposal(page, "Mugs and pots that we made ourselves")
    assert problem(decided(admin_client, later, "edit", {"value": HARBOUR})) == (409, "suppressed")


@pytest.mark.parametrize("id", [0, 9, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("path", ["/proposals/{}", "/proposals/{}/transitions"])
def test_what_is_not_there_is_404_whatever_the_number(admin_client: Client, path: str, id: int) -> None:
    response = admin_client.get("/api/v1" + path.format(id))
    assert problem(response) == (404, "not-found")
    assert problem(decided(admin_client, Proposal(pk=id), "approve")) == (404, "not-found")
    assert admin_client.delete(f"/api/v1/rejections/{id}").status_code == 404


def test_the_same_request_sent_again_has_no_second_effect(admin_client: Client, proposal: Proposal) -> None:
    headers = {"If-Match": '"1"', "Idempotency-Key": "k1"}
    first = post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)
    again = post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)
    assert (again.status_code, again.json(), again.headers["ETag"]) == (200, first.json(), first.headers["ETag"])
    assert proposal.transitions.count() == 1
    other = post(admin_client, f"/proposals/{proposal.pk}/approve", {"note": "x"}, **headers)
    assert problem(other) == (422, "idempotency-key-reused")


def test_a_key_is_only_its_owners(admin_client: Client, client: Client, proposal: Proposal, page: Page) -> None:
    reviewer("ben")
    client.force_login(proposal.site._meta.apps.get_model("auth", "User").objects.get(username="ben"))
    for one, version in ((admin_client, 1), (client, 2)):
        headers = {"If-Match": f'"{version}"', "Idempotency-Key": "k1"}
        body = {"assignee": None}
        assert post(one, f"/proposals/{proposal.pk}/assign", body, **headers).json()["version"] == version + 1


def test_a_request_that_failed_frees_its_key(admin_client: Client, proposal: Proposal) -> None:
    headers = {"Idempotency-Key": "k1"}
    path = f"/proposals/{proposal.pk}/edit"
    assert post(admin_client, path, {"value": "{{ x }}"}, **headers, **{"If-Match": '"1"'}).status_code == 422
    assert post(admin_client, path, {"value": DRUM}, **headers, **{"If-Match": '"1"'}).status_code == 200


def test_a_key_whose_request_is_at_work_is_told_to_wait_and_one_that_was_cut_off_is_not(
    admin_client: Client, proposal: Proposal
) -> None:
    headers = {"If-Match": '"1"', "Idempotency-Key": "k1"}
    post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)
    KeptAnswer.objects.update(body=None)
    assert problem(post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)) == (
        409,
        "idempotency-key-in-use",
    )
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert problem(post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)) == (412, "version-conflict")


def test_what_a_request_did_is_kept_only_together_with_its_answer(proposal: Proposal) -> None:
    def work() -> Answer:
        Proposal.objects.filter(pk=proposal.pk).update(version=2)
        return Answer(object())

    with pytest.raises(TypeError, match="not JSON serializable"):
        once("ann", "k1", "", work, whole=True)
    proposal.refresh_from_db()
    assert (proposal.version, KeptAnswer.objects.count()) == (1, 0)


def test_an_answer_is_forgotten_after_a_day(admin_client: Client, proposal: Proposal) -> None:
    headers = {"If-Match": '"1"', "Idempotency-Key": "k1"}
    post(admin_client, f"/proposals/{proposal.pk}/approve", {}, **headers)
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    done = post(admin_client, f"/proposals/{proposal.pk}/unapprove", {}, **{**headers, "If-Match": '"2"'})
    assert (done.status_code, KeptAnswer.objects.count()) == (200, 1)


def test_many_are_decided_at_once_each_with_its_result(admin_client: Client, run: Run, proposal: Proposal) -> None:
    tea = stored_proposal(run.read_pages.get(url__endswith="tea.html"), "Tea from the hills, picked by hand")
    items = [{"id": proposal.pk, "version": 1}, {"id": tea.pk, "version": 4}, {"id": 2**62, "version": 1}]
    done = post(admin_client, "/proposals/bulk", {"move": "approve", "items": items})
    assert done.status_code == 200
    assert [(one["status"], one["version"]) for one in done.json()["results"]] == [
        ("ok", 2),
        ("conflict", 1),
        ("gone", 0),
    ]
    assert problem(post(admin_client, "/proposals/bulk", {"move": "edit", "items": items})) == (409, "not-allowed")
    assert problem(post(admin_client, "/proposals/bulk", {"move": "approve", "items": []})) == (422, "about:blank")


def test_what_became_of_a_proposal_is_listed(admin_client: Client, proposal: Proposal) -> None:
    decided(admin_client, proposal, "edit", {"value": DRUM, "note": "shorter"})
    decided(admin_client, proposal, "approve", version=2)
    body = admin_client.get(f"/api/v1/proposals/{proposal.pk}/transitions").json()
    assert [(one["move"], one["actor"], one["client"], one["note"]) for one in body["items"]] == [
        ("edit", "admin", "api", "shorter"),
        ("approve", "admin", "api", ""),
    ]


def test_rejections_are_listed_and_lifted(admin_client: Client, proposal: Proposal) -> None:
    decided(admin_client, proposal, "reject", {"reason": "intentional"})
    (one,) = admin_client.get("/api/v1/rejections?holding=true").json()["items"]
    assert (one["value"], one["reason"], one["scope"], one["created_by"]) == (None, "intentional", "pin", "admin")
    assert admin_client.delete(f"/api/v1/rejections/{one['id']}").status_code == 204
    assert admin_client.get("/api/v1/rejections?holding=true").json()["count"] == 0
    assert admin_client.get("/api/v1/rejections?holding=false&scope=pin").json()["count"] == 1
    assert problem(admin_client.delete(f"/api/v1/rejections/{one['id']}")) == (409, "not-allowed")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["roasting", "tea"]),
        ("?ordering=url", ["roasting", "tea"]),
        ("?ordering=-url", ["tea", "roasting"]),
        ("?state=open", ["roasting", "tea"]),
        ("?state=snoozed", []),
        ("?state=approved", []),
        ("?min_worth=2", ["roasting"]),
        ("?url=TEA", ["tea"]),
        ("?language=de", ["tea"]),
        ("?field=description", ["tea"]),
        ("?confidence=low", []),
        ("?treatment=proposed", ["roasting", "tea"]),
        ("?assignee=77", []),
        ("?site=99", []),
        ("?limit=1&offset=1", ["tea"]),
    ],
)
def test_proposals_of_all_runs_are_filtered_and_ordered(
    admin_client: Client, run: Run, page: Page, query: str, expected: list[str]
) -> None:
    stored_proposal(page, HARBOUR, worth=2.5)
    other = run.read_pages.get(url__endswith="tea.html")
    due = {"state": "snoozed", "snoozed_until": timezone.now()}
    stored_proposal(other, "All about tea from the hills", field=Field.DESCRIPTION, language="de", worth=1.5, **due)
    body = admin_client.get(f"/api/v1/proposals{query}").json()
    assert [item["url"].rpartition("/")[2].removesuffix(".html") for item in body["items"]] == expected


def test_a_page_of_the_list_takes_few_queries_however_long_it_is(admin_client: Client, page: Page) -> None:
    Proposal.objects.bulk_create(
        Proposal(site=page.run.site, url=page.url, key=number.to_bytes(8), field="title", value="x", worth=number)
        for number in range(300)
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        body = admin_client.get("/api/v1/proposals?state=open&limit=100").json()
    assert (len(body["items"]), body["count"]) == (100, 300)
    assert len(queries) <= 6


def test_only_staff_decides(client: Client, proposal: Proposal) -> None:
    assert decided(client, proposal, "approve").status_code == 401
    assert Proposal.objects.get().state == "open"


def test_a_form_of_another_site_decides_nothing(admin_user: Any, proposal: Proposal) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert problem(decided(strict, proposal, "approve")) == (403, "about:blank")


def test_the_rejections_of_an_undone_move_do_not_hold(admin_client: Client, proposal: Proposal) -> None:
    decide(proposal.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.OFF_BRAND)
    decided(admin_client, proposal, "undo", version=2)
    assert set(Rejection.objects.values_list("lifted_by_name", flat=True)) == {"admin"}

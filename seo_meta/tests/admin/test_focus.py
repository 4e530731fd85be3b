import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from seo_meta.core.propose import Evidence, Field
from seo_meta.core.review import Move, Scope
from seo_meta.models import Page, Proposal, Rejection
from seo_meta.services.review import decide
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.stored import reviewer, stored_proposal

from .screens import NEXT_MONTH, PROPOSALS, TEXT, forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

REVIEW = PROPOSALS + "review/"
HARBOUR = "How we roast coffee at the harbour"
DRUM = "Roasting coffee in a small drum, twice a week"
WORDS = "We roast coffee at the harbour twice a week, and you can come and watch us on any Friday of the year."
SWAP = {"HX-Request": "true"}
MAX_QUERIES = 20


@pytest.fixture
def page() -> Page:
    return pages("roasting", "tea")[0]


@pytest.fixture
def title(page: Page) -> Proposal:
    return stored_proposal(page, HARBOUR, DRUM, worth=9)


@pytest.fixture
def description(page: Page) -> Proposal:
    return stored_proposal(page, WORDS, field=Field.DESCRIPTION, worth=9)


def post(client: Client, proposal: Proposal, move: str, **words: Any) -> HttpResponse:
    """What the form of a proposal sends, as somebody read it who has changed nothing in it."""
    form = {"version": proposal.version, "value": proposal.value, "came_with": proposal.value, "candidate": "0"}
    headers = words.pop("headers", None)
    return client.post(f"{REVIEW}{proposal.pk}/decide/", {**form, "move": move, **words}, headers=headers)


def shown(client: Client, proposal: Proposal) -> str:
    return seen(client, f"{REVIEW}{proposal.pk}/")


def active_of(html: str) -> int:
    found = re.search(r'data-card="(\d+)"[^>]* data-active', html)
    assert found is not None
    return int(found[1])


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_review_starts_with_what_matters_most(admin_client: Client, title: Proposal) -> None:
    other = stored_proposal(Page.objects.get(url__endswith="tea.html"), DRUM, worth=10)
    assert active_of(seen(admin_client, REVIEW)) == other.pk
    assert active_of(seen(admin_client, REVIEW, path="/roasting*")) == title.pk


def test_title_and_description_of_a_page_have_their_own_verdicts(
    admin_client: Client, title: Proposal, description: Proposal
) -> None:
    html = shown(admin_client, description)
    assert re.findall(r'data-field="([a-z]+)"', html) == ["title", "description"]
    assert active_of(html) == description.pk
    assert html.count("data-approve") == 2


def test_a_decision_leads_to_the_rest_of_the_page_and_then_to_the_next(
    admin_client: Client, title: Proposal, description: Proposal
) -> None:
    tea = stored_proposal(Page.objects.get(url__endswith="tea.html"), "Tea that we blend by hand", worth=1)
    for decided, following in ((title, description), (description, tea)):
        response = post(admin_client, decided, "approve")
        assert response.status_code == 302
        assert active_of(seen(admin_client, response.headers["Location"])) == following.pk
        assert state(decided) == "approved"
    last = post(admin_client, tea, "approve")
    assert "Nothing is left to decide" in seen(admin_client, last.headers["Location"])


def test_a_decision_keeps_to_the_filters(admin_client: Client, title: Proposal, description: Proposal) -> None:
    tea = stored_proposal(Page.objects.get(url__endswith="tea.html"), "Tea that we blend by hand", worth=1)
    response = post(admin_client, title, "approve", back="field=title")
    assert response.headers["Location"] == f"{REVIEW}{tea.pk}/?field=title&done={title.pk}"


def test_a_decision_can_be_undone_at_once(admin_client: Client, title: Proposal, description: Proposal) -> None:
    html = seen(admin_client, post(admin_client, title, "approve").headers["Location"])
    assert "Approved the title of" in html
    title.refresh_from_db()
    post(admin_client, title, "undo")
    assert state(title) == "open"


@pytest.mark.parametrize(
    ("words", "value", "revision"),
    [
        ({}, HARBOUR, 0),
        ({"candidate": "1"}, DRUM, 0),
        ({"value": DRUM}, DRUM, 0),
        ({"value": "How we roast our coffee by the sea"}, "How we roast our coffee by the sea", 1),
        ({"value": "How we roast our coffee by the sea", "candidate": "1"}, "How we roast our coffee by the sea", 1),
        ({"value": f"{HARBOUR}\r\n"}, HARBOUR, 0),
    ],
)
def test_what_is_approved_is_what_was_picked_or_written(
    admin_client: Client, title: Proposal, words: dict[str, str], value: str, revision: int
) -> None:
    assert post(admin_client, title, "approve", **words).status_code == 302
    title.refresh_from_db()
    assert (title.state, title.value, title.revision) == ("approved", value, revision)


def test_an_edit_leaves_the_proposal_open(admin_client: Client, title: Proposal) -> None:
    response = post(admin_client, title, "edit", value="How we roast our coffee by the sea")
    html = seen(admin_client, response.headers["Location"])
    assert "edited by admin" in html
    assert state(title) == "open"


def test_a_rejection_says_why_and_for_how_long(admin_client: Client, title: Proposal) -> None:
    post(admin_client, title, "reject", reason="wrong-fact", scope="days", until=NEXT_MONTH, note="Not a harbour")
    kept_out = Rejection.objects.get()
    assert (kept_out.reason, kept_out.scope, kept_out.note) == ("wrong-fact", "days", "Not a harbour")
    assert kept_out.expires_at is not None
    assert kept_out.expires_at.isoformat() == f"{NEXT_MONTH}T00:00:00+00:00"
    assert state(title) == "rejected"


def test_keeping_what_the_page_has_pins_the_field(admin_client: Client, title: Proposal) -> None:
    post(admin_client, title, "keep")
    assert (Rejection.objects.get().reason, Rejection.objects.get().scope) == ("intentional", Scope.PIN)


def test_what_is_put_off_comes_back(admin_client: Client, title: Proposal) -> None:
    post(admin_client, title, "snooze", until=NEXT_MONTH)
    assert state(title) == "snoozed"
    post(admin_client, title, "wake")
    assert state(title) == "open"


def test_what_guardrails_hold_back_is_told_and_passes_with_a_note(admin_client: Client, title: Proposal) -> None:
    response = post(admin_client, title, "approve", value="Home")
    html = response.content.decode()
    assert response.status_code == 422
    assert "title.boilerplate-only" in html
    assert ">Home</textarea>" in html
    assert state(title) == "open"
    assert post(admin_client, title, "approve", value="Home", override="on").status_code == 422
    assert post(admin_client, title, "approve", value="Home", override="on", note="So we like it").status_code == 302
    assert state(title) == "approved"


@pytest.mark.parametrize(
    ("move", "words", "why"),
    [
        ("reject", {"reason": "nonsense"}, "nonsense is not one of the available choices"),
        ("reject", {"reason": "other"}, "needs a note"),
        ("snooze", {}, "Say until when"),
        ("snooze", {"until": "2001-01-01"}, "Say until when"),
        ("snooze", {"until": "soon"}, "Enter a valid date"),
        ("unapprove", {}, "it must be approved"),
        ("approve", {"candidate": "7"}, "There is no candidate 7"),
        ("edit", {}, "An edit needs a value"),
    ],
)
def test_what_cannot_be_decided_says_why(
    admin_client: Client, title: Proposal, move: str, words: dict[str, str], why: str
) -> None:
    response = post(admin_client, title, move, **words)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert state(title) == "open"


@pytest.mark.parametrize("words", [{"move": "nonsense"}, {"move": ""}, {"version": "x"}, {"candidate": "-1"}])
def test_what_our_form_does_not_send_is_refused(admin_client: Client, title: Proposal, words: dict[str, str]) -> None:
    assert post(admin_client, title, words.pop("move", "approve"), **words).status_code == 400


class TestConflict:
    """Somebody else has changed the proposal since it was read."""

    MINE = "How we roast our coffee by the sea"
    THEIRS = "How we roast your coffee at the harbour"

    @pytest.fixture
    def response(self, admin_client: Client, title: Proposal) -> HttpResponse:
        decide(title.pk, 1, Move.EDIT, reviewer("ben"), value=self.THEIRS, note="theirs")
        return post(admin_client, title, "approve", value=self.MINE)

    def test_nothing_is_decided_and_all_three_values_are_shown(self, response: HttpResponse, title: Proposal) -> None:
        html = response.content.decode()
        assert response.status_code == 409
        assert "ben</strong> was first: edit" in html
        assert HARBOUR in html
        assert "<ins>your </ins>" in html
        assert "<ins>our </ins>" in html
        title.refresh_from_db()
        assert (title.state, title.value) == ("open", self.THEIRS)

    def test_mine_can_still_be_put_in_its_place(
        self, admin_client: Client, response: HttpResponse, title: Proposal
    ) -> None:
        html = response.content.decode()
        version = re.search(r'name="version" value="(\d+)"', html)
        mine = re.search(r'<textarea name="value" hidden>([^<]*)', html)
        assert version is not None
        assert mine is not None
        words = {"version": version[1], "value": mine[1], "came_with": self.THEIRS}
        assert post(admin_client, title, "edit", **words).status_code == 302
        title.refresh_from_db()
        assert title.value == self.MINE

    def test_of_two_who_agree_the_second_goes_on_from_the_first(self, admin_client: Client, title: Proposal) -> None:
        decide(title.pk, 1, Move.APPROVE, reviewer("ben"))
        html = post(admin_client, title, "approve").content.decode()
        assert "is approved now" in html
        assert "Put mine in its place" not in html


def test_htmx_gets_the_part_alone_with_the_address_of_what_it_shows(
    admin_client: Client, title: Proposal, description: Proposal
) -> None:
    response = admin_client.get(f"{REVIEW}{title.pk}/?field=title&done={description.pk}", headers=SWAP)
    assert response.content.decode().lstrip().startswith('<div id="review"')
    assert response.headers["HX-Push-Url"] == f"{REVIEW}{title.pk}/?field=title"
    conflict = post(admin_client, title, "approve", version="7", headers=SWAP)
    assert conflict.content.decode().lstrip().startswith('<div id="review" data-conflict')


def test_htmx_gets_the_part_alone_at_the_end_too(admin_client: Client, title: Proposal) -> None:
    last = post(admin_client, title, "approve", headers=SWAP)
    html = admin_client.get(last.headers["Location"], headers=SWAP).content.decode()
    assert html.lstrip().startswith('<div id="review"')
    assert "Nothing is left to decide" in html
    assert 'value="undo"' in html


def test_a_page_with_all_its_fields_takes_few_queries(
    admin_client: Client, title: Proposal, description: Proposal
) -> None:
    with CaptureQueriesContext(connection) as captured:
        shown(admin_client, title)
    assert len(captured) <= MAX_QUERIES


def test_a_value_is_checked_while_it_is_written(admin_client: Client, title: Proposal) -> None:
    html = admin_client.post(f"{REVIEW}{title.pk}/check/", {"value": "Home"}).content.decode()
    assert "title.boilerplate-only" in html
    assert html.count("data-meter=") == 2
    good = admin_client.post(f"{REVIEW}{title.pk}/check/", {"value": DRUM}).content.decode()
    assert "title.boilerplate-only" not in good


def test_what_a_value_rests_on_is_marked_in_the_text_of_the_page(admin_client: Client, title: Proposal) -> None:
    evidence = [{"source": "paragraph", "text": "roast coffee at the harbour"}, {"source": "og:title", "text": "Mine"}]
    assert Evidence(**evidence[0]).text in TEXT
    Proposal.objects.update(candidates=[{**offer, "evidence": evidence} for offer in title.candidates])
    html = shown(admin_client, title)
    assert "We <mark>roast coffee at the harbour</mark> twice" in html
    assert "<mark>Mine</mark>" in html


def test_other_pages_with_the_value_are_named(admin_client: Client, title: Proposal) -> None:
    other = stored_proposal(Page.objects.get(url__endswith="tea.html"), HARBOUR, worth=1)
    assert f'href="{REVIEW}{other.pk}/"' in shown(admin_client, title)


def test_a_proposal_whose_run_is_gone_can_still_be_decided(admin_client: Client, title: Proposal) -> None:
    assert title.run is not None
    title.run.delete()
    assert "The run that read the page is gone" in shown(admin_client, title)
    assert post(admin_client, title, "approve").status_code == 302


def test_text_of_pages_is_shown_and_never_run(admin_client: Client) -> None:
    attacks = [text.replace("\0", "") for text in (*HOSTILE, *payloads("admin_html", "admin_link_href", "proposal"))]
    for page, attack in zip(pages(*(f"p{n}" for n in range(len(attacks)))), attacks, strict=True):
        one = stored_proposal(page, attack, f"{attack} again", current=attack[::-1], url=page.url + attack)
        assert forbidden(shown(admin_client, one)) == []
        response = post(admin_client, one, "approve", value=f"{attack} mine", version="7")
        assert forbidden(response.content.decode()) == []


def test_an_address_that_is_no_web_page_is_no_link(admin_client: Client, title: Proposal) -> None:
    Proposal.objects.update(url="javascript:alert(1)//x")
    assert forbidden(shown(admin_client, title)) == []


def test_viewers_look_on(client: Client, title: Proposal) -> None:
    viewer = staff(client, "viewer")
    html = shown(viewer, title)
    assert escape(HARBOUR) in html
    assert 'name="move"' not in html
    assert post(viewer, title, "approve").status_code == 403
    assert viewer.get(f"{REVIEW}{title.pk}/decide/").status_code == 405
    assert viewer.get(f"{REVIEW}999999/").status_code == 404


def test_forged_requests_are_refused(admin_user: Any, title: Proposal) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert post(client, title, "approve").status_code == 403
    assert state(title) == "open"


def test_the_browser_measures_by_the_table_of_the_server(admin_client: Client, title: Proposal) -> None:
    assert f'data-widths="{PROPOSALS}widths.json"' in shown(admin_client, title)
    table = admin_client.get(PROPOSALS + "widths.json").json()
    assert table["advances"]["W"] > table["advances"]["i"]

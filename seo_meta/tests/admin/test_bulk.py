import re
from typing import Any

import pytest
from django.test import Client

from seo_meta.core.propose import Confidence
from seo_meta.core.review import Move
from seo_meta.models import Proposal, Rejection
from seo_meta.services.review import decide
from seo_meta.tests.stored import reviewer, stored_proposal

from .screens import NEXT_MONTH, PROPOSALS, forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

DECIDE = PROPOSALS + "inbox/decide/"
COFFEE = "Coffee from the harbour, roasted on the day that {}"


@pytest.fixture
def proposals() -> list[Proposal]:
    kinds = ("we open", "we close", "we rest", "we sell")
    named = zip(pages("a", "b", "c", "d"), kinds, strict=True)
    return [stored_proposal(page, COFFEE.format(kind)) for page, kind in named]


def send(client: Client, move: str, *proposals: Proposal, **words: str) -> str:
    items = [f"{one.pk}:{one.version}" for one in proposals]
    response = client.post(DECIDE, {"move": move, "item": items, "back": "tab=open", **words}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def outcomes(html: str) -> list[str]:
    return re.findall(r'data-status="([a-z-]+)"', html)


def states() -> list[str]:
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


def test_first_it_asks_with_counts_and_three_samples(admin_client: Client, proposals: list[Proposal]) -> None:
    html = send(admin_client, "approve", *proposals)
    assert "Approve 4 proposals?" in html
    assert "4 of high confidence" in html
    assert html.count("data-diff") == 3
    assert states() == ["open"] * 4


def test_what_is_confirmed_is_decided(admin_client: Client, proposals: list[Proposal]) -> None:
    html = send(admin_client, "approve", *proposals[:2], confirmed="yes")
    assert outcomes(html) == ["ok", "ok"]
    assert states() == ["approved", "approved", "open", "open"]
    assert 'href="/admin/seo_meta/proposal/inbox/?tab=open"' in html
    assert proposals[0].transitions.get().actor_name == "admin"


def test_each_proposal_has_its_own_outcome(admin_client: Client, proposals: list[Proposal]) -> None:
    changed, unsure, gone, good = proposals
    decide(changed.pk, 1, Move.EDIT, reviewer(), value="Coffee that somebody else has written about")
    Proposal.objects.filter(pk=unsure.pk).update(confidence=Confidence.LOW)
    Proposal.objects.filter(pk=gone.pk).delete()
    html = send(admin_client, "approve", *proposals, confirmed="yes")
    assert sorted(outcomes(html)) == ["blocked", "conflict", "gone", "ok"]
    assert outcomes(html)[-1] == "ok"
    good.refresh_from_db()
    assert good.state == "approved"


def test_it_says_beforehand_that_some_have_changed(admin_client: Client, proposals: list[Proposal]) -> None:
    decide(proposals[0].pk, 1, Move.ASSIGN, reviewer(), assignee=None)
    assert "1 of them changed since you saw the list" in send(admin_client, "approve", *proposals)


def test_what_nobody_has_read_is_approved_only_with_a_note(admin_client: Client, proposals: list[Proposal]) -> None:
    Proposal.objects.filter(pk=proposals[0].pk).update(confidence=Confidence.LOW)
    unexplained = send(admin_client, "approve", proposals[0], confirmed="yes", force="on")
    assert "Say why." in unexplained
    assert states()[0] == "open"
    send(admin_client, "approve", proposals[0], confirmed="yes", force="on", note="I read them all")
    assert states()[0] == "approved"


@pytest.mark.parametrize(
    ("move", "words", "expected"),
    [
        ("reject", {"reason": "off-brand"}, "rejected"),
        ("snooze", {"until": NEXT_MONTH}, "snoozed"),
        ("assign", {"assignee": "{user}"}, "open"),
    ],
)
def test_many_are_rejected_put_off_or_assigned(
    admin_client: Client, admin_user: Any, proposals: list[Proposal], move: str, words: dict[str, str], expected: str
) -> None:
    given = {name: value.format(user=admin_user.pk) for name, value in words.items()}
    assert outcomes(send(admin_client, move, *proposals[:2], confirmed="yes", **given)) == ["ok", "ok"]
    assert states() == [expected, expected, "open", "open"]
    assert Rejection.objects.count() == (2 if move == "reject" else 0)
    assert Proposal.objects.filter(assignee=admin_user).count() == (2 if move == "assign" else 0)


def test_a_rejection_without_a_reason_is_asked_about_again(admin_client: Client, proposals: list[Proposal]) -> None:
    html = send(admin_client, "reject", proposals[0], confirmed="yes")
    assert "Reject 1 proposal?" in html
    assert "This field is required" in html
    assert states()[0] == "open"


def test_without_a_tick_it_leads_back(admin_client: Client, proposals: list[Proposal]) -> None:
    assert "data-inbox" in send(admin_client, "approve")


@pytest.mark.parametrize(
    "data",
    [
        {"move": "undo", "item": "1:1"},
        {"move": "edit", "item": "1:1"},
        {"item": "1:1"},
        {"move": "approve", "item": "x"},
        {"move": "approve", "item": "1:-1"},
        {"move": "approve", "item": "99999999999999999999:1"},
    ],
)
def test_what_our_list_does_not_send_is_refused(admin_client: Client, data: dict[str, str]) -> None:
    assert admin_client.post(DECIDE, {**data, "confirmed": "yes"}).status_code == 400


def test_only_reviewers_decide_and_only_by_post(client: Client, proposals: list[Proposal]) -> None:
    viewer = staff(client, "viewer")
    assert viewer.post(DECIDE, {"move": "approve", "item": f"{proposals[0].pk}:1"}).status_code == 403
    assert viewer.get(DECIDE).status_code == 405


def test_hostile_text_is_harmless_in_question_and_answer(admin_client: Client) -> None:
    (page,) = pages("a")
    attack = '"><img src=x onerror=alert(1)></textarea><script>alert(1)</script>'
    one = stored_proposal(page, attack, url=page.url + attack)
    assert forbidden(send(admin_client, "reject", one, back=attack)) == []
    assert forbidden(send(admin_client, "reject", one, back=attack, confirmed="yes", reason="other", note=attack)) == []
    assert forbidden(seen(admin_client, "/admin/seo_meta/rejection/kept-out/")) == []

import re

import pytest
from django.test import Client

from seo_meta.core.review import Move, RejectReason
from seo_meta.models import Proposal, Rejection
from seo_meta.services.review import decide
from seo_meta.tests.stored import reviewer, stored_proposal

from .screens import PROPOSALS, REJECTIONS, pages, seen, staff

pytestmark = pytest.mark.django_db

HARBOUR = "How we roast coffee at the harbour"


@pytest.fixture
def rejected() -> Proposal:
    proposal = stored_proposal(pages("roasting")[0], HARBOUR)
    return decide(proposal.pk, 1, Move.REJECT, reviewer(), reason=RejectReason.OFF_BRAND, note="We say café")


def listed(client: Client, **query: str) -> list[int]:
    return [int(id) for id in re.findall(r'data-rejection="(\d+)"', seen(client, REJECTIONS, **query))]


def test_what_is_kept_out_is_listed_with_who_and_why(admin_client: Client, rejected: Proposal) -> None:
    html = seen(admin_client, REJECTIONS)
    for shown in (HARBOUR, "not how we write", "We say café", "ana", "/roasting.html"):
        assert shown in html


def test_a_rejection_can_be_lifted_once(admin_client: Client, rejected: Proposal) -> None:
    one = Rejection.objects.get()
    html = admin_client.post(f"{REJECTIONS}{one.pk}/lift/", follow=True).content.decode()
    assert "may be proposed again" in html
    assert listed(admin_client) == []
    assert listed(admin_client, tab="over") == [one.pk]
    again = admin_client.post(f"{REJECTIONS}{one.pk}/lift/", follow=True).content.decode()
    assert "was lifted before" in again


def test_long_lists_come_in_pages(admin_client: Client, rejected: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seo_meta.admin.rejections.PAGE", 2)
    one = Rejection.objects.get()
    for _ in range(2):
        one.pk = None
        one.save()
    first = listed(admin_client)
    assert len(first) == 2
    assert listed(admin_client, before=str(first[-1])) == [Rejection.objects.order_by("pk")[0].pk]
    assert listed(admin_client, before="x") == first


def test_only_reviewers_lift(client: Client, rejected: Proposal) -> None:
    one = Rejection.objects.get()
    viewer = staff(client, "viewer")
    assert listed(viewer) == [one.pk]
    assert "Lift" not in seen(viewer, REJECTIONS)
    assert viewer.post(f"{REJECTIONS}{one.pk}/lift/").status_code == 403
    assert viewer.get(f"{REJECTIONS}{one.pk}/lift/").status_code == 405


def test_the_history_of_a_proposal_shows_every_step(admin_client: Client, rejected: Proposal) -> None:
    decide(rejected.pk, 2, Move.REOPEN, reviewer("ben"))
    decide(rejected.pk, 3, Move.EDIT, reviewer("ben"), value="How we roast tea at the harbour")
    html = seen(admin_client, f"{PROPOSALS}{rejected.pk}/history/")
    assert re.findall(r'data-version="(\d)"', html) == ["4", "3", "2"]
    assert "<del>coffee</del><ins>tea</ins>" in html
    assert "We say café" in html

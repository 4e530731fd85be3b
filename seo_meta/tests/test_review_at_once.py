"""Reviewers, and a run, that change proposals at the same moment: the database lets one through."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from seo_meta.core.propose import Candidate, Confidence, Field
from seo_meta.core.review import CURRENT, Move, RejectReason
from seo_meta.errors import ReviewError
from seo_meta.models import Page, Proposal
from seo_meta.models.proposal import offer
from seo_meta.services.review import decide, undo
from seo_meta.services.store_proposals import Made, store_proposals
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

pytestmark = pytest.mark.django_db(transaction=True)

HARBOUR = "How we roast coffee at the harbour"
DRUM = "Roasting coffee in a small drum, twice a week"
HTML = "<html lang=en><head><title></title></head><body><h1>Coffee</h1><p>We roast twice a week.</p>"


@pytest.fixture
def pages() -> list[Page]:
    run = stored_run(*(facts_of(HTML, f"{name}.html") for name in "abcdefgh"))
    return list(run.read_pages.order_by("url"))


def at_once(*works: Callable[[], object]) -> list[str]:
    """What came of each, begun together: `ok`, or the name of the problem."""
    barrier = Barrier(len(works))

    def start(work: Callable[[], object]) -> str:
        barrier.wait()
        try:
            work()
        except ReviewError as error:
            return error.problem
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(start, works))


def test_of_eight_that_decide_about_one_version_one_decides(pages: list[Page]) -> None:
    proposal = stored_proposal(pages[0], HARBOUR, DRUM)
    people = [reviewer(f"reviewer-{number}") for number in range(8)]
    moves = [{}, {"candidate": 1}, {"value": "Coffee from our own roastery"}]
    works = [
        lambda who=who, words=moves[place % 3]: decide(proposal.pk, 1, Move.APPROVE, who, **words)
        for place, who in enumerate(people)
    ]
    assert sorted(at_once(*works)) == ["ok"] + ["version-conflict"] * 7
    proposal.refresh_from_db()
    logged = proposal.transitions.get()
    assert (proposal.version, proposal.approved_by_name, proposal.value) == (2, logged.actor_name, logged.value)


def test_of_eight_pages_one_is_given_a_title_that_all_are_to_have(pages: list[Page]) -> None:
    proposals = [stored_proposal(page, f"{DRUM}, page {page.pk}") for page in pages]
    ana = reviewer()
    works = [lambda one=one: decide(one.pk, 1, Move.EDIT, ana, value=HARBOUR) for one in proposals]
    assert sorted(at_once(*works)) == ["blocked-by-guardrail"] * 7 + ["ok"]
    assert Proposal.objects.filter(value=HARBOUR).count() == 1


def test_a_run_and_a_reviewer_leave_one_current_proposal(pages: list[Page]) -> None:
    page, ana = pages[0], reviewer()
    offers = (offer(Candidate(DRUM, Confidence.HIGH, (), ()), "extractive", 1),)
    made = Made(page.pk, Field.TITLE, "", offers, "", (), 1.0, "", "s", "c")
    for round in range(5):
        Proposal.objects.all().delete()
        proposal = stored_proposal(page, HARBOUR)
        decide(proposal.pk, 1, Move.REJECT, ana, reason=RejectReason.OFF_BRAND)
        came = at_once(lambda: store_proposals(page.run, [made]), lambda one=proposal.pk: undo(one, 2, ana))
        assert came[0] == "ok", round
        assert Proposal.objects.filter(state__in=CURRENT).count() == 1


def test_a_run_never_takes_a_decision_back(pages: list[Page]) -> None:
    page, ana = pages[0], reviewer()
    offers = (offer(Candidate(DRUM, Confidence.HIGH, (), ()), "extractive", 1),)
    made = Made(page.pk, Field.TITLE, "", offers, "", (), 1.0, "", "s", "c")
    for _ in range(5):
        Proposal.objects.all().delete()
        proposal = stored_proposal(page, HARBOUR)
        _, came = at_once(
            lambda: store_proposals(page.run, [made]), lambda one=proposal.pk: decide(one, 1, Move.APPROVE, ana)
        )
        proposal.refresh_from_db()
        assert (came, proposal.state) in {("ok", "approved"), ("version-conflict", "superseded")}

"""Whatever reviewers and runs do in whatever order, what must always hold of proposals holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seo_meta.core.propose import Candidate, Confidence, Field
from seo_meta.core.review import CURRENT, DECIDED, Move, RejectReason, Scope
from seo_meta.errors import ReviewError
from seo_meta.models import Page, Proposal, Rejection
from seo_meta.models.proposal import offer
from seo_meta.services.review import decide, undo, wake_due
from seo_meta.services.store_proposals import Made, store_proposals
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import reviewer, stored_run

VALUES = [f"Coffee of the {number} harbour, roasted twice a week" for number in ("first", "second", "third", "fourth")]
LATER = timezone.now() + timedelta(days=365)

moves = st.tuples(
    st.sampled_from(Move),
    st.fixed_dictionaries(
        {},
        optional={
            "value": st.sampled_from(VALUES),
            "candidate": st.integers(0, 2),
            "reason": st.sampled_from(RejectReason),
            "scope": st.sampled_from(Scope),
            "until": st.just(LATER),
            "note": st.just("because"),
            "override": st.just(True),
        },
    ),
)
steps = st.one_of(
    st.tuples(st.just("decide"), moves, st.integers(0, 5)),
    st.tuples(st.just("undo"), st.just(()), st.integers(0, 5)),
    st.tuples(st.just("run"), st.lists(st.sampled_from(VALUES), max_size=3, unique=True), st.just(0)),
    st.tuples(st.just("wake"), st.just(()), st.just(0)),
)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=12))
def test_no_order_of_moves_breaks_what_must_hold(made: list[Any]) -> None:
    with transaction.atomic():
        page = stored_run(facts_of("<html lang=en><title></title><p>Coffee.", "a.html")).read_pages.get()
        _run(page, VALUES[:2])
        for what, details, which in made:
            before = _snapshot()
            changed = _step(page, what, details, which)
            _must_hold(before, changed)
        transaction.set_rollback(True)


def _step(page: Page, what: str, details: Any, which: int) -> bool:
    """Whether a reviewer's step was taken; a run may take several or none. With `which` 5 the reviewer is late."""
    if what == "run":
        _run(page, details)
        return True
    if what == "wake":
        Proposal.objects.filter(state="snoozed").update(snoozed_until=timezone.now())
        wake_due(page.run.site_id)
        return True
    known = list(Proposal.objects.order_by("-pk"))
    proposal = known[which % len(known)]
    version = proposal.version - (which == 5)
    try:
        if what == "undo":
            done = undo(proposal.pk, version, reviewer())
        else:
            done = decide(proposal.pk, version, details[0], reviewer(), **details[1])
    except ReviewError:
        return False
    assert done.version == proposal.version + 1
    return True


def _run(page: Page, values: list[str]) -> None:
    offers = tuple(offer(Candidate(value, Confidence.HIGH, (), ()), "extractive", 1) for value in values)
    store_proposals(page.run, [Made(page.pk, Field.TITLE, "", offers, "", ("title.missing",), 1.0, "", "s", "c")])


def _snapshot() -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in Proposal.objects.values_list("pk", "version", "state", "value", "revision")}


def _must_hold(before: dict[int, tuple[Any, ...]], changed: bool) -> None:
    after = _snapshot()
    if not changed:
        assert after == before
    assert Proposal.objects.filter(state__in=CURRENT).count() <= 1
    for proposal in Proposal.objects.all():
        logged = list(proposal.transitions.values_list("version", flat=True))
        assert logged == list(range(2, proposal.version + 1))
        assert not logged or proposal.transitions.last().to_state == proposal.state
        assert (proposal.approved_at is not None) == (proposal.state in DECIDED)
        assert (proposal.snoozed_until is not None) == (proposal.state == "snoozed")
        assert (proposal.state == "rejected") == proposal.rejections.filter(Rejection.holding(timezone.now())).exists()
        assert (proposal.value == "") <= (proposal.state in ("abstained", "superseded", "rejected"))
        _, _, _, value, revision = before.get(proposal.pk, (None, 0, "", proposal.value, 0))
        assert proposal.value == value or changed
        assert not (revision and proposal.state == "superseded" and before[proposal.pk][2] != "superseded")

"""Decisions about proposals: what they change, what stops them, what is remembered and what can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from seo_meta.core.propose import Field
from seo_meta.core.review import MOVES, Move, RejectReason, Scope, State, allowed
from seo_meta.core.text import content_hash
from seo_meta.errors import BlockedByGuardrail, NoProposal, NotAllowed, Suppressed, VersionConflict
from seo_meta.models import Page, Proposal, Rejection, Run, Transition
from seo_meta.services.review import decide, decide_many, lift_rejection, undo
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

pytestmark = pytest.mark.django_db

HARBOUR = "How we roast coffee at the harbour"
DRUM = "Roasting coffee in a small drum, twice a week"
OWN = "Coffee from our own roastery at the harbour"
CUPS = "Cups and pots that we made ourselves"
HTML = "<html lang=en><head><title>{}</title></head><body><h1>Coffee</h1><p>We roast twice a week.</p>"


@pytest.fixture
def run() -> Run:
    cups = facts_of(HTML.format(CUPS), "cups.html")
    return stored_run(facts_of(HTML.format(""), "roasting.html"), facts_of(HTML.format(""), "tea.html"), cups)


@pytest.fixture
def page(run: Run) -> Page:
    return run.read_pages.get(url__endswith="roasting.html")


@pytest.fixture
def proposal(page: Page) -> Proposal:
    return stored_proposal(page, HARBOUR, DRUM)


def move(proposal: Proposal, what: Move, **details: Any) -> Proposal:
    """The next move of Ana, who has read the proposal as it is."""
    proposal.refresh_from_db()
    return decide(proposal.pk, proposal.version, what, reviewer(), **details)


def test_an_approval_holds_for_a_revision_a_value_a_source_and_rules(proposal: Proposal) -> None:
    done = move(proposal, Move.APPROVE)
    assert (done.state, done.version, done.approved_by_name) == ("approved", 2, "ana")
    assert (done.approved_revision, done.approved_value_hash) == (0, content_hash(HARBOUR))
    assert (done.approved_source_hash, len(done.approved_ruleset_hash)) == (proposal.source_hash, 32)


def test_what_is_returned_is_what_is_stored(proposal: Proposal) -> None:
    done = move(proposal, Move.APPROVE, value=f"  {OWN} ")
    stored = Proposal.objects.get()
    for column in Proposal._meta.concrete_fields:
        assert getattr(done, column.attname) == getattr(stored, column.attname), column.name


def test_another_candidate_can_be_approved(proposal: Proposal) -> None:
    done = move(proposal, Move.APPROVE, candidate=1)
    assert (done.value, done.revision, done.state) == (DRUM, 0, "approved")
    with pytest.raises(NotAllowed, match=r"There is no candidate 2; proposal .* has 2"):
        move(stored_proposal(proposal.page, HARBOUR, DRUM, field=Field.DESCRIPTION), Move.APPROVE, candidate=2)


def test_every_change_is_in_the_log_with_who_and_by_what(proposal: Proposal) -> None:
    move(proposal, Move.EDIT, value=OWN, note="shorter")
    move(proposal, Move.APPROVE)
    logged = list(proposal.transitions.all())
    assert [(one.move, one.from_state, one.to_state, one.version, one.revision) for one in logged] == [
        ("edit", "open", "open", 2, 1),
        ("approve", "open", "approved", 3, 1),
    ]
    assert (logged[0].actor_name, logged[0].client, logged[0].value, logged[0].note) == ("ana", "api", OWN, "shorter")


def test_the_log_is_never_changed(proposal: Proposal) -> None:
    move(proposal, Move.APPROVE)
    logged = Transition.objects.get()
    for change in (logged.save, logged.delete, Transition.objects.all().delete):
        with pytest.raises(TypeError, match="The log of proposals is never"):
            change()
    with pytest.raises(TypeError, match="never changed"):
        Transition.objects.update(note="")


def test_who_decides_about_an_old_version_is_told_the_new_one(proposal: Proposal) -> None:
    move(proposal, Move.EDIT, value=DRUM)
    with pytest.raises(VersionConflict, match="it has version 2 now") as conflict:
        decide(proposal.pk, 1, Move.APPROVE, reviewer("ben"))
    assert conflict.value.members == {"version": 2}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == ("open", 2)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(NoProposal, match="no proposal 9"):
        decide(9, 1, Move.APPROVE, reviewer())


def test_an_edit_ends_an_approval(proposal: Proposal) -> None:
    move(proposal, Move.APPROVE)
    done = move(proposal, Move.EDIT, value=OWN)
    assert (done.state, done.approved_by_id, done.approved_at, done.approved_value_hash) == ("open", None, None, "")
    assert (done.revision, done.edited_by_name) == (1, "ana")


def test_editing_and_approving_is_one_move(proposal: Proposal) -> None:
    done = move(proposal, Move.APPROVE, value=OWN)
    assert (done.state, done.version, done.revision, done.approved_revision) == ("approved", 2, 1, 1)


@pytest.mark.parametrize("value", [HARBOUR, DRUM])
def test_whoever_writes_what_a_candidate_says_chooses_it(proposal: Proposal, value: str) -> None:
    done = move(proposal, Move.APPROVE, value=value)
    assert (done.value, done.revision, done.edited_by_name) == (value, 0, "")


def test_words_can_be_written_where_nothing_was_found(page: Page) -> None:
    nothing = stored_proposal(page, reason="Nothing names the page.")
    done = move(nothing, Move.EDIT, value=HARBOUR)
    assert (done.state, done.value, done.reason) == ("open", HARBOUR, "")
    assert move(nothing, Move.REJECT, reason=RejectReason.OFF_BRAND).state == "rejected"


@pytest.mark.parametrize("what", Move)
@pytest.mark.parametrize("state", State)
def test_a_move_is_made_only_where_the_table_has_it(proposal: Proposal, state: State, what: Move) -> None:
    Proposal.objects.update(state=state)
    details = {
        Move.REJECT: {"reason": RejectReason.MISLEADING},
        Move.EDIT: {"value": DRUM},
        Move.SNOOZE: {"until": timezone.now() + timedelta(days=1)},
    }
    if what in allowed(state):
        assert move(proposal, what, **details.get(what, {})).state == MOVES[what][state]
    else:
        with pytest.raises(NotAllowed, match=f"is {state}; to {what} it, it must be "):
            move(proposal, what, **details.get(what, {}))


def test_words_that_our_own_rules_refuse_are_not_approved_unless_a_note_says_why(proposal: Proposal) -> None:
    with pytest.raises(BlockedByGuardrail, match=r"would break title.placeholder") as blocked:
        move(proposal, Move.APPROVE, value="{{ page.title }}")
    assert "title.placeholder" in blocked.value.members["rules"]
    with pytest.raises(NotAllowed, match="An override needs a note"):
        move(proposal, Move.APPROVE, value="{{ page.title }}", override=True)
    done = move(proposal, Move.APPROVE, value="{{ page.title }}", override=True, note="It is a page about templates")
    assert (done.state, done.value) == ("approved", "{{ page.title }}")


def test_no_two_pages_are_given_one_title(run: Run, proposal: Proposal) -> None:
    tea = stored_proposal(run.read_pages.get(url__endswith="tea.html"), DRUM)
    with pytest.raises(BlockedByGuardrail, match=r"title.duplicate: .*roasting.html has this title or waits for it"):
        move(tea, Move.EDIT, value=HARBOUR.upper())
    with pytest.raises(BlockedByGuardrail, match=r"cups.html has this title or waits for it"):
        move(tea, Move.EDIT, value=f" {CUPS.lower()}")
    move(proposal, Move.REJECT, reason=RejectReason.WRONG_FACT)
    assert move(tea, Move.EDIT, value=HARBOUR).value == HARBOUR


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        (Field.TITLE, " \n", "It is empty"),
        (Field.DESCRIPTION, "x" * 20_001, "more than 20,000 characters"),
        (Field.TITLE, "How we \0 roast", "holds a NUL"),
        (Field.CANONICAL, "/roasting.html", "whole http or https URL"),
        (Field.CANONICAL, "javascript:alert(1)", "whole http or https URL"),
        (Field.CANONICAL, "https://[", "whole http or https URL"),
        (Field.JSON_LD, "{'@type': 'Article'}", "It is no JSON"),
        (Field.JSON_LD, "[" * 10_000, "It is no JSON"),
        (Field.JSON_LD, "3", "a JSON object or a list"),
        (Field.SOCIAL, '{"og:title": 3}', "object of property to text"),
    ],
)
def test_what_can_be_no_value_is_refused_whoever_wants_it(page: Page, field: Field, value: str, why: str) -> None:
    proposal = stored_proposal(page, "https://example.com/", field=field)
    with pytest.raises(NotAllowed, match=why):
        move(proposal, Move.EDIT, value=value, override=True, note="I want it")


def test_the_value_that_the_page_has_is_no_edit(run: Run) -> None:
    cups = stored_proposal(run.read_pages.get(url__endswith="cups.html"), HARBOUR)
    with pytest.raises(NotAllowed, match="The page has this title already"):
        move(cups, Move.EDIT, value=CUPS)


def test_a_rejection_keeps_out_all_that_was_shown(proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.OFF_BRAND, note="too dry")
    assert sorted(Rejection.objects.values_list("value", "scope", "note")) == [
        (HARBOUR, "value", "too dry"),
        (DRUM, "value", "too dry"),
    ]


@pytest.mark.parametrize(
    ("reason", "scope"),
    [(RejectReason.WORSE, "content"), (RejectReason.INTENTIONAL, "pin"), (RejectReason.WRONG_FACT, "value")],
)
def test_what_a_rejection_keeps_out_follows_from_its_reason(
    proposal: Proposal, reason: RejectReason, scope: str
) -> None:
    move(proposal, Move.REJECT, reason=reason)
    assert set(Rejection.objects.values_list("scope", flat=True)) == {scope}


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({}, "needs a reason: wrong-fact, misleading"),
        ({"reason": RejectReason.OTHER}, "`other` needs a note"),
        ({"reason": RejectReason.WORSE, "scope": Scope.DAYS}, "Say until when"),
    ],
)
def test_a_rejection_that_says_too_little_is_refused(proposal: Proposal, details: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        move(proposal, Move.REJECT, **details)
    assert Rejection.objects.count() == 0


def test_what_one_reviewer_rejected_no_other_writes_unawares(page: Page, proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.MISLEADING)
    later = stored_proposal(page, CUPS.replace("Cups", "Mugs"))
    with pytest.raises(Suppressed, match=r"ana rejected this value \(misleading\)"):
        move(later, Move.EDIT, value=HARBOUR.lower())
    assert move(later, Move.EDIT, value=HARBOUR, override=True, note="Ana agreed").value == HARBOUR


def test_a_pinned_field_is_not_approved_unawares(page: Page, proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.INTENTIONAL)
    later = stored_proposal(page, CUPS.replace("Cups", "Mugs"))
    with pytest.raises(Suppressed, match="ana rejected whatever may be proposed for the title"):
        move(later, Move.APPROVE)
    lift_rejection(Rejection.objects.get().pk, reviewer("ben"))
    assert move(later, Move.APPROVE).state == "approved"


def test_a_rejection_is_lifted_once(proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.INTENTIONAL)
    one = lift_rejection(Rejection.objects.get().pk, reviewer("ben"))
    assert (one.lifted_by_name, one.lifted_at is None) == ("ben", False)
    with pytest.raises(NotAllowed, match="was lifted before"):
        lift_rejection(one.pk, reviewer())
    with pytest.raises(NoProposal, match="no rejection 99"):
        lift_rejection(99, reviewer())


def test_reopening_forgets_the_rejection(proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.OFF_BRAND)
    assert move(proposal, Move.REOPEN).state == "open"
    assert Rejection.objects.filter(Rejection.holding(timezone.now())).count() == 0


def test_what_came_since_and_was_decided_is_not_displaced(page: Page, proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.OFF_BRAND)
    move(stored_proposal(page, CUPS.replace("Cups", "Mugs")), Move.APPROVE)
    with pytest.raises(NotAllowed, match="for the same field has come since"):
        move(proposal, Move.REOPEN)


@pytest.mark.parametrize(
    ("what", "details"),
    [
        (Move.APPROVE, {}),
        (Move.APPROVE, {"candidate": 1}),
        (Move.EDIT, {"value": "Coffee that we roast ourselves, twice a week"}),
        (Move.REJECT, {"reason": RejectReason.WORSE}),
        (Move.SNOOZE, {"until": timezone.now() + timedelta(days=9)}),
    ],
)
def test_the_last_move_can_be_undone(proposal: Proposal, what: Move, details: dict[str, Any]) -> None:
    proposal.refresh_from_db()
    changed = ("version", "updated_at")
    before = {one.attname: getattr(proposal, one.attname) for one in Proposal._meta.concrete_fields}
    done = move(proposal, what, **details)
    undone = undo(done.pk, done.version, reviewer())
    undone.refresh_from_db()
    after = {one.attname: getattr(undone, one.attname) for one in Proposal._meta.concrete_fields}
    assert {name: value for name, value in after.items() if name not in changed} == {
        name: value for name, value in before.items() if name not in changed
    }
    assert (undone.version, undone.transitions.last().move) == (3, "undo")
    assert Rejection.objects.filter(Rejection.holding(timezone.now())).count() == 0
    with pytest.raises(NotAllowed, match="There is nothing to undo"):
        undo(undone.pk, undone.version, reviewer())


def test_undoing_a_reopening_rejects_again(proposal: Proposal) -> None:
    move(proposal, Move.REJECT, reason=RejectReason.OFF_BRAND)
    done = move(proposal, Move.REOPEN)
    assert undo(done.pk, done.version, reviewer()).state == "rejected"
    assert Rejection.objects.filter(Rejection.holding(timezone.now())).count() == 2


def test_what_is_written_into_the_source_is_not_undone(proposal: Proposal) -> None:
    done = move(proposal, Move.APPROVE)
    Proposal.objects.update(state=State.APPLIED)
    with pytest.raises(NotAllowed, match="nothing to undo"):
        undo(done.pk, done.version, reviewer())


def test_a_proposal_is_put_off_to_a_time_to_come(proposal: Proposal) -> None:
    with pytest.raises(NotAllowed, match="a time to come"):
        move(proposal, Move.SNOOZE, until=timezone.now())
    later = timezone.now() + timedelta(days=1)
    assert move(proposal, Move.SNOOZE, until=later).snoozed_until == later
    assert move(proposal, Move.WAKE).snoozed_until is None


def test_a_proposal_is_given_to_somebody_who_is_there(proposal: Proposal) -> None:
    ben = reviewer("ben").user_id
    assert move(proposal, Move.ASSIGN, assignee=ben).assignee_id == ben
    with pytest.raises(NotAllowed, match="no active user 99"):
        move(proposal, Move.ASSIGN, assignee=99)
    assert move(proposal, Move.ASSIGN).assignee_id is None


def test_many_are_decided_each_by_itself(run: Run, proposal: Proposal) -> None:
    tea = stored_proposal(run.read_pages.get(url__endswith="tea.html"), "Tea from the hills, picked by hand")
    cups = stored_proposal(run.read_pages.get(url__endswith="cups.html"), "{{ page.title }}")
    results = decide_many([(proposal.pk, 1), (tea.pk, 7), (cups.pk, 1), (99, 1)], Move.APPROVE, reviewer())
    assert [(one.id, one.status, one.version) for one in results] == [
        (proposal.pk, "ok", 2),
        (tea.pk, "conflict", 1),
        (cups.pk, "blocked", 1),
        (99, "gone", 0),
    ]
    assert "title.placeholder" in results[2].detail


@pytest.mark.parametrize(("column", "value"), [("confidence", "low"), ("treatment", "advisory")])
def test_what_is_to_be_read_first_is_not_approved_in_bulk(proposal: Proposal, column: str, value: str) -> None:
    Proposal.objects.update(**{column: value})
    (one,) = decide_many([(proposal.pk, 1)], Move.APPROVE, reviewer())
    assert (one.status, one.version, "read it" in one.detail) == ("blocked", 1, True)
    (one,) = decide_many([(proposal.pk, 1)], Move.APPROVE, reviewer(), force=True)
    assert (one.status, one.version) == ("ok", 2)


def test_what_guardrails_block_is_approved_in_bulk_with_a_note_alone(page: Page) -> None:
    proposal = stored_proposal(page, "{{ page.title }}")
    for note, status in (("", "blocked"), ("It is a page about templates", "ok")):
        (one,) = decide_many([(proposal.pk, 1)], Move.APPROVE, reviewer(), force=True, note=note)
        assert one.status == status


def test_the_home_page_is_not_approved_in_bulk() -> None:
    home = stored_run(facts_of(HTML.format(""), "")).read_pages.get()
    (one,) = decide_many([(stored_proposal(home, HARBOUR).pk, 1)], Move.APPROVE, reviewer())
    assert (one.status, one.detail) == ("blocked", "It is of the home page: read it, and approve it by itself.")


def test_a_proposal_whose_run_is_gone_can_still_be_decided(proposal: Proposal, run: Run) -> None:
    run.delete()
    with pytest.raises(BlockedByGuardrail, match=r"title.placeholder"):
        move(proposal, Move.EDIT, value="{{ page.title }}")
    assert move(proposal, Move.APPROVE).state == "approved"


def test_the_log_outlives_the_people_in_it(proposal: Proposal, django_user_model: Any) -> None:
    move(proposal, Move.APPROVE)
    django_user_model.objects.get(username="ana").delete()
    logged = Transition.objects.get()
    assert (logged.actor, logged.actor_name) == (None, "ana")

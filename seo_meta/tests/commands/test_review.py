"""seo_review as a user runs it: at a prompt, and with decisions from a file."""

import json
from pathlib import Path

import pytest

from seo_meta.core.review import Move
from seo_meta.models import Proposal, Rejection, Run
from seo_meta.services.review import decide
from seo_meta.tests.commands.test_commands import run as command
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

pytestmark = pytest.mark.django_db

HARBOUR = "How we roast coffee at the harbour"
DRUM = "Roasting coffee in a small drum, twice a week"
TEA = "Tea from the hills, picked by hand"
HTML = "<html lang=en><head><title></title></head><body><h1>Coffee</h1><p>We roast twice a week.</p>"


def run(*arguments: object) -> tuple[int, str]:
    return command("seo_review", *arguments)


@pytest.fixture
def stored() -> Run:
    return stored_run(facts_of(HTML, "roasting.html"), facts_of(HTML, "tea.html"))


@pytest.fixture
def proposal(stored: Run) -> Proposal:
    return stored_proposal(stored.read_pages.get(url__endswith="roasting.html"), HARBOUR, DRUM)


@pytest.fixture
def tea(stored: Run) -> Proposal:
    return stored_proposal(stored.read_pages.get(url__endswith="tea.html"), TEA, worth=2.0)


@pytest.fixture
def decisions(tmp_path: Path, proposal: Proposal, tea: Proposal) -> Path:
    return tmp_path / "decisions.jsonl"


def write(file: Path, *lines: dict[str, object]) -> None:
    file.write_text("\n\n".join(map(json.dumps, lines)))


def test_open_proposals_are_listed_with_what_a_decision_needs(proposal: Proposal, tea: Proposal) -> None:
    code, out = run("list")
    assert (code, out.splitlines()) == (
        0,
        [
            f"{tea.pk}@1 open high title of https://example.com/tea.html",
            f"    {TEA}",
            f"{proposal.pk}@1 open high title of https://example.com/roasting.html",
            f"    {HARBOUR}",
        ],
    )
    assert run("list", "--state", "approved") == (0, "")
    assert run("list", "--field", "description") == (0, "")
    assert len(run("list", "--limit", 1)[1].splitlines()) == 2


def test_a_proposal_is_shown_with_its_candidates_and_its_log(proposal: Proposal) -> None:
    decide(proposal.pk, 1, Move.EDIT, reviewer(), value="Coffee from our own roastery", note="shorter")
    out = run("show", proposal.pk)[1]
    for part in (HARBOUR, DRUM, "It says so.", "(written by ana)", "edit by ana (api), open: shorter"):
        assert part in out


def test_what_is_printed_drives_no_terminal(proposal: Proposal) -> None:
    Proposal.objects.update(value="\x1b[2J::error::x", url="https://example.com/\u202e")
    for out in (run("list")[1], run("show", proposal.pk)[1]):
        assert not {"\x1b", "\u202e"} & set(out)
        assert "::error::" not in out


def test_proposals_are_approved_as_they_were_listed(proposal: Proposal, tea: Proposal) -> None:
    code, out = run("approve", f"{proposal.pk}@1", tea.pk, "--note", "read")
    assert (code, out.splitlines()) == (0, [f"{proposal.pk}@2 approve ok", f"{tea.pk}@2 approve ok"])
    assert set(Proposal.objects.values_list("state", flat=True)) == {"approved"}
    logged = proposal.transitions.get()
    assert (logged.client, logged.note, bool(logged.actor_name)) == ("command", "read", True)


def test_one_that_fails_stops_no_other_and_makes_the_exit_code_1(proposal: Proposal, tea: Proposal) -> None:
    code, out = run("approve", f"{proposal.pk}@7", 99, tea.pk)
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == [
        f"{proposal.pk}@7 approve conflict",
        "99@0 approve gone",
        f"{tea.pk}@2 approve ok",
    ]


def test_a_rejection_says_why_and_for_how_long(proposal: Proposal) -> None:
    assert run("reject", proposal.pk, "--reason", "worse", "--scope", "days", "--until", "2033-01-01")[0] == 0
    one = Rejection.objects.get()
    assert (one.reason, one.scope, f"{one.expires_at:%Y-%m-%d}") == ("worse", "days", "2033-01-01")


def test_a_value_is_written_anew_and_the_move_taken_back(proposal: Proposal) -> None:
    assert run("edit", proposal.pk, "--value", "Coffee from our own roastery")[0] == 0
    assert run("edit", proposal.pk, "--value", "{{ page.title }}")[0] == 1
    assert run("edit", proposal.pk, "--value", "{{ page.title }}", "--override", "--note", "yes")[0] == 0
    code, out = run("undo", proposal.pk)
    assert (code, "Coffee from our own roastery" in out) == (0, True)
    assert run("undo", proposal.pk)[0] == 2


@pytest.mark.parametrize("arguments", [(), ("show", 9), ("undo", 9), ("--from", "x.jsonl", "list")])
def test_what_cannot_be_done_is_one_line_and_exit_code_2(arguments: tuple[object, ...]) -> None:
    code, out = run(*arguments)
    assert (code, out.count("\n")) == (2, 0)


def test_an_id_that_is_none_is_named() -> None:
    assert "'1@x' is no proposal like 12 or 12@3" in run("approve", "1@x")[1]


def test_decisions_come_from_a_file(proposal: Proposal, tea: Proposal, decisions: Path) -> None:
    write(
        decisions,
        {"move": "approve", "url": proposal.url, "field": "title", "value": DRUM},
        {"move": "reject", "id": tea.pk, "version": 1, "reason": "off-brand", "note": "we sell coffee"},
    )
    code, out = run("--from", decisions)
    assert (code, out.splitlines()) == (0, [f"{proposal.pk}@2 approve ok", f"{tea.pk}@2 reject ok"])
    assert set(Proposal.objects.values_list("state", "value")) == {("approved", DRUM), ("rejected", TEA)}


def test_a_file_applied_twice_says_what_is_done_already(proposal: Proposal, decisions: Path) -> None:
    write(decisions, {"move": "approve", "id": proposal.pk})
    assert run("--from", decisions)[0] == 0
    code, out = run("--from", decisions)
    assert (code, "not-allowed: Proposal" in out, proposal.transitions.count()) == (1, True, 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 2: Input data was truncated"),
        ('{"move": "eat", "id": 1}', "line 2: Invalid enum value 'eat'"),
        ('{"move": "approve", "id": 1, "colour": 3}', "line 2: Object contains unknown field `colour`"),
        ('{"move": "approve"}', "line 2: give `id`, or `url` and `field`"),
        ('{"move": "approve", "id": 1, "url": "x", "field": "title"}', "line 2: give `id`, or"),
        ('{"move": "snooze", "id": 1, "until": "2033-01-01T00:00:00"}', "line 2: "),
    ],
)
def test_a_file_with_a_fault_does_nothing(proposal: Proposal, decisions: Path, line: str, why: str) -> None:
    decisions.write_text(json.dumps({"move": "approve", "id": proposal.pk}) + "\n" + line)
    code, out = run("--from", decisions)
    assert (code, why in out, "Nothing was decided" in out) == (2, True, True)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open"}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert run("--from", tmp_path / "no.jsonl")[0] == 2

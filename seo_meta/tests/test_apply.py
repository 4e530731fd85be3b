"""Approved proposals become edits of files; nothing else does, and nothing else changes."""

import json
from pathlib import Path

import pytest
from django.test import Client

from seo_meta.core.propose import Confidence, Field, Treatment
from seo_meta.core.review import Move, RejectReason, State
from seo_meta.errors import RunError
from seo_meta.models import ApplyRun, Edit, Proposal, Run
from seo_meta.services import apply as stage
from seo_meta.services.apply import Wish, undo
from seo_meta.services.review import decide
from seo_meta.tests.applying import (
    BY_COMMAND,
    TITLE,
    applied,
    approved,
    audited,
    codes,
    git,
    page,
    page_of,
    planned,
    proposed,
    site_at,
    state_of,
)
from seo_meta.tests.stored import reviewer

pytestmark = pytest.mark.django_db

DESCRIPTION = "Cups, saucers and bowls that two potters throw, glaze and fire in a barn at the end of the lane."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve() / "site"


@pytest.fixture
def run(folder: Path) -> Run:
    return site_at(folder, "index.html", "cups.html", "tea.html")


def with_title(name: str, title: str = TITLE) -> str:
    old = page(name)
    return old.replace("<title>" + old.partition("<title>")[2].partition("</title>")[0], f"<title>{title}")


def test_an_approved_title_is_written_and_nothing_else_changes(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    before = {file.name: file.read_text() for file in folder.iterdir()}
    done = applied(run)
    assert {file.name: file.read_text() for file in folder.iterdir()} == before | {"cups.html": with_title("cups.html")}
    assert [file.held.path for file in done.files] == ["cups.html"]
    assert state_of(proposal) == State.APPLIED
    last = proposal.transitions.last()
    assert last is not None
    assert (last.move, last.from_state, last.to_state) == ("apply", "approved", "applied")
    assert (last.actor_name, last.client) == ("seo_apply", "command")


def test_without_review_nothing_is_written(run: Run, folder: Path) -> None:
    proposal = proposed(run, "cups.html")
    done = applied(run)
    assert (done.files, done.refusals, done.batch) == ([], [], None)
    assert (folder / "cups.html").read_text() == page("cups.html")
    assert state_of(proposal) == State.OPEN
    assert not ApplyRun.objects.exists()


def test_where_the_pull_request_is_the_review_good_proposals_are_written_too(run: Run, folder: Path) -> None:
    proposal = proposed(run, "cups.html")
    assert applied(run, unreviewed=True).batch.unreviewed
    assert (folder / "cups.html").read_text() == with_title("cups.html")
    assert state_of(proposal) == State.APPLIED


@pytest.mark.parametrize(
    "kind",
    [
        {"treatment": Treatment.ADVISORY},
        {"confidence": Confidence.LOW},
        {"state": State.SNOOZED},
        {"state": State.REJECTED},
        {"state": State.STALE},
        {"state": State.SUPERSEDED},
        {"state": State.ABSTAINED},
    ],
)
def test_what_a_reviewer_should_see_first_is_never_written_unseen(run: Run, folder: Path, kind: dict[str, str]) -> None:
    proposed(run, "cups.html", **{name: str(value) for name, value in kind.items()})
    assert applied(run, unreviewed=True).files == []
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_a_value_that_a_reviewer_rejected_is_not_written_unseen(run: Run, folder: Path) -> None:
    refused = proposed(run, "cups.html")
    decide(refused.pk, refused.version, Move.REJECT, reviewer(), reason=RejectReason.MISLEADING)
    proposed(run, "cups.html")
    assert codes(applied(run, unreviewed=True)) == [("cups.html", "suppressed")]
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_a_value_that_breaks_a_rule_is_not_written_unseen(run: Run, folder: Path) -> None:
    proposed(run, "cups.html", "Cups | Cups | Cups")
    assert codes(applied(run, unreviewed=True)) == [("cups.html", "blocked-by-guardrail")]
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_one_field_can_be_applied_alone(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    other = approved(run, "cups.html", DESCRIPTION, Field.DESCRIPTION)
    applied(run, fields=(Field.TITLE,))
    assert (folder / "cups.html").read_text() == with_title("cups.html")
    assert state_of(other) == State.APPROVED


def test_several_fields_of_one_file_are_one_edit(run: Run, folder: Path) -> None:
    for value, field in ((TITLE, Field.TITLE), (DESCRIPTION, Field.DESCRIPTION)):
        approved(run, "cups.html", value, field)
    cards = json.dumps({"og:title": TITLE, "twitter:card": "summary"})
    approved(run, "cups.html", cards, Field.SOCIAL)
    approved(run, "cups.html", json.dumps({"@context": "https://schema.org", "@type": "Thing"}), Field.JSON_LD)
    (file,) = applied(run).files
    text = (folder / "cups.html").read_text()
    assert len(file.proposals) == 4
    assert Edit.objects.get().proposals.count() == 4
    for piece in (f"<title>{TITLE}</title>", f'content="{DESCRIPTION}"', '"og:title"', '"twitter:card"', '"@type"'):
        assert text.count(piece) == 1


def test_one_field_that_cannot_be_written_does_not_keep_back_the_others(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    bad = approved(run, "cups.html", json.dumps({"og:title": "{{ title }}"}), Field.SOCIAL)
    done = applied(run)
    assert codes(done) == [("cups.html", "value")]
    assert (folder / "cups.html").read_text() == with_title("cups.html")
    assert state_of(bad) == State.APPROVED


def test_a_plan_writes_nothing(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    before = {file: file.stat() for file in folder.iterdir()}
    assert len(planned(run).files) == 1
    assert {file: file.stat() for file in folder.iterdir()} == before
    assert state_of(proposal) == State.APPROVED
    assert not ApplyRun.objects.exists()


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("at_end", [True, False])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_diff_of_a_plan_is_what_git_applies_and_takes_back(
    folder: Path, ending: bytes, at_end: bool, start: bytes
) -> None:
    site_at(folder, "index.html", "cups.html")
    body = start + page("cups.html").encode().replace(b"\n", ending)
    body = body if at_end else body.removesuffix(ending)
    (folder / "cups.html").write_bytes(body)
    run = audited(folder)
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    approved(run, "cups.html")
    approved(run, "cups.html", "https://example.com/cups", Field.CANONICAL)
    patch = b"".join(planned(run).diff())
    git(folder.parent, "apply", given=patch)
    by_git = (folder / "cups.html").read_bytes()
    git(folder.parent, "apply", "-R", given=patch)
    assert (folder / "cups.html").read_bytes() == body
    applied(run)
    assert (folder / "cups.html").read_bytes() == by_git != body


def test_files_of_every_name_are_in_the_diff(folder: Path) -> None:
    names = ["with space.html", "ünï.html", 'quo"te.html', "tab\there.html"]
    run = site_at(folder, "index.html", *names)
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    for place, name in enumerate(names):
        approved(run, name, f"{TITLE}, number {place}")
    patch = b"".join(planned(run).diff())
    applied(run)
    git(folder.parent, "apply", "-R", "--check", given=patch)


def test_what_the_page_has_already_is_merged_and_no_edit(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    (folder / "cups.html").write_text(with_title("cups.html"))
    assert list(planned(run).diff()) == []
    done = applied(run)
    assert (done.files, done.refusals, [one.pk for one in done.already]) == ([], [], [proposal.pk])
    assert state_of(proposal) == State.MERGED


def test_an_approval_holds_while_only_the_rest_of_the_file_changes(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    (folder / "cups.html").write_text(page("cups.html").replace("Text of", "New text of"))
    applied(run)
    assert (folder / "cups.html").read_text() == with_title("cups.html").replace("Text of", "New text of")
    last = proposal.transitions.last()
    assert last is not None
    assert "had changed since" in last.note


def test_an_approval_is_void_when_somebody_changed_the_field(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    theirs = with_title("cups.html", "Cups that somebody else found words for")
    (folder / "cups.html").write_text(theirs)
    (refusal,) = applied(run).refusals
    assert (refusal.code, refusal.is_approved) == ("stale-source", True)
    assert (refusal.base, refusal.theirs, refusal.proposal.value) == (
        "What we make and sell in cups",
        "Cups that somebody else found words for",
        TITLE,
    )
    assert (folder / "cups.html").read_text() == theirs
    proposal.refresh_from_db()
    assert (proposal.state, proposal.approved_at, proposal.current) == (State.STALE, None, refusal.theirs)
    assert applied(run).refusals == []


def test_social_cards_are_void_when_the_page_got_its_own(run: Run, folder: Path) -> None:
    approved(run, "cups.html", json.dumps({"og:title": TITLE}), Field.SOCIAL)
    own = '<meta property="og:title" content="Ours">\n</head>'
    (folder / "cups.html").write_text(page("cups.html").replace("</head>", own))
    assert codes(applied(run)) == [("cups.html", "stale-source")]
    assert "Ours" in (folder / "cups.html").read_text()


def test_an_approval_is_for_one_value(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    Proposal.objects.filter(pk=proposal.pk).update(value="Another value than the one that was approved")
    assert codes(applied(run)) == [("cups.html", "void-approval")]
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_what_a_reviewer_decides_while_the_plan_is_made_counts(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html")
    made = planned(run)
    decide(proposal.pk, proposal.version, Move.UNAPPROVE, reviewer())
    done = stage.carry_out(made, Wish(), BY_COMMAND)
    assert codes(done) == [("cups.html", "version-conflict")]
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_what_a_reviewer_decides_while_a_file_is_written_counts(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = approved(run, "cups.html")
    replace = stage.replace

    def slowly(*arguments: object) -> None:
        replace(*arguments)
        decide(proposal.pk, proposal.version, Move.UNAPPROVE, reviewer())

    monkeypatch.setattr(stage, "replace", slowly)
    assert codes(applied(run)) == [("cups.html", "version-conflict")]
    assert (folder / "cups.html").read_text() == page("cups.html")
    assert state_of(proposal) == State.OPEN
    assert Edit.objects.get().state == Edit.State.TAKEN_BACK


def test_a_file_that_changes_after_the_plan_is_left_alone_and_the_others_are_written(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    approved(run, "tea.html", "Tea from three gardens on the south slope")
    made = planned(run)
    (folder / "cups.html").write_text("<title>Somebody saves right now</title>")
    done = stage.carry_out(made, Wish(), BY_COMMAND)
    assert codes(done) == [("cups.html", "stale-source")]
    assert (folder / "cups.html").read_text() == "<title>Somebody saves right now</title>"
    assert [edit.file for edit in Edit.objects.all()] == ["tea.html"]


def test_one_file_under_two_names_is_edited_once(run: Run, folder: Path) -> None:
    (folder / "mugs.html").symlink_to("cups.html")
    run = audited(folder)
    approved(run, "cups.html")
    approved(run, "mugs.html", "Mugs that are thrown and fired by hand")
    done = applied(run)
    assert codes(done) == [("mugs.html", "same-file")]
    assert (folder / "cups.html").read_text() == with_title("cups.html")


def test_what_may_not_be_edited_is_refused_by_name(run: Run, folder: Path) -> None:
    for name in ("index.html", "cups.html", "tea.html"):
        approved(run, name, f"{TITLE}, for {name.partition('.')[0]}")
    (folder / "index.html").unlink()
    (folder / "cups.html").chmod(0o444)
    (folder / "tea.html").rename(folder.parent / "tea.html")
    (folder / "tea.html").symlink_to(folder.parent / "tea.html")
    assert dict(codes(applied(run))) == {
        "index.html": "missing",
        "cups.html": "read-only",
        "tea.html": "outside-root",
    }
    assert (folder.parent / "tea.html").read_text() == page("tea.html")


def test_what_git_ignores_is_built_and_not_edited(run: Run, folder: Path) -> None:
    git(folder.parent, "init", "-q")
    (folder.parent / ".gitignore").write_text("site/\n")
    approved(run, "cups.html")
    assert codes(applied(run)) == [("cups.html", "generated")]


def test_a_value_that_does_not_mend_its_page_is_not_written(run: Run, folder: Path) -> None:
    (other, *_) = (one.rule for one in page_of(run, "cups.html").findings.all() if not one.rule.startswith("title."))
    proposal = approved(run, "cups.html", rules=[other])
    (refusal,) = applied(run).refusals
    assert (refusal.code, refusal.sentence) == ("no-better", f"{other} is still there.")
    assert (folder / "cups.html").read_text() == page("cups.html")
    assert state_of(proposal) == State.APPROVED


def test_a_value_that_breaks_something_else_is_not_written(folder: Path) -> None:
    site_at(folder, "index.html", "cups.html")
    cards = '<meta property="og:url" content="https://example.com/cups.html">\n</head>'
    (folder / "cups.html").write_text(page("cups.html").replace("</head>", cards))
    run = audited(folder)
    approved(run, "cups.html", "https://example.com/gone/", Field.CANONICAL)
    (refusal,) = applied(run).refusals
    assert refusal.code == "no-better"
    assert "og.url-vs-canonical" in refusal.sentence
    assert "gone" not in (folder / "cups.html").read_text()


def test_what_a_reviewer_passed_over_with_a_note_is_written(run: Run, folder: Path) -> None:
    proposal = approved(run, "cups.html", "Cups | Cups | Cups", note="The shop is called so.")
    assert applied(run).refusals == []
    assert "<title>Cups | Cups | Cups</title>" in (folder / "cups.html").read_text()
    assert state_of(proposal) == State.APPLIED


def test_two_pages_do_not_get_one_title(run: Run, folder: Path) -> None:
    proposed(run, "cups.html")
    proposed(run, "tea.html")
    done = applied(run, unreviewed=True)
    assert sorted(codes(done)) == [("cups.html", "no-better"), ("tea.html", "no-better")]
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_a_page_does_not_get_the_title_that_another_was_given_since_the_audit(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    applied(run)
    proposed(run, "tea.html", TITLE.upper())
    assert codes(applied(run, unreviewed=True)) == [("tea.html", "no-better")]


def test_an_edit_that_proves_no_better_is_taken_back(run: Run, folder: Path) -> None:
    """Between the plan and the proof another page got the title."""
    proposal = approved(run, "cups.html")
    made = planned(run)
    page_of(run, "tea.html").__class__.objects.filter(file="tea.html").update(title=TITLE)
    done = stage.carry_out(made, Wish(), BY_COMMAND)
    assert codes(done) == [("cups.html", "taken-back")]
    assert done.files == []
    assert (folder / "cups.html").read_text() == page("cups.html")
    edit = Edit.objects.get()
    assert edit.state == Edit.State.TAKEN_BACK
    assert "title.duplicate" in edit.note
    assert [(one.move, one.to_state) for one in proposal.transitions.all()][-2:] == [
        ("apply", "applied"),
        ("unapply", "approved"),
    ]


def test_the_next_audit_finds_the_finding_gone(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text(page("index.html"))
    (folder / "cups.html").write_text(page("cups.html").replace("<title>What we make and sell in cups</title>\n", ""))
    run = audited(folder)
    assert "title.missing" in {finding.rule for finding in page_of(run, "cups.html").findings.all()}
    approved(run, "cups.html", rules=["title.missing"])
    applied(run)
    again = page_of(audited(folder), "cups.html")
    assert again.title == TITLE
    assert "title.missing" not in {finding.rule for finding in again.findings.all()}


def test_undo_gives_all_files_back_byte_for_byte(run: Run, folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    first = approved(run, "cups.html")
    approved(run, "tea.html", json.dumps({"og:title": "Tea"}), Field.SOCIAL)
    batch = applied(run).batch
    assert batch
    done = undo(batch.pk, BY_COMMAND)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert (sorted(done.files), done.refusals) == (["cups.html", "tea.html"], [])
    assert state_of(first) == State.APPROVED
    assert undo(batch.pk, BY_COMMAND).files == []


def test_undo_opens_again_what_nobody_had_approved(run: Run) -> None:
    proposal = proposed(run, "cups.html")
    batch = applied(run, unreviewed=True).batch
    assert batch
    undo(batch.pk, BY_COMMAND)
    assert state_of(proposal) == State.OPEN


def test_undo_leaves_alone_what_was_changed_since(run: Run, folder: Path) -> None:
    approved(run, "cups.html")
    tea = approved(run, "tea.html", "Tea from three gardens on the south slope")
    batch = applied(run).batch
    assert batch
    (folder / "cups.html").write_text("Mine")
    done = undo(batch.pk, BY_COMMAND)
    assert (done.files, [file for file, _ in done.refusals]) == (["tea.html"], ["cups.html"])
    assert (folder / "cups.html").read_text() == "Mine"
    assert state_of(tea) == State.APPROVED


def test_an_apply_run_that_there_is_not_cannot_be_undone() -> None:
    with pytest.raises(RunError, match="no apply run 99"):
        undo(99, BY_COMMAND)


def test_a_folder_that_moved_is_named(run: Run, folder: Path, tmp_path: Path) -> None:
    approved(run, "cups.html")
    folder.rename(tmp_path / "moved")
    with pytest.raises(RunError, match="--root"):
        planned(run)
    applied(run, root=tmp_path / "moved")
    assert TITLE in (tmp_path / "moved" / "cups.html").read_text()


def test_a_live_site_has_no_files(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(kind=Run.Kind.HTTP)
    run.refresh_from_db()
    with pytest.raises(RunError, match="live site"):
        planned(run)


def test_the_api_shows_the_edit_of_one_proposal(run: Run, folder: Path, admin_client: Client) -> None:
    proposal = proposed(run, "cups.html")
    answer = admin_client.get(f"/api/v1/proposals/{proposal.pk}/diff")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/x-diff; charset=utf-8")
    git(folder.parent, "init", "-q")
    git(folder.parent, "apply", given=answer.content)
    assert (folder / "cups.html").read_text() == with_title("cups.html")
    assert admin_client.get(f"/api/v1/proposals/{proposal.pk}/diff").content == b""


def test_the_api_shows_three_sides_of_a_page_that_somebody_changed(
    run: Run, folder: Path, admin_client: Client
) -> None:
    proposal = approved(run, "cups.html")
    (folder / "cups.html").write_text(page("cups.html", title="Words of somebody else, meanwhile"))
    answer = admin_client.get(f"/api/v1/proposals/{proposal.pk}/diff")
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "urn:siteagent:problem:stale-source")
    assert [problem[side] for side in ("base", "theirs", "ours")] == [
        "What we make and sell in cups",
        "Words of somebody else, meanwhile",
        TITLE,
    ]
    assert state_of(proposal) == State.APPROVED


def test_a_list_of_files_by_their_content_is_named(run: Run, folder: Path) -> None:
    (folder / "sw.js").write_text('precache([{url: "cups.html", revision: "1f2e"}])')
    (folder / "integrity.json").write_text('{"tea.html": "sha384-AAAA"}')
    approved(run, "cups.html")
    assert planned(run).outdated == ["sw.js"]
    assert applied(run).outdated == ["sw.js"]


def test_a_run_that_was_not_judged_has_nothing_to_apply(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(state=Run.State.READ)
    run.refresh_from_db()
    with pytest.raises(RunError, match="seo_audit --run"):
        planned(run)

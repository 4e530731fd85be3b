"""A process may die anywhere between a row and its file: the next one finds out what is true."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seo_meta.core.review import Move, State
from seo_meta.models import Edit, Proposal, Run
from seo_meta.services import apply as stage
from seo_meta.services import journal
from seo_meta.services.apply import undo
from seo_meta.services.journal import settle
from seo_meta.services.review import decide
from seo_meta.targets.folder import TEMPORARY
from seo_meta.tests.applying import BY_COMMAND, TITLE, applied, approved, page, site_at, state_of
from seo_meta.tests.stored import reviewer

pytestmark = pytest.mark.django_db


class Died(BaseException):
    """Stands in for SIGKILL: nothing of ours handles it."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve() / "site"


@pytest.fixture
def run(folder: Path) -> Run:
    return site_at(folder, "index.html", "cups.html")


@pytest.fixture
def proposal(run: Run) -> Proposal:
    return approved(run, "cups.html")


@contextmanager
def dying(where: Any, name: str, *, after: bool = False) -> Iterator[None]:
    real = getattr(where, name)

    def last(*arguments: Any) -> None:
        if after:
            real(*arguments)
        raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, last)
        try:
            yield
        except Died:
            return
    pytest.fail(f"{name} was never called")


def is_new(folder: Path) -> bool:
    return f"<title>{TITLE}</title>" in (folder / "cups.html").read_text()


def test_what_was_not_written_is_forgotten_and_written_by_the_next_run(
    run: Run, proposal: Proposal, folder: Path
) -> None:
    with dying(stage, "replace"):
        applied(run)
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("planned", False, State.APPROVED)
    assert settle(str(folder)) == 1
    assert not Edit.objects.exists()
    assert len(applied(run).files) == 1
    assert (is_new(folder), state_of(proposal)) == (True, State.APPLIED)


def test_what_was_written_is_logged_by_the_next_run(run: Run, proposal: Proposal, folder: Path) -> None:
    with dying(stage, "replace", after=True):
        applied(run)
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("planned", True, State.APPROVED)
    assert applied(run).files == []
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("written", True, State.APPLIED)
    assert Edit.objects.get().written_at


def test_what_was_written_is_taken_back_when_a_reviewer_withdrew_it_meanwhile(
    run: Run, proposal: Proposal, folder: Path
) -> None:
    with dying(stage, "replace", after=True):
        applied(run)
    decide(proposal.pk, proposal.version, Move.UNAPPROVE, reviewer())
    settle(str(folder))
    assert (Edit.objects.get().state, state_of(proposal)) == ("taken-back", State.OPEN)
    assert (folder / "cups.html").read_text() == page("cups.html")


def test_what_somebody_else_wrote_in_between_is_theirs(run: Run, proposal: Proposal, folder: Path) -> None:
    with dying(stage, "replace"):
        applied(run)
    (folder / "cups.html").write_text("Mine")
    settle(str(folder))
    assert (Edit.objects.get().state, state_of(proposal)) == ("stale", State.APPROVED)
    assert (folder / "cups.html").read_text() == "Mine"


@pytest.mark.parametrize("after", [False, True])
def test_what_was_about_to_be_undone_is_undone(run: Run, proposal: Proposal, folder: Path, after: bool) -> None:
    batch = applied(run).batch
    assert batch
    with dying(journal, "replace", after=after):
        undo(batch.pk, BY_COMMAND)
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("undoing", not after, State.APPLIED)
    settle(str(folder))
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("undone", False, State.APPROVED)


def test_what_was_about_to_be_undone_and_was_changed_meanwhile_stays(
    run: Run, proposal: Proposal, folder: Path
) -> None:
    batch = applied(run).batch
    assert batch
    with dying(journal, "replace"):
        undo(batch.pk, BY_COMMAND)
    (folder / "cups.html").write_text("Mine")
    settle(str(folder))
    assert Edit.objects.get().state == "stale"
    assert (folder / "cups.html").read_text() == "Mine"


def test_temporary_files_of_the_dead_are_swept_up(run: Run, proposal: Proposal, folder: Path) -> None:
    with dying(stage, "replace"):
        applied(run)
    (folder / f"{TEMPORARY}0123.tmp").write_text("half")
    settle(str(folder))
    assert sorted(file.name for file in folder.iterdir()) == ["cups.html", "index.html"]


def test_what_was_merged_stays_so_when_its_edit_is_undone(run: Run, proposal: Proposal, folder: Path) -> None:
    batch = applied(run).batch
    assert batch
    Proposal.objects.filter(pk=proposal.pk).update(state=State.MERGED)
    undo(batch.pk, BY_COMMAND)
    assert (Edit.objects.get().state, is_new(folder), state_of(proposal)) == ("undone", False, State.MERGED)


def test_a_folder_that_is_gone_keeps_nobody_from_others(
    run: Run, proposal: Proposal, folder: Path, tmp_path: Path
) -> None:
    with dying(stage, "replace", after=True):
        applied(run)
    folder.rename(tmp_path / "moved")
    settle(str(folder))
    assert Edit.objects.get().state == "stale"

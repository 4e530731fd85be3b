"""The journal of edits: a row before the bytes change, settled after, so that a process may die anywhere in between.

    planned ─▶ written ─▶ undoing ─▶ undone
                      └─▶ taking-back ─▶ taken-back

What a row and its file say agrees once `settle` was called, which every apply run does first.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from django.db import transaction
from django.utils import timezone

from seo_meta.core.html_edit import apply as apply_splices
from seo_meta.core.review import State
from seo_meta.errors import TargetError, VersionConflict
from seo_meta.models import ApplyRun, Edit, Proposal
from seo_meta.models.edit import pack_splices
from seo_meta.selectors import unsettled_edits
from seo_meta.targets.folder import Held, hold, replace, sweep

from .apply_values import FileEdit
from .transitions import Actor, change, conflict

UNAPPLIED = {Edit.State.UNDOING: Edit.State.UNDONE, Edit.State.TAKING_BACK: Edit.State.TAKEN_BACK}


def settle(root: str) -> int:
    """Make rows and files of a folder agree after processes that died, and sweep up behind them; how many there were.

    What was about to be written is written or not, as the file tells; what was about to be undone is undone.
    """
    begun = list(unsettled_edits(root))
    for folder in {str(PurePosixPath(edit.file).parent) for edit in begun}:
        sweep(root, folder)
    for edit in begun:
        if edit.state == Edit.State.PLANNED:
            _settle_planned(edit)
        else:
            _settle_unapplied(edit)
    return len(begun)


def is_written(edit: Edit) -> bool:
    """Whether the file has the edit, whatever became of the attempt."""
    return _digest_now(edit) == edit.after_sha256


def plan_rows(batch: ApplyRun, files: Sequence[FileEdit]) -> list[Edit]:
    """The rows, to be called in a transaction: no file is written before it is stored what all of them will be."""
    rows = [
        Edit(
            apply_run=batch,
            file=file.held.path,
            versions={str(one.pk): one.version for one in file.proposals},
            before_sha256=digest(file.held.body),
            after_sha256=digest(file.splices.result),
            splices=pack_splices(file.splices.edits),
            inverse=pack_splices(file.splices.inverse),
        )
        for file in files
    ]
    links = Edit.proposals.through
    Edit.objects.bulk_create(rows)
    links.objects.bulk_create(
        links(edit_id=row.pk, proposal_id=one.pk)
        for row, file in zip(rows, files, strict=True)
        for one in file.proposals
    )
    return rows


def log_written(edit: Edit, rebased: frozenset[int] = frozenset()) -> bool:
    """The file has the edit: say so of the row and its proposals, together. False when one of these has changed
    meanwhile: then the edit is taken back."""
    try:
        with transaction.atomic():
            for proposal in edit.proposals.order_by("pk"):
                _apply(proposal, edit, proposal.pk in rebased)
            edit.state, edit.written_at = Edit.State.WRITTEN, timezone.now()
            Edit.objects.filter(pk=edit.pk).update(state=edit.state, written_at=edit.written_at)
    except VersionConflict:
        _take_back(edit, "A reviewer changed the proposal meanwhile.")
        return False
    return True


def unapply(edit: Edit, begun: Edit.State, actor: Actor, note: str = "") -> None:
    """Give the file back what it had; `begun` is `UNDOING` or `TAKING_BACK`.

    Raises TargetError, `stale-source` when the file was changed since; then everything is as it was.
    """
    before = edit.state
    held = _held(edit)
    _close(edit, begun, note)
    try:
        _restore(edit, held, actor)
    except TargetError:
        if _digest_now(edit) != edit.before_sha256:
            _close(edit, Edit.State(before), edit.note)
            raise
        _log_unapplied(edit, actor)


def actor_of(batch: ApplyRun) -> Actor:
    return Actor(batch.actor_id, batch.actor_name, batch.client)


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def _apply(proposal: Proposal, edit: Edit, rebased: bool) -> None:
    if proposal.version != edit.versions[str(proposal.pk)]:
        raise conflict(proposal.pk)
    note = f"Apply run {edit.apply_run_id}, {edit.file}."
    note += " The file had changed since, elsewhere than in this field." if rebased else ""
    change(proposal, "apply", actor_of(edit.apply_run), State.APPLIED, {}, note=note)


def _take_back(edit: Edit, note: str) -> None:
    try:
        unapply(edit, Edit.State.TAKING_BACK, actor_of(edit.apply_run), note)
    except TargetError as error:
        _close(edit, Edit.State.STALE, f"{note} {error}")


def _settle_planned(edit: Edit) -> None:
    now = _digest_now(edit)
    if now == edit.after_sha256:
        log_written(edit)
    elif now == edit.before_sha256:
        edit.delete()
    else:
        _close(edit, Edit.State.STALE, "Something else wrote the file before the edit was settled.")


def _settle_unapplied(edit: Edit) -> None:
    actor = actor_of(edit.apply_run)
    try:
        _restore(edit, _held(edit), actor)
    except TargetError as error:
        if _digest_now(edit) == edit.before_sha256:
            _log_unapplied(edit, actor)
        else:
            _close(edit, Edit.State.STALE, f"It was to be undone. {error}")


def _held(edit: Edit) -> Held:
    """The file with the edit. Raises TargetError when it is not there, or another."""
    held = hold(edit.apply_run.root, edit.file)
    if digest(held.body) != edit.after_sha256:
        raise TargetError("stale-source", f"{edit.file} was changed since the edit, which therefore stays.")
    return held


def _restore(edit: Edit, held: Held, actor: Actor) -> None:
    replace(held, apply_splices(held.body, edit.read_inverse()))
    _log_unapplied(edit, actor)


def _log_unapplied(edit: Edit, actor: Actor) -> None:
    """Proposals go back to where they came from; those that went on since, into a pull request say, stay."""
    with transaction.atomic():
        for proposal in edit.proposals.filter(state=State.APPLIED).order_by("pk"):
            came_from = proposal.transitions.filter(move="apply").values_list("from_state", flat=True).last()
            note = edit.note or f"Apply run {edit.apply_run_id} was undone."
            change(proposal, "unapply", actor, came_from or State.OPEN, {}, note=note)
        edit.undone_at = timezone.now()
        edit.save(update_fields=["undone_at"])
        _close(edit, UNAPPLIED[Edit.State(edit.state)], edit.note)


def _close(edit: Edit, state: Edit.State, note: str) -> None:
    edit.state, edit.note = state, note
    edit.save(update_fields=["state", "note"])


def _digest_now(edit: Edit) -> str:
    """Empty for a file that is not there or may not be edited any more."""
    try:
        return digest(hold(edit.apply_run.root, edit.file).body)
    except TargetError:
        return ""

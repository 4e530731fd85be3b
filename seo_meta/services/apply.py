"""The apply stage: approved proposals become edits of the source, each file as a whole or not at all."""

from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core.review import State
from seo_meta.errors import RunError, TargetError, VersionConflict
from seo_meta.lock import exclusive
from seo_meta.models import ApplyRun, Edit, Proposal, Run
from seo_meta.targets.folder import hold, replace, sweep

from .apply_edits import read_back, together
from .apply_plan import difference, plan
from .apply_values import FileEdit, Plan, Refusal, Wish, place_of
from .decision import NO_APPROVAL
from .journal import is_written, log_written, plan_rows, settle, unapply
from .judge_edits import Edited, Judge
from .transitions import Actor, change

__all__ = ["Applied", "FileEdit", "Plan", "Refusal", "Undone", "Wish", "apply", "difference", "plan", "undo"]


AT_ONCE = 500


class Applied(msgspec.Struct):
    """What became of a plan. Without a batch nothing was written."""

    batch: ApplyRun | None
    files: list[FileEdit]
    """Those that are written, and proven."""
    refusals: list[Refusal]
    already: list[Proposal]
    outdated: list[str]
    """Files of the build that list edited files by their content."""


class Undone(msgspec.Struct):
    batch: ApplyRun
    files: list[str]
    refusals: list[tuple[str, str]]
    """(file, why it stays as it is)"""


def apply(run: Run, wish: Wish, actor: Actor) -> Applied:
    """Write what may be written of a run's proposals. One process at a time applies to a repository, or else a folder.

    Raises RunError, TargetError, SourceError as `plan` does, and RunError while another process is at it.
    """
    root = place_of(run, wish).root
    with exclusive(f"seo_apply in {root}"):
        settle(root)
        return carry_out(plan(run, wish), wish, actor)


def carry_out(made: Plan, wish: Wish, actor: Actor) -> Applied:
    """Write a plan. What has changed since it was made is left out."""
    done = Applied(None, [], list(made.refusals), made.already, made.outdated)
    _log_decided(made, actor)
    files = _unmoved(made.files, done.refusals)
    if not files:
        return done
    for folder in {file.held.folder for file in files}:
        sweep(made.root, folder)
    done.batch, rows = _begin(made, files, wish, actor)
    pairs = zip(files, rows, strict=True)
    written = [(file, row) for file, row in pairs if _write(file, row, made.rebased, done.refusals)]
    done.files = _proven(made, written, actor, done.refusals)
    if not done.batch.edits.exists():
        done.batch.delete()
        done.batch = None
        return done
    done.batch.finished_at = timezone.now()
    done.batch.save(update_fields=["finished_at"])
    return done


def undo(batch_id: int, actor: Actor) -> Undone:
    """Give all files of an apply run back what they had, except those that were changed since.

    Raises RunError for an apply run that there is not.
    """
    batch = ApplyRun.objects.filter(pk=batch_id).first()
    if batch is None:
        raise RunError(f"There is no apply run {batch_id}. seo_apply names the number of each when it ends.")
    with exclusive(f"seo_apply in {batch.root}"):
        settle(batch.root)
        done = Undone(batch, [], [])
        for edit in batch.edits.filter(state=Edit.State.WRITTEN):
            try:
                unapply(edit, Edit.State.UNDOING, actor)
            except TargetError as error:
                done.refusals.append((edit.file, str(error)))
            else:
                done.files.append(edit.file)
    return done


def _begin(made: Plan, files: list[FileEdit], wish: Wish, actor: Actor) -> tuple[ApplyRun, list[Edit]]:
    with transaction.atomic():
        batch = ApplyRun.objects.create(
            site=made.run.site,
            run=made.run,
            root=made.root,
            actor_id=actor.user_id,
            actor_name=actor.name,
            client=actor.client,
            unreviewed=wish.unreviewed,
        )
        return batch, plan_rows(batch, files)


def _unmoved(files: list[FileEdit], refusals: list[Refusal]) -> list[FileEdit]:
    """The files whose proposals are as they were planned with."""
    planned = [one.pk for file in files for one in file.proposals]
    versions: dict[int, int] = {}
    for start in range(0, len(planned), AT_ONCE):
        some = Proposal.objects.filter(pk__in=planned[start : start + AT_ONCE])
        versions.update(some.values_list("pk", "version"))
    kept = []
    for file in files:
        if all(versions.get(one.pk) == one.version for one in file.proposals):
            kept.append(file)
        else:
            sentence = f"A proposal for {file.held.path} was changed meanwhile. Start again."
            refusals += file.refused(VersionConflict.problem, sentence)
    return kept


def _write(file: FileEdit, row: Edit, rebased: frozenset[int], refusals: list[Refusal]) -> bool:
    try:
        replace(file.held, file.splices.result)
    except TargetError as error:
        if not is_written(row):
            row.delete()
            refusals += file.refused(error.code, str(error))
            return False
    if log_written(row, rebased):
        return True
    refusals += file.refused(VersionConflict.problem, row.note)
    return False


def _proven(made: Plan, written: list[tuple[FileEdit, Edit]], actor: Actor, refusals: list[Refusal]) -> list[FileEdit]:
    """The files that are better for their edit, read from the disk anew; the others get back what they had."""
    seen = [page for file, _ in written for page in _read_back(made, file, refusals)]
    faults = Judge(made.run).faults(together(seen))
    good = []
    for file, row in written:
        against = {one.pk: faults[one.pk] for one in file.proposals if one.pk in faults}
        if against:
            refusals += _take_back(file, row, actor, against)
        else:
            good.append(file)
    return good


def _read_back(made: Plan, file: FileEdit, refusals: list[Refusal]) -> tuple[Edited, ...]:
    try:
        body = hold(made.root, file.held.path).body
    except TargetError as error:
        refusals += file.refused(error.code, str(error))
        return ()
    return read_back(made.run, file, body)


def _take_back(file: FileEdit, row: Edit, actor: Actor, against: Mapping[int, str]) -> list[Refusal]:
    note = " ".join(dict.fromkeys(against.values()))
    try:
        unapply(row, Edit.State.TAKING_BACK, actor, note)
    except TargetError as error:
        return file.refused(error.code, f"{note} {error}")
    return file.refused("taken-back", note)


def _log_decided(made: Plan, actor: Actor) -> None:
    """What the files say of proposals without any edit: they have the value, or the approval is void."""
    for proposal in made.already:
        _log(proposal, "already", actor, State.MERGED, {}, "The file has it.")
    for refusal in made.refusals:
        if refusal.code == "stale-source" and refusal.is_approved:
            void = {**NO_APPROVAL, "current": refusal.theirs, "reason": refusal.sentence}
            _log(refusal.proposal, "stale", actor, State.STALE, void, refusal.sentence)


def _log(proposal: Proposal, move: str, actor: Actor, state: State, changes: dict[str, Any], note: str) -> None:
    """The plan keeps the proposal as it was, for whoever tells of it."""
    with suppress(VersionConflict), transaction.atomic():  # what somebody decided meanwhile counts
        change(copy(proposal), move, actor, state, changes, note=note)

"""From proposals to the files that they are written into: the page itself, or what a build makes it from."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import Kind, Target, Unresolved, value_in
from seo_meta.errors import TargetError
from seo_meta.models import Proposal, Run
from seo_meta.targets.folder import Held, hold

from .apply_values import Place, Refusal, Wanted
from .find_sources import sources_in


def resolve_sources(run: Run, place: Place, proposals: Sequence[Proposal]) -> Iterator[Wanted | Refusal]:
    """Where each of them is written, or why nowhere. Raises SourceError for a repository that is too large."""
    targets = _targets(run, place, proposals)
    found = {one.pk: target for one in proposals if isinstance(target := targets[one.pk], Target)}
    built = {one.pk for one in proposals if one.pk in found and found[one.pk].file != place.below + one.file}
    held = _held(place, {target.file: target.file if pk in built else place.below for pk, target in found.items()})
    for proposal in proposals:
        target = targets[proposal.pk]
        if isinstance(target, Unresolved):
            yield _unresolved(run, place, proposal, target)
            continue
        file = held[target.file]
        if isinstance(file, TargetError):
            yield Refusal(proposal, file.code, str(file))
        elif (now := _value_in(file, target)) != target.was:
            yield _changed(proposal, target.file, now)
        else:
            yield Wanted(proposal, file, target, is_built=proposal.pk in built)


def _targets(run: Run, place: Place, proposals: Sequence[Proposal]) -> Mapping[int, Target | Unresolved]:
    """By proposal. Only a repository tells what else may make a page."""
    if place.repository is None or not proposals:
        return {one.pk: Target(one.file, Kind.HTML, one.field, one.value) for one in proposals}
    sources = sources_in(run, Path(place.root), place.below.rstrip("/"))
    return {one.pk: sources.resolve(one.url, Field(one.field), one.value) for one in proposals}


def _value_in(file: Held, target: Target) -> str:
    return "" if target.kind is Kind.HTML else value_in(file.path, target.kind, file.body, target.key)


def _held(place: Place, files: Mapping[str, str]) -> dict[str, Held | TargetError]:
    """The files by name; to each what its real path has to begin with: a source is no link, and a page does not lead
    out of its folder."""
    found: dict[str, Held | TargetError] = {}
    for file, within in files.items():
        try:
            found[file] = _hold(place, file, within)
        except TargetError as error:
            found[file] = error
    if place.repository is None:
        return found
    refused = place.repository.refusals([held.path for held in found.values() if isinstance(held, Held)])
    return {file: refused.get(held.path, held) if isinstance(held, Held) else held for file, held in found.items()}


def _hold(place: Place, file: str, within: str) -> Held:
    held = hold(place.root, file)
    if not held.path.startswith(within):
        raise TargetError("outside-root", f"{file} is a link, and leads out of {within.rstrip('/')}.")
    return held


def _unresolved(run: Run, place: Place, proposal: Proposal, found: Unresolved) -> Refusal:
    if found.file and _changed_since(run, Path(place.root, found.file)):
        return _changed(proposal, found.file, found.says)
    return Refusal(proposal, "generated", found.reason)


def _changed_since(run: Run, file: Path) -> bool:
    try:
        return file.stat().st_mtime >= run.started_at.timestamp()
    except OSError:
        return False


def _changed(proposal: Proposal, file: str, now: str) -> Refusal:
    sentence = f"{file} says another {proposal.field} than the page did when it was audited."
    return Refusal(proposal, "stale-source", sentence, proposal.current, now)

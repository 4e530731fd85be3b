"""From the files that were audited to those that are to be edited."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import Unresolved
from seo_meta.core.source_of_truth.values import Kind
from seo_meta.errors import TargetError
from seo_meta.models import Proposal, Run
from seo_meta.targets.folder import Held, hold
from seo_meta.targets.git import Repository

from .find_sources import sources_in


def resolve_sources(root: str, repository: Repository | None, files: Iterable[str]) -> dict[str, Held | TargetError]:
    """What to edit for each file of the folder at `root`, or why nothing may be.

    It is the file itself, unless git says that something else writes it.
    """
    found: dict[str, Held | TargetError] = {}
    for file in dict.fromkeys(files):
        try:
            found[file] = hold(root, file)
        except TargetError as error:
            found[file] = error
    if repository is None:
        return found
    paths = [held.path for held in found.values() if isinstance(held, Held)]
    refused = repository.refusals(paths)
    return {file: refused.get(held.path, held) if isinstance(held, Held) else held for file, held in found.items()}


def written_elsewhere(
    run: Run, root: str, repository: Repository | None, proposals: Sequence[Proposal]
) -> dict[int, TargetError]:
    """The proposals, by id, whose file something in the repository makes: a build would undo the edit."""
    if repository is None or not proposals:
        return {}
    sources = sources_in(run, Path(repository.top), repository.prefix.rstrip("/"))
    found: dict[int, TargetError] = {}
    for proposal in proposals:
        built = repository.prefix + proposal.file
        source = sources.resolve(proposal.url, Field(proposal.field), proposal.value)
        if isinstance(source, Unresolved):
            found[proposal.pk] = TargetError("generated", source.reason)
        elif source.kind is not Kind.HTML or source.file != built:
            told = f"{built} is made from {source.file}: set {source.key} there to {source.value!r}."
            found[proposal.pk] = TargetError("generated", told)
    return found

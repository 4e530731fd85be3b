"""What the apply stage is asked for, and what it makes of that before anything is written."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from seo_meta.core.diff import unified_diff
from seo_meta.core.extract import extract
from seo_meta.core.html_edit import Plan as Splices
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.core.types import Document, PageFacts
from seo_meta.errors import RunError
from seo_meta.models import Proposal, Run
from seo_meta.targets.folder import Held
from seo_meta.targets.manifests import manifests_of

from .judge_edits import Edited


class Wish(msgspec.Struct, frozen=True):
    """What to write: without `fields` every field; with `unreviewed` also what nobody has approved and is good enough
    to be seen in a pull request first. `root` is where the folder of the run is now, when it moved."""

    fields: tuple[Field, ...] = ()
    unreviewed: bool = False
    root: Path | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Why a proposal is not written. `code` is stable (docs/how-to/apply-proposals.md).

    Of `stale-source`, the three sides: what the page said when the proposal was made, what it says now, and the value.
    """

    proposal: Proposal
    code: str
    sentence: str
    base: str = ""
    theirs: str = ""

    @property
    def is_approved(self) -> bool:
        return self.proposal.state == State.APPROVED


class FileEdit(Edited, frozen=True):
    """One file with the edits of all proposals about it."""

    held: Held
    splices: Splices

    def refused(self, code: str, sentence: str) -> list[Refusal]:
        """All of it, when the file cannot be written."""
        return [Refusal(one, code, sentence) for one in self.proposals]


class Plan(msgspec.Struct):
    """What applying would do: nothing of it has happened."""

    run: Run
    root: str
    prefix: str
    """Of the paths in the diff: from the top of the repository, or else from the current folder, to the root."""
    files: list[FileEdit]
    refusals: list[Refusal]
    already: list[Proposal]
    """The page has their value."""
    rebased: frozenset[int]
    """The proposals whose file changed since, elsewhere than in their field."""

    @property
    def outdated(self) -> list[str]:
        """Files of the build that list edited files by their content."""
        return manifests_of(self.root, [file.held.path for file in self.files])

    def diff(self) -> Iterator[bytes]:
        """For `git apply`, file by file."""
        for file in self.files:
            yield unified_diff(self.prefix + file.held.path, file.held.body, file.splices.result)


def root_of(run: Run, wish: Wish) -> str:
    """The real path of the folder. Raises RunError."""
    if run.kind != Run.Kind.FOLDER:
        raise RunError(f"Run {run.pk} read a live site, so there is no file to edit. Audit its folder.")
    if run.state != Run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    root = wish.root or Path(run.source)
    if not root.is_dir():
        raise RunError(f"{root} is not here. Say with --root where the folder of run {run.pk} is.")
    return str(root.resolve())


def facts_of(run: Run, document: Document) -> PageFacts:
    return extract(document, clean_urls=run.clean_urls, read_on=run.started_at.date().isoformat())

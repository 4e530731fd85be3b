"""What the apply stage is asked for, and what it makes of that before anything is written."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta.core.diff import unified_diff
from seo_meta.core.extract import extract
from seo_meta.core.html_edit import Plan as Splices
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.core.source_of_truth import Target
from seo_meta.core.source_of_truth.words import typed
from seo_meta.core.types import Document, PageFacts
from seo_meta.errors import RunError
from seo_meta.models import Proposal, Run
from seo_meta.targets.folder import Held
from seo_meta.targets.git import Repository, repository_of
from seo_meta.targets.manifests import manifests_of

from .judge_edits import Edited


class Wish(msgspec.Struct, frozen=True):
    """What to write: without `fields` every field; with `unreviewed` also what nobody has approved and is good enough
    to be seen in a pull request first. `root` is where the folder of the run is now, when it moved."""

    fields: tuple[Field, ...] = ()
    unreviewed: bool = False
    root: Path | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a run's pages lie: the real path of their folder, and the repository around it."""

    folder: str
    repository: Repository | None

    @property
    def root(self) -> str:
        """What the paths of edits are relative to: the top of the repository, or else the folder."""
        return self.repository.top if self.repository else self.folder

    @property
    def below(self) -> str:
        """Where the folder lies below the root, with a slash at the end; empty for the root itself."""
        return self.repository.prefix if self.repository else ""

    @property
    def prefix(self) -> str:
        """Of the paths in a diff: empty in a repository, else from the current folder to the root."""
        here, root = Path.cwd().resolve(), Path(self.root)
        inside = self.repository is None and root.is_relative_to(here) and root != here
        return f"{root.relative_to(here).as_posix()}/" if inside else ""


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


class Wanted(msgspec.Struct, frozen=True):
    """A proposal with the file that it is written into, and where in that."""

    proposal: Proposal
    held: Held
    target: Target
    is_built: bool
    """Whether a build makes the page from the file, which is then not the page itself."""

    @property
    def key(self) -> bytes:
        """Of the page."""
        return bytes(self.proposal.key)


class FileEdit(msgspec.Struct, frozen=True):
    """One file with the edits of all proposals about it."""

    wanted: tuple[Wanted, ...]
    splices: Splices
    pages: tuple[Edited, ...]
    """Those that show what the file says."""

    @property
    def held(self) -> Held:
        return self.wanted[0].held

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return tuple(one.proposal for one in self.wanted)

    @property
    def is_built(self) -> bool:
        """Whether the pages show the edit only when they are built again."""
        return self.wanted[0].is_built

    @property
    def warnings(self) -> Iterator[tuple[Proposal, str]]:
        """What else changes on a page, one sentence each."""
        yield from ((self.proposals[0], sentence) for sentence in self.splices.warnings)
        targets = {one.proposal.pk: one.target for one in self.wanted}
        for page in self.pages:
            headings = {typed(heading.text) for heading in page.before.headings} - {""}
            for proposal in page.proposals:
                if typed(targets[proposal.pk].was) in headings:
                    yield proposal, f"“{targets[proposal.pk].key}” is a heading of the page too, which changes with it."

    def refused(self, code: str, sentence: str) -> list[Refusal]:
        """All of it, when the file cannot be written."""
        return [Refusal(one, code, sentence) for one in self.proposals]


class Plan(msgspec.Struct):
    """What applying would do: nothing of it has happened."""

    run: Run
    place: Place
    files: list[FileEdit]
    refusals: list[Refusal]
    already: list[Proposal]
    """The file has their value."""
    rebased: frozenset[int]
    """The proposals whose file changed since, elsewhere than in their field."""

    @property
    def root(self) -> str:
        return self.place.root

    @property
    def prefix(self) -> str:
        return self.place.prefix

    @property
    def outdated(self) -> list[str]:
        """Files of the build that list edited files by their content."""
        pages = [file.held.path for file in self.files if not file.is_built]
        below = self.place.below
        return manifests_of(self.place.folder, [str(PurePosixPath(path).relative_to(below)) for path in pages])

    def diff(self) -> Iterator[bytes]:
        """For `git apply`, file by file."""
        for file in self.files:
            yield unified_diff(self.prefix + file.held.path, file.held.body, file.splices.result)


def place_of(run: Run, wish: Wish) -> Place:
    """Raises RunError when the folder is not there, TargetError when git cannot read its repository."""
    if run.kind != Run.Kind.FOLDER:
        raise RunError(f"Run {run.pk} read a live site, so there is no file to edit. Audit its folder.")
    if run.state != Run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    root = wish.root or Path(run.source)
    if not root.is_dir():
        raise RunError(f"{root} is not here. Say with --root where the folder of run {run.pk} is.")
    folder = str(root.resolve())
    return Place(folder, repository_of(folder))


def facts_of(run: Run, document: Document) -> PageFacts:
    return extract(document, clean_urls=run.clean_urls, read_on=run.started_at.date().isoformat())

"""From proposals to proven edits of files, without writing anything."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from seo_meta.core.field_edits import changes_for, standing
from seo_meta.core.html_edit import Plan as Splices
from seo_meta.core.html_edit import Refused
from seo_meta.core.html_edit import plan as plan_splices
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.core.text import content_hash
from seo_meta.core.types import PageFacts
from seo_meta.core.validators import validators
from seo_meta.errors import NotWritable, ReviewError, RunError, TargetError
from seo_meta.models import Page, Proposal, Run
from seo_meta.selectors import applicable_proposals, brand_of
from seo_meta.sources.folder import document_of
from seo_meta.targets.folder import Held
from seo_meta.targets.git import repository_of

from .apply_values import FileEdit, Plan, Refusal, Wish, facts_of, root_of
from .judge_edits import Judge
from .resolve_source import resolve_sources, written_elsewhere
from .review_checks import require_passing, require_shape, require_wanted


def plan(run: Run, wish: Wish) -> Plan:
    """Raises RunError when the run's folder is not there, TargetError when git cannot read its repository."""
    proposals = applicable_proposals(run, wish.fields, unreviewed=wish.unreviewed)
    return _plan(run, root_of(run, wish), list(proposals))


def difference(proposal: Proposal) -> bytes:
    """The edit that a proposal would make by itself, for `git apply`; empty when the page has the value.

    Raises NotWritable, and as `plan` does.
    """
    if proposal.run is None:
        raise RunError(f"The run of proposal {proposal.pk} was deleted. Audit the site again.")
    made = _plan(proposal.run, root_of(proposal.run, Wish()), [proposal])
    for refusal in made.refusals:
        sides = {"base": refusal.base, "theirs": refusal.theirs, "ours": proposal.value}
        members = sides if refusal.code == "stale-source" else {}
        raise NotWritable(refusal.code, refusal.sentence, **members)
    return b"".join(made.diff())


def already_there(run: Run, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those whose value the files of the run have by now. Raises as `plan` does."""
    return _plan(run, root_of(run, Wish()), proposals).already if proposals else []


def _plan(run: Run, root: str, proposals: Sequence[Proposal]) -> Plan:
    repository = repository_of(root)
    made = Plan(run, root, repository.prefix if repository else _prefix(root), [], [], [], frozenset())
    sources = resolve_sources(root, repository, [proposal.file for proposal in proposals])
    elsewhere = written_elsewhere(run, root, repository, proposals)
    held: list[tuple[Held, Proposal]] = []
    for proposal in proposals:
        source = elsewhere.get(proposal.pk) or sources[proposal.file]
        if isinstance(source, TargetError):
            made.refusals.append(Refusal(proposal, source.code, str(source)))
        else:
            held.append((source, proposal))
    held.sort(key=lambda one: one[0].path)
    _Planner(made).add([_together(ours) for _, ours in groupby(held, key=lambda one: one[0].path)])
    return made


def _together(pairs: Iterable[tuple[Held, Proposal]]) -> tuple[Held, list[Proposal]]:
    """Of one file, whatever its names."""
    held, *_ = found = list(pairs)
    return held[0], [proposal for _, proposal in found]


def _prefix(root: str) -> str:
    here = Path.cwd().resolve()
    inside = Path(root).is_relative_to(here) and Path(root) != here
    return f"{Path(root).relative_to(here).as_posix()}/" if inside else ""


class _Planner:
    """Adds files to a plan."""

    def __init__(self, made: Plan) -> None:
        self._made = made
        self._run = made.run
        self._judge = Judge(made.run)
        self._rebased: set[int] = set()

    def add(self, files: list[tuple[Held, list[Proposal]]]) -> None:
        keys = {bytes(proposal.key) for _, proposals in files for proposal in proposals}
        pages = Page.objects.filter(run=self._run, key__in=keys).only("key", "source_hash", "facts")
        self._pages = {bytes(page.key): page for page in pages}
        made = [edit for held, proposals in files if (edit := self._file(held, proposals))]
        self._made.files = self._judged(made)
        self._made.rebased = frozenset(self._rebased)

    def _file(self, held: Held, proposals: list[Proposal]) -> FileEdit | None:
        page = self._pages.get(bytes(proposals[0].key))
        document = document_of(proposals[0].url, proposals[0].file, held.body)
        source_hash = validators(document).source_hash
        same = page is not None and page.source_hash == source_hash
        before = page.read_facts() if page and same else facts_of(self._run, document)
        fields: set[str] = set()
        good = []
        for proposal in proposals:
            if proposal.field in fields:
                self._refuse(proposal, "same-file", f"{proposal.file} has another proposal for the {proposal.field}.")
            elif self._holds(proposal, held, before, source_hash):
                fields.add(proposal.field)
                good.append(proposal)
        return self._edit(held, before, good)

    def _holds(self, proposal: Proposal, held: Held, now: PageFacts, source_hash: str) -> bool:
        """Whether a proposal may be written into the file as it is. If not, that is recorded."""
        approved = proposal.state == State.APPROVED
        if fault := _approval_fault(proposal) if approved else _fault(proposal):
            self._refuse(proposal, *fault)
            return False
        if source_hash == (proposal.approved_source_hash if approved else proposal.source_hash):
            return True
        return self._rebase(proposal, held, now)

    def _rebase(self, proposal: Proposal, held: Held, now: PageFacts) -> bool:
        """The file is another than the one that the proposal was made from; is the field?"""
        field = Field(proposal.field)
        try:
            if self._is_there(proposal, plan_splices(held.body, changes_for(field, proposal.value))):
                return False
        except Refused as refused:
            self._refuse(proposal, refused.reason, str(refused))
            return False
        base, theirs = _base(proposal), standing(field, proposal.value, now)
        if base == theirs:
            self._rebased.add(proposal.pk)
            return True
        sentence = f"The {field} of {proposal.file} is another than when the proposal was made."
        self._made.refusals.append(Refusal(proposal, "stale-source", sentence, base or "", theirs))
        return False

    def _edit(self, held: Held, before: PageFacts, proposals: list[Proposal]) -> FileEdit | None:
        """All of them at once; those that cannot be written are left out."""
        if not proposals:
            return None
        try:
            splices = self._splices(held, proposals)
        except Refused as refused:
            good = [one for one in proposals if len(proposals) > 1 and self._alone(held, one)]
            if len(good) < len(proposals):
                if len(proposals) == 1:
                    self._refuse(proposals[0], refused.reason, str(refused))
                return self._edit(held, before, good)
            for proposal in proposals:
                self._refuse(proposal, refused.reason, str(refused))
            return None
        left = tuple(one for one in proposals if not self._is_there(one, splices))
        if not left:
            return None
        after = facts_of(self._run, document_of(before.url, before.file, splices.result))
        return FileEdit(before, after, left, held, splices)

    def _alone(self, held: Held, proposal: Proposal) -> bool:
        try:
            self._splices(held, [proposal])
        except Refused as refused:
            self._refuse(proposal, refused.reason, str(refused))
            return False
        return True

    def _splices(self, held: Held, proposals: Iterable[Proposal]) -> Splices:
        changes = [change for one in proposals for change in changes_for(Field(one.field), one.value)]
        return plan_splices(held.body, changes)

    def _is_there(self, proposal: Proposal, splices: Splices) -> bool:
        wanted = {change.field for change in changes_for(Field(proposal.field), proposal.value)}
        if not wanted <= set(splices.already):
            return False
        self._made.already.append(proposal)
        return True

    def _judged(self, files: list[FileEdit]) -> list[FileEdit]:
        """The files without the proposals that would not better their page."""
        while faults := self._judge.faults(files):
            kept = []
            for file in files:
                good = [one for one in file.proposals if one.pk not in faults]
                for one in file.proposals:
                    if one.pk in faults:
                        self._refuse(one, "no-better", faults[one.pk])
                left = file if len(good) == len(file.proposals) else self._edit(file.held, file.before, good)
                kept += [left] if left else []
            files = kept
        return files

    def _refuse(self, proposal: Proposal, code: str, sentence: str) -> None:
        self._made.refusals.append(Refusal(proposal, code, sentence))


def _approval_fault(proposal: Proposal) -> tuple[str, str] | None:
    """An approval is for one value in one revision."""
    given = proposal.approved_value_hash, proposal.approved_revision
    if given == (content_hash(proposal.value), proposal.revision):
        return None
    return "void-approval", f"Proposal {proposal.pk} was approved with another value. Approve it again."


def _fault(proposal: Proposal) -> tuple[str, str] | None:
    """What nobody has read is held against what reviewers said of others, and against the rules of today."""
    try:
        require_shape(proposal, proposal.value)
        require_wanted(proposal, proposal.value, brand_of(proposal.run))
        require_passing(proposal, proposal.value)
    except ReviewError as error:
        return error.problem, str(error)
    return None


def _base(proposal: Proposal) -> str | None:
    """What the page said when the proposal was made; None when nobody knows any more."""
    field = Field(proposal.field)
    if field.is_whole:
        return proposal.current
    page = proposal.page
    if page is None or page.source_hash != proposal.source_hash:
        return None
    return standing(field, proposal.value, page.read_facts())

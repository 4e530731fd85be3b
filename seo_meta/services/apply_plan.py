"""From proposals to proven edits of files, without writing anything."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from seo_meta.core.as_proposed import as_built_next
from seo_meta.core.field_edits import standing
from seo_meta.core.html_edit import Refused
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.core.source_of_truth import Kind
from seo_meta.core.text import content_hash
from seo_meta.core.types import PageFacts
from seo_meta.core.validators import validators
from seo_meta.errors import NotWritable, ReviewError, RunError
from seo_meta.models import Page, Proposal, Run
from seo_meta.selectors import applicable_proposals, brand_of, written_values
from seo_meta.sources.folder import document_of

from .apply_edits import by_page, edited, is_there, splices_of, together
from .apply_values import FileEdit, Place, Plan, Refusal, Wanted, Wish, facts_of, place_of
from .judge_edits import Judge
from .resolve_source import resolve_sources
from .review_checks import require_passing, require_shape, require_wanted


def plan(run: Run, wish: Wish) -> Plan:
    """Raises RunError when the run's folder is not there, TargetError when git cannot read its repository, SourceError
    when that has more files than a site."""
    proposals = applicable_proposals(run, wish.fields, unreviewed=wish.unreviewed)
    return _plan(run, place_of(run, wish), list(proposals))


def difference(proposal: Proposal) -> bytes:
    """The edit that a proposal would make by itself, for `git apply`; empty when the file has the value.

    Raises NotWritable, and as `plan` does.
    """
    if proposal.run is None:
        raise RunError(f"The run of proposal {proposal.pk} was deleted. Audit the site again.")
    made = _plan(proposal.run, place_of(proposal.run, Wish()), [proposal])
    for refusal in made.refusals:
        sides = {"base": refusal.base, "theirs": refusal.theirs, "ours": proposal.value}
        members = sides if refusal.code == "stale-source" else {}
        raise NotWritable(refusal.code, refusal.sentence, **members)
    return b"".join(made.diff())


def already_there(run: Run, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those whose value the files of the run have by now. Raises as `plan` does."""
    return _plan(run, place_of(run, Wish()), proposals).already if proposals else []


def _plan(run: Run, place: Place, proposals: Sequence[Proposal]) -> Plan:
    made = Plan(run, place, [], [], [], frozenset())
    wanted: list[Wanted] = []
    for found in resolve_sources(run, place, proposals):
        if isinstance(found, Refusal):
            made.refusals.append(found)
        else:
            wanted.append(found)
    wanted.sort(key=lambda one: one.held.path)
    # Of one file, whatever its names.
    _Planner(made).add([list(ours) for _, ours in groupby(wanted, key=lambda one: one.held.path)])
    return made


class _Seen(msgspec.Struct, frozen=True):
    """A page as it is now."""

    facts: PageFacts
    source_hash: str


class _Planner:
    """Adds files to a plan."""

    def __init__(self, made: Plan) -> None:
        self._made = made
        self._run = made.run
        self._judge = Judge(made.run)
        self._rebased: set[int] = set()
        self._seen: dict[bytes, _Seen] = {}

    def add(self, files: list[list[Wanted]]) -> None:
        keys = {one.key for wanted in files for one in wanted}
        pages = Page.objects.filter(run=self._run, key__in=keys).only("key", "source_hash", "facts")
        self._pages = {bytes(page.key): page for page in pages}
        self._written = written_values(self._run)
        made = [edit for wanted in files if (edit := self._file(wanted))]
        self._made.files = self._judged(made)
        self._made.rebased = frozenset(self._rebased)

    def _file(self, wanted: list[Wanted]) -> FileEdit | None:
        return self._edit([one for one in self._apart(wanted) if self._holds(one)])

    def _apart(self, wanted: list[Wanted]) -> Iterator[Wanted]:
        """Without those that would write what another one writes. Of a page it is the first that counts; a key of a
        source that two fields or pages show is for neither."""
        counts = Counter(one.target.key for one in wanted)
        seen: set[str] = set()
        for one in wanted:
            key, file = one.target.key, one.held.path
            if one.target.kind is not Kind.HTML and counts[key] > 1:
                self._refuse(one, "same-file", f"“{key}” of {file} is what {counts[key]} proposals would change.")
            elif key in seen:
                self._refuse(one, "same-file", f"{file} has another proposal for the {one.proposal.field}.")
            else:
                seen.add(key)
                yield one

    def _now(self, one: Wanted) -> _Seen:
        if one.key not in self._seen:
            self._seen[one.key] = self._look(one)
        return self._seen[one.key]

    def _look(self, one: Wanted) -> _Seen:
        page, proposal = self._pages.get(one.key), one.proposal
        if page is not None and one.target.kind is not Kind.HTML:
            return _Seen(as_built_next(page.read_facts(), self._written.get(one.key, {})), page.source_hash)
        document = document_of(proposal.url, proposal.file, one.held.body)
        source_hash = validators(document).source_hash
        same = page is not None and page.source_hash == source_hash
        return _Seen(page.read_facts() if page and same else facts_of(self._run, document), source_hash)

    def _holds(self, one: Wanted) -> bool:
        """Whether a proposal may be written into the file as it is. If not, that is recorded."""
        proposal = one.proposal
        approved = proposal.state == State.APPROVED
        if fault := _approval_fault(proposal) if approved else _fault(proposal):
            self._refuse(one, *fault)
            return False
        if self._now(one).source_hash == (proposal.approved_source_hash if approved else proposal.source_hash):
            return True
        return self._rebase(one)

    def _rebase(self, one: Wanted) -> bool:
        """The page is another than the one that the proposal was made from; is the field?"""
        proposal, field = one.proposal, Field(one.proposal.field)
        try:
            if is_there(one, splices_of([one])):
                self._made.already.append(proposal)
                return False
        except Refused as refused:
            self._refuse(one, refused.reason, str(refused))
            return False
        base, theirs = _base(proposal), standing(field, proposal.value, self._now(one).facts)
        if base == theirs:
            self._rebased.add(proposal.pk)
            return True
        sentence = f"The {field} of {proposal.file} is another than when the proposal was made."
        self._made.refusals.append(Refusal(proposal, "stale-source", sentence, base or "", theirs))
        return False

    def _edit(self, wanted: Sequence[Wanted]) -> FileEdit | None:
        """All of them at once; those that cannot be written are left out."""
        if not wanted:
            return None
        try:
            splices = splices_of(wanted)
        except Refused as refused:
            good = [one for one in wanted if len(wanted) > 1 and self._alone(one)]
            if len(good) < len(wanted):
                if len(wanted) == 1:
                    self._refuse(wanted[0], refused.reason, str(refused))
                return self._edit(good)
            for one in wanted:
                self._refuse(one, refused.reason, str(refused))
            return None
        left: list[Wanted] = []
        for one in wanted:
            if is_there(one, splices):
                self._made.already.append(one.proposal)
            else:
                left.append(one)
        pages = [edited(self._run, self._now(ours[0]).facts, ours, splices.result) for ours in by_page(left)]
        return FileEdit(tuple(left), splices, tuple(pages)) if left else None

    def _alone(self, one: Wanted) -> bool:
        try:
            splices_of([one])
        except Refused as refused:
            self._refuse(one, refused.reason, str(refused))
            return False
        return True

    def _judged(self, files: list[FileEdit]) -> list[FileEdit]:
        """The files without the proposals that would not better their page."""
        while faults := self._judge.faults(together(page for file in files for page in file.pages)):
            kept = []
            for file in files:
                good = [one for one in file.wanted if one.proposal.pk not in faults]
                for one in file.wanted:
                    if one.proposal.pk in faults:
                        self._refuse(one, "no-better", faults[one.proposal.pk])
                left = file if len(good) == len(file.wanted) else self._edit(good)
                kept += [left] if left else []
            files = kept
        return files

    def _refuse(self, one: Wanted, code: str, sentence: str) -> None:
        self._made.refusals.append(Refusal(one.proposal, code, sentence))


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

"""Which edits a night makes, and how its pull request tells them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec

from seo_meta.core.propose import Field
from seo_meta.core.pull_request import MAX_CHANGES, Change, ChangedFile
from seo_meta.models import Proposal, Run
from seo_meta.targets.git_branch import Entry

from .apply_values import FileEdit, Plan
from .decisions_file import PageText, page_path


def keep_to_base(made: Plan, entries: Mapping[str, Entry], branch: str) -> None:
    """Leave out files that are not as the base branch has them: their edit would carry other changes along."""
    kept = []
    for file in made.files:
        path = made.prefix + file.held.path
        entry = entries.get(path)
        if entry and entry.is_regular and entry.holds(file.held.body):
            kept.append(file)
        else:
            made.refusals += file.refused("not-in-base", f"{path} is not as in {branch}. Commit and push it.")
    made.files = kept


def chosen(made: Plan, limit: int | None) -> list[FileEdit]:
    """The files that matter most, by their path; the others come another night."""
    by_worth = sorted(made.files, key=lambda file: (-max(one.worth for one in file.proposals), file.held.path))
    files, room = [], MAX_CHANGES
    for file in by_worth[:limit]:
        room -= len(file.proposals)
        if room >= 0:
            files.append(file)
    return sorted(files, key=lambda file: file.held.path)


def why_nothing(made: Plan) -> str:
    if not made.refusals:
        return "no page has anything to mend, or all of it was refused before."
    codes = Counter(refusal.code for refusal in made.refusals)
    return f"what is proposed cannot be written ({', '.join(f'{code}: {n}' for code, n in sorted(codes.items()))})."


def changes_of(run: Run, made: Plan, files: Sequence[FileEdit], pages: Mapping[str, PageText]) -> Iterator[Change]:
    for file in files:
        warnings = list(file.warnings)
        for proposal in file.proposals:
            change = _change(run, proposal, made.prefix + file.held.path, pages)
            told = tuple(sentence for about, sentence in warnings if about is proposal)
            yield msgspec.structs.replace(change, is_built=file.is_built, warnings=told)


def hashes_of(made: Plan, files: Sequence[FileEdit]) -> Iterator[ChangedFile]:
    for file in files:
        before, after = (sha256(body).hexdigest() for body in (file.held.body, file.splices.result))
        yield ChangedFile(made.prefix + file.held.path, before, after)


def _change(run: Run, proposal: Proposal, file: str, pages: Mapping[str, PageText]) -> Change:
    path = page_path(run, proposal.url)
    page = pages.get(path)
    # None of them has the value that a reviewer wrote.
    offers = [offer for offer in proposal.read_candidates() if offer.value == proposal.value]
    return Change(
        page=path,
        file=file,
        field=Field(proposal.field),
        before=proposal.current,
        value=proposal.value,
        confidence=offers[0].confidence if offers else "",
        rules=tuple(proposal.rules),
        reasons=offers[0].reasons if offers else (),
        evidence=offers[0].evidence if offers else (),
        approved_by=proposal.approved_by_name,
        content=page.content if page else proposal.content_hash,
    )

"""How the proposals about one file become edits of it, and what its pages then are: by what the file is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from seo_meta.core.as_proposed import as_proposed
from seo_meta.core.field_edits import changes_for
from seo_meta.core.html_edit import Plan as Splices
from seo_meta.core.html_edit import plan as plan_splices
from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import Kind, set_values
from seo_meta.core.types import PageFacts
from seo_meta.models import Run
from seo_meta.sources.folder import document_of

from .apply_values import FileEdit, Wanted, facts_of
from .judge_edits import Edited


def splices_of(wanted: Sequence[Wanted]) -> Splices:
    """All of them at once. Raises Refused."""
    held, target = wanted[0].held, wanted[0].target
    if target.kind is Kind.HTML:
        changes = [change for one in wanted for change in changes_for(Field(one.proposal.field), one.proposal.value)]
        return plan_splices(held.body, changes)
    return set_values(held.path, target.kind, held.body, {one.target.key: one.target.value for one in wanted})


def is_there(one: Wanted, splices: Splices) -> bool:
    """Whether the file has the value, as its splices say."""
    if one.target.kind is not Kind.HTML:
        return one.target.key in splices.already
    return {change.field for change in changes_for(Field(one.proposal.field), one.proposal.value)} <= set(
        splices.already
    )


def edited(run: Run, before: PageFacts, wanted: Sequence[Wanted], body: bytes) -> Edited:
    """A page once its file holds `body`. What a build makes of the keys of a source is not seen before the next one:
    until then the page counts as it is, with the values in their place."""
    proposals = tuple(one.proposal for one in wanted)
    if wanted[0].target.kind is Kind.HTML:
        return Edited(before, facts_of(run, document_of(before.url, before.file, body)), proposals)
    return Edited(before, as_proposed(before, {Field(one.field): one.value for one in proposals}), proposals)


def read_back(run: Run, file: FileEdit, body: bytes) -> tuple[Edited, ...]:
    """The pages of a written file that holds `body` now."""
    if body == file.splices.result:  # the same bytes are the same pages
        return file.pages
    if file.wanted[0].target.kind is not Kind.HTML:  # nothing was proven of these bytes
        return tuple(Edited(page.before, page.before, page.proposals) for page in file.pages)
    pairs = zip(file.pages, by_page(file.wanted), strict=True)
    return tuple(edited(run, page.before, ours, body) for page, ours in pairs)


def by_page(wanted: Iterable[Wanted]) -> list[list[Wanted]]:
    found: defaultdict[bytes, list[Wanted]] = defaultdict(list)
    for one in wanted:
        found[one.key].append(one)
    return list(found.values())


def together(pages: Iterable[Edited]) -> list[Edited]:
    """One for each page: what several files say of it counts at once."""
    found: dict[str, Edited] = {}
    for page in pages:
        known = found.get(page.before.key)
        if known:
            values = {Field(one.field): one.value for one in page.proposals}
            page = Edited(known.before, as_proposed(known.after, values), known.proposals + page.proposals)
        found[page.before.key] = page
    return list(found.values())

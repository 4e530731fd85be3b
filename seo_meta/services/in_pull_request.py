"""Which proposals stand in the nightly pull request. That is a fact beside their state, so that they can still be
decided: what a reviewer rejects or edits meanwhile is out of the next commit, or other in it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from seo_meta.core.decisions import change_id
from seo_meta.core.propose import Field
from seo_meta.core.review import CURRENT, State
from seo_meta.errors import VersionConflict
from seo_meta.models import Proposal, Run
from seo_meta.selectors import IN_PULL_REQUEST, current_proposals, holding_rejections, site_proposals

from .apply_plan import already_there
from .decisions_file import NOTE, PageText, page_path
from .transitions import RUN, change


def settle_pull_request(run: Run, pull_request: str) -> None:
    """Say of what stood in a pull request what became of it, before the run makes proposals: the pages have it, so it
    is merged; it was closed, so it is rejected, or else stands in none. `pull_request` is the one that is open.

    Whether it was merged is read from the pages and not from GitHub: somebody may have merged a part.
    """
    standing = list(_standing(run).filter(state__in=CURRENT))
    merged = {one.pk for one in already_there(run, standing)}
    for one in standing:
        if one.pk in merged:
            _end(one, "merge", State.MERGED, f"The page has it, by pull request #{one.pull_request_number}.")
        elif one.pull_request != pull_request and holding_rejections(one, timezone.now()).filter(note=NOTE).exists():
            _end(one, "close", State.REJECTED, f"Pull request #{one.pull_request_number} was closed unmerged.")
    _standing(run).exclude(pull_request=pull_request).update(pull_request="")


def recognise(run: Run, pull_request: str, ids: Collection[str], pages: Mapping[str, PageText]) -> None:
    """Mark the proposals of the run that the pull request names by the ids of changes: the database may be new."""
    named = [one.pk for one in current_proposals(run).iterator() if one.value and _id(run, one, pages) in ids]
    Proposal.objects.filter(pk__in=named).update(pull_request=pull_request)


def stand_in(run: Run, pull_request: str, proposals: Iterable[Proposal]) -> None:
    """From now on these stand in the pull request, and no others of the site do."""
    ids = [one.pk for one in proposals]
    with transaction.atomic():
        _standing(run).exclude(pk__in=ids).update(pull_request="")
        Proposal.objects.filter(pk__in=ids).update(pull_request=pull_request)


def _standing(run: Run) -> QuerySet[Proposal]:
    return site_proposals(run).filter(IN_PULL_REQUEST).select_related("site", "run", "page")


def _end(proposal: Proposal, move: str, state: State, note: str) -> None:
    kept = proposal.pull_request if state is State.MERGED else ""
    with suppress(VersionConflict), transaction.atomic():  # what somebody decided meanwhile counts
        change(proposal, move, RUN, state, {"pull_request": kept, "reason": note}, note=note)


def _id(run: Run, proposal: Proposal, pages: Mapping[str, PageText]) -> str:
    path = page_path(run, proposal.url)
    content = pages[path].content if path in pages else proposal.content_hash
    return change_id(path, Field(proposal.field), content)

"""What was proposed for a site, and what may be proposed of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from seo_meta.core.propose import Field
from seo_meta.core.report import MAX_PROPOSALS, ReportedProposal
from seo_meta.core.review import CURRENT, DECIDED, State
from seo_meta.models import Proposal, Run
from seo_meta.sources.folder import UNKNOWN_BASE_URL

Place = tuple[bytes, Field]
"""A field of a page: (`Page.key`, field)."""


class KnownProposals(msgspec.Struct):
    """What earlier proposals say of the fields of pages."""

    approved: dict[Place, str]
    """What a reviewer has said yes to."""
    pending: dict[Place, frozenset[str]]
    """All values of the proposals that wait for a reviewer."""
    snoozed: frozenset[Place]
    """Those of `pending` that a reviewer has put off: nothing else is wanted until then."""


IN_PULL_REQUEST = Q(pull_request__gt="") & ~Q(state=State.MERGED)
"""What stands in the nightly pull request that was open when a night last looked."""


def site_proposals(run: Run) -> QuerySet[Proposal]:
    """The proposals of the run's site, or of its folder where nobody knows where that will be served."""
    return Proposal.objects.filter(site=run.site_id, folder=folder_of(run))


def folder_of(run: Run) -> str:
    return run.source if run.site.base_url == UNKNOWN_BASE_URL else ""


def current_proposals(run: Run) -> QuerySet[Proposal]:
    """Those that are current for the pages of this run, and came from it: those that matter most first."""
    return run.proposals.filter(state__in=CURRENT)


def reported_proposals(run: Run) -> tuple[ReportedProposal, ...]:
    """As reports show them."""
    return tuple(
        ReportedProposal(
            url=one.url,
            file=one.file or None,
            field=one.field,
            state=one.state,
            current=one.current,
            candidates=tuple(one.read_candidates()),
            reason=one.reason,
            rules=tuple(one.rules),
            worth=one.worth,
            worth_reason=one.worth_reason,
            pull_request=one.pull_request,
        )
        for one in current_proposals(run).order_by("-worth", "url", "field")[:MAX_PROPOSALS]
    )


def values_for_page(proposal: Proposal) -> dict[Field, str]:
    """What the fields of the page of a proposal are to become, as far as it is open or approved."""
    wanted = Proposal.objects.filter(
        site=proposal.site_id,
        folder=proposal.folder,
        key=bytes(proposal.key),
        state__in=(State.OPEN, State.APPROVED),
    )
    return {Field(field): value for field, value in wanted.order_by("pk").values_list("field", "value")}


def known_proposals(run: Run) -> KnownProposals:
    approved: dict[Place, str] = {}
    pending: defaultdict[Place, set[str]] = defaultdict(set)
    snoozed: set[Place] = set()
    waiting = site_proposals(run).filter(state__in=CURRENT).exclude(state=State.ABSTAINED)
    for key, field, state, value, candidates in _rows(waiting):
        where = place(key, field)
        if state in DECIDED:
            approved[where] = value
            continue
        pending[where] |= {value, *(candidate["value"] for candidate in candidates)}
        if state == State.SNOOZED:
            snoozed.add(where)
    return KnownProposals(approved, {where: frozenset(found) for where, found in pending.items()}, frozenset(snoozed))


def place(key: bytes | memoryview, field: str) -> Place:
    return bytes(key), Field(field)


def brand_of(run: Run | None) -> str:
    """The site's name as its titles write it, as far as the propose stage has learned that."""
    styles: list[dict[str, Any]] = run.styles if run else []
    return next((style.get("brand", "") for style in styles if not style.get("section")), "")


def due_proposals(site_id: int, now: datetime) -> QuerySet[Proposal]:
    """Those that were put off until now or earlier."""
    return Proposal.objects.filter(site=site_id, state=State.SNOOZED, snoozed_until__lte=now)


def in_state(state: State, now: datetime) -> Q:
    """The proposals in a state; what was put off until now or earlier is open again."""
    due = Q(state=State.SNOOZED, snoozed_until__lte=now)
    if state == State.SNOOZED:
        return Q(state=state, snoozed_until__gt=now)
    # Only where it must, for with an OR no index gives the first page in its order.
    if state == State.OPEN and Proposal.objects.filter(due).exists():
        return Q(state=state) | due
    return Q(state=state)


def _rows(proposals: QuerySet[Proposal]) -> Iterator[tuple[bytes | memoryview, str, str, str, Any]]:
    return proposals.order_by().values_list("key", "field", "state", "value", "candidates").iterator()

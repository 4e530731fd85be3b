"""What was proposed for a site, and what may be proposed of it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db.models import QuerySet

from seo_meta.core.propose import Field
from seo_meta.core.report import MAX_PROPOSALS, ReportedProposal
from seo_meta.models import Proposal, Run
from seo_meta.sources.folder import UNKNOWN_BASE_URL

Place = tuple[bytes, Field]
"""A field of a page: (`Page.key`, field)."""


class KnownProposals(msgspec.Struct):
    """What earlier proposals said of the fields of pages."""

    approved: dict[Place, str]
    """What a reviewer has said yes to."""
    pending: dict[Place, frozenset[str]]
    """All values of the proposals that wait for a reviewer."""
    rejected: dict[Place, frozenset[str]]
    """All values that a reviewer saw and did not want."""


def site_proposals(run: Run) -> QuerySet[Proposal]:
    """The proposals of the run's site, or of its folder where nobody knows where that will be served."""
    return Proposal.objects.filter(site=run.site_id, folder=folder_of(run))


def folder_of(run: Run) -> str:
    return run.source if run.site.base_url == UNKNOWN_BASE_URL else ""


def current_proposals(run: Run) -> QuerySet[Proposal]:
    """Those that are current for the pages of this run, and came from it: those that matter most first."""
    return run.proposals.filter(state__in=Proposal.CURRENT)


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
        )
        for one in current_proposals(run).order_by("-worth", "url", "field")[:MAX_PROPOSALS]
    )


def known_proposals(run: Run) -> KnownProposals:
    states = (Proposal.State.OPEN, Proposal.State.APPROVED, Proposal.State.REJECTED)
    approved: dict[Place, str] = {}
    pending: defaultdict[Place, set[str]] = defaultdict(set)
    rejected: defaultdict[Place, set[str]] = defaultdict(set)
    for key, field, state, value, candidates in _rows(site_proposals(run).filter(state__in=states)):
        place = bytes(key), Field(field)
        if state == Proposal.State.APPROVED:
            approved[place] = value
            continue
        shown = pending if state == Proposal.State.OPEN else rejected
        shown[place] |= {candidate["value"] for candidate in candidates}
    return KnownProposals(approved, _frozen(pending), _frozen(rejected))


def _rows(proposals: QuerySet[Proposal]) -> Iterator[tuple[bytes | memoryview, str, str, str, Any]]:
    return proposals.order_by().values_list("key", "field", "state", "value", "candidates").iterator()


def _frozen(values: dict[Place, set[str]]) -> dict[Place, frozenset[str]]:
    return {place: frozenset(found) for place, found in values.items()}

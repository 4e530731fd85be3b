"""What reviewers see of the proposals: those of one tab, narrowed by filters, in pages by what they are worth."""

from collections.abc import Iterable, Mapping

import msgspec
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from seo_meta.core.propose import Confidence
from seo_meta.core.review import State
from seo_meta.models import Proposal, Site

from .proposals import IN_PULL_REQUEST

Proposals = QuerySet[Proposal, Proposal]

PAGE = 50
PULL_REQUEST = "pull-request"
"""The tab of what stands in the open nightly pull request, whatever its state."""

TABS: Mapping[str, Q] = {
    "open": Q(state=State.OPEN),
    "low": Q(state=State.OPEN, confidence=Confidence.LOW),
    "stale": Q(state=State.STALE),
    "snoozed": Q(state=State.SNOOZED),
    "approved": Q(state=State.APPROVED),
    PULL_REQUEST: IN_PULL_REQUEST,
    "applied": Q(state__in=(State.APPLIED, State.MERGED)),
    "rejected": Q(state=State.REJECTED),
    "abstained": Q(state=State.ABSTAINED),
}


class Wanted(msgspec.Struct, frozen=True):
    """The filters of a list; what is empty or None narrows nothing."""

    tab: str = "open"
    """One of TABS."""
    site: int | None = None
    field: str = ""
    rule: str = ""
    generator: str = ""
    language: str = ""
    """`de` is German wherever it is spoken."""
    path: str = ""
    """Of the URL, with `*` for anything: `/blog/*`."""
    assignee: int | None = None


class Cursor(msgspec.Struct, frozen=True):
    """The proposal after which a page of a list starts, or before which it ends."""

    worth: float
    id: int
    backwards: bool = False

    @property
    def place(self) -> str:
        """As addresses have it."""
        return f"{self.worth!r},{self.id}"


class Listed(msgspec.Struct, frozen=True):
    """One page of a list."""

    proposals: list[Proposal]
    before: Cursor | None
    """Where the page before ends; None on the first."""
    after: Cursor | None


def wanted_proposals(proposals: Proposals, wanted: Wanted, sites: Iterable[Site]) -> Proposals:
    """Those of `proposals` that fit; `sites` are those whose pages a path may be on."""
    proposals = proposals.filter(TABS[wanted.tab])
    if wanted.site is not None:
        proposals = proposals.filter(site=wanted.site)
    if wanted.field:
        proposals = proposals.filter(field=wanted.field)
    if wanted.rule:
        # As text: SQLite has no look-up into a list of JSON. Ids of rules hold nothing that JSON escapes.
        asked_by = Cast("rules", TextField())
        proposals = proposals.alias(asked_by=asked_by).filter(asked_by__contains=f'"{wanted.rule}"')
    if wanted.generator:
        proposals = proposals.filter(generator=wanted.generator)
    if wanted.language:
        of_region = Q(language__istartswith=f"{wanted.language}-")
        proposals = proposals.filter(Q(language__iexact=wanted.language) | of_region)
    if wanted.path:
        proposals = proposals.filter(_on_path(wanted.path, sites))
    if wanted.assignee is not None:
        proposals = proposals.filter(assignee=wanted.assignee)
    return proposals


def _on_path(pattern: str, sites: Iterable[Site]) -> Q:
    """The parts between the stars are looked for by themselves: no pattern can keep the database busy."""
    first, *parts = pattern.split("*")
    last = parts.pop() if parts else None
    fits = Q(pk__in=())
    for site in sites:
        start = site.base_url.rstrip("/") + "/" + first.lstrip("/")
        fits |= Q(site=site.pk, url__startswith=start) if last is not None else Q(site=site.pk, url=start)
    for part in parts:
        fits &= Q(url__contains=part)
    return fits & Q(url__endswith=last) if last else fits


def list_page(proposals: Proposals, cursor: Cursor | None) -> Listed:
    """PAGE of the proposals, those that matter most first. However long the list is, only these are read."""
    backwards = cursor is not None and cursor.backwards
    order = ("worth", "-id") if backwards else ("-worth", "id")
    found = list(beyond(proposals, cursor).order_by(*order)[: PAGE + 1])
    more, shown = len(found) > PAGE, found[:PAGE]
    if backwards:
        shown.reverse()
    before = (more if backwards else cursor is not None) and shown
    after = (True if backwards else more) and shown
    return Listed(
        shown,
        Cursor(shown[0].worth, shown[0].pk, backwards=True) if before else None,
        Cursor(shown[-1].worth, shown[-1].pk) if after else None,
    )


def beyond(proposals: Proposals, cursor: Cursor | None) -> Proposals:
    """The rest of a list after a place, or before it."""
    if cursor is None:
        return proposals
    # Two conditions rather than one with `or`, so that the database starts where the index says.
    if cursor.backwards:
        return proposals.filter(worth__gte=cursor.worth).exclude(worth=cursor.worth, id__gte=cursor.id)
    return proposals.filter(worth__lte=cursor.worth).exclude(worth=cursor.worth, id__lte=cursor.id)


def tab_counts(proposals: Proposals) -> dict[str, int]:
    """How many are in each tab."""
    rows = proposals.order_by().values_list("state", "confidence").annotate(Count("id"))
    counts = dict.fromkeys(TABS, 0)
    for state, confidence, count in rows:
        for tab in _tabs_of(state, confidence):
            counts[tab] += count
    # By itself: it is no state, and the index that the others are counted on does not have it.
    return {**counts, PULL_REQUEST: proposals.order_by().filter(IN_PULL_REQUEST).count()}


def _tabs_of(state: str, confidence: str) -> Iterable[str]:
    if state == State.OPEN:
        return ("open", "low") if confidence == Confidence.LOW else ("open",)
    if state in (State.APPLIED, State.MERGED):
        return ("applied",)
    return (state,) if state in TABS else ()

"""A site at a glance: how much of it is in order, what waits for a decision, what to mend first."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.models import Case, Count, Max, Q, QuerySet, Value, When

from seo_meta.core.propose import Field, generators
from seo_meta.core.review import State
from seo_meta.models import Proposal, Run

from .findings import FAILED

AGES = (("day", 1), ("week", 7), ("month", 30))
OLDER = "older"
TOP_PAGES = 10
WAITING = (State.OPEN, State.SNOOZED, State.STALE, State.APPROVED)


class Coverage(msgspec.Struct, frozen=True):
    """Of the pages that may be indexed, how many have nothing in a field that we could mend."""

    field: Field
    good: int
    pages: int

    @property
    def percent(self) -> float:
        return 100 * self.good / self.pages if self.pages else 0.0


class TopPage(msgspec.Struct, frozen=True):
    url: str
    page: int | None
    proposal: int
    """One of its proposals."""
    proposals: int
    worth: float


def coverage(run: Run) -> list[Coverage]:
    """One for each field whose rules judged the run. Two queries."""
    asked = {field: rules for field in Field if (rules := _mended(field) & _judged(run))}
    pages = run.read_pages.filter(indexable=True, status=200).count()
    counts = {
        field.value.replace("-", "_"): Count("page", distinct=True, filter=Q(rule__in=sorted(rules)))
        for field, rules in asked.items()
    }
    failed = run.findings.filter(FAILED, page__indexable=True, page__status=200)
    bad: dict[str, int] = failed.aggregate(**counts) if counts else {}
    return [Coverage(field, pages - bad[field.value.replace("-", "_")], pages) for field in asked]


def _mended(field: Field) -> set[str]:
    return {rule for generator in generators for rule in generator.mends.get(field, ())}


def _judged(run: Run) -> set[str]:
    return {*run.page_rules, *run.site_rules}


def queue_ages(proposals: QuerySet[Proposal], now: datetime) -> dict[str, dict[str, int]]:
    """State to age to how many proposals; every state in WAITING is named. One query."""
    whens = [When(created_at__gt=now - timedelta(days=days), then=Value(name)) for name, days in AGES]
    rows = (
        proposals.filter(state__in=WAITING)
        .annotate(age=Case(*whens, default=Value(OLDER)))
        .values_list("state", "age")
        .annotate(Count("id"))
        .order_by()
    )
    found: dict[str, dict[str, int]] = {state.value: {} for state in WAITING}
    for state, age, count in rows:
        found[state][age] = count
    return found


def top_pages(proposals: QuerySet[Proposal]) -> list[TopPage]:
    """The pages with open proposals that it is worth most to mend. One query."""
    rows: Any = (
        proposals.filter(state=State.OPEN)
        .values("url")
        .annotate(best=Max("worth"), count=Count("id"), proposal=Max("id"), last_page=Max("page"))
        .order_by("-best", "url")[:TOP_PAGES]
    )
    return [TopPage(row["url"], row["last_page"], row["proposal"], row["count"], row["best"]) for row in rows]

"""How an installation is doing: what it is at work on, and what waits for people."""

from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from seo_meta.core.findings import Outcome, Severity
from seo_meta.models import Finding, Job, Page, Proposal, Run

from .overview import WAITING


def run_states() -> dict[str, int]:
    """Every state of a run to how many there are. One query."""
    return dict.fromkeys(Run.State.values, 0) | _counted(Run.objects.order_by(), "state")


def unfinished_jobs() -> dict[str, int]:
    """How many wait and how many are being done. One query."""
    states = [state.value for state in Job.UNFINISHED]
    return dict.fromkeys(states, 0) | _counted(Job.objects.order_by().filter(state__in=states), "state")


def oldest_waiting_job() -> datetime | None:
    """When the job that waits longest was put into the queue; None when none waits. One query."""
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    return cast("datetime | None", waiting.aggregate(since=Min("beat_at"))["since"])


def latest_failures() -> dict[str, int]:
    """Severity to how many failures there are in the latest finished runs of all sites. Two queries."""
    latest = Run.objects.order_by().filter(state=Run.State.DONE).values("site").annotate(run=Max("id"))
    runs = list(latest.values_list("run", flat=True))
    failed = Finding.objects.order_by().filter(run__in=runs, outcome=Outcome.FAIL)
    return dict.fromkeys((severity.value for severity in Severity), 0) | _counted(failed, "severity")


def waiting_proposals() -> dict[str, int]:
    """Every state in which a proposal waits for somebody to how many there are. One query."""
    states = [state.value for state in WAITING]
    return dict.fromkeys(states, 0) | _counted(Proposal.objects.order_by().filter(state__in=states), "state")


def pages_ever_stored() -> int:
    """Of all runs that ever were: what the database counts ids with, which never goes down. One query, of one row."""
    table = Page._meta.db_table
    query = "SELECT seq FROM sqlite_sequence WHERE name = %s"
    if connection.vendor == "postgresql":
        query = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _counted(rows: QuerySet[Run] | QuerySet[Job] | QuerySet[Finding] | QuerySet[Proposal], by: str) -> dict[str, int]:
    return dict(rows.values_list(by).annotate(count=Count("id")))

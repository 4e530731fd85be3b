"""Reads that span models, for commands, API, admin, reports and plugins alike."""

from .comparisons import compare_runs, history
from .findings import (
    clusters,
    gating_findings,
    reported_findings,
    rule_counts,
    severity_counts,
    standings,
)
from .runs import find_run, finished_runs, run_before
from .stored_site import StoredSite

__all__ = [
    "StoredSite",
    "clusters",
    "compare_runs",
    "find_run",
    "finished_runs",
    "gating_findings",
    "history",
    "reported_findings",
    "rule_counts",
    "run_before",
    "severity_counts",
    "standings",
]

"""Reads that span models, for commands, API, admin, reports and plugins alike."""

from .comparisons import compare_runs, history
from .external_links import external_targets, known_links
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
from .worth import page_worths, search_figures

__all__ = [
    "StoredSite",
    "clusters",
    "compare_runs",
    "external_targets",
    "find_run",
    "finished_runs",
    "gating_findings",
    "history",
    "known_links",
    "page_worths",
    "reported_findings",
    "rule_counts",
    "run_before",
    "search_figures",
    "severity_counts",
    "standings",
]

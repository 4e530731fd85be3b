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
from .proposals import (
    KnownProposals,
    current_proposals,
    folder_of,
    known_proposals,
    reported_proposals,
    site_proposals,
)
from .runs import find_run, finished_runs, run_before
from .stored_site import StoredSite
from .worth import Mendable, mendable_pages, search_figures

__all__ = [
    "KnownProposals",
    "Mendable",
    "StoredSite",
    "clusters",
    "compare_runs",
    "current_proposals",
    "external_targets",
    "find_run",
    "finished_runs",
    "folder_of",
    "gating_findings",
    "history",
    "known_links",
    "known_proposals",
    "mendable_pages",
    "reported_findings",
    "reported_proposals",
    "rule_counts",
    "run_before",
    "search_figures",
    "severity_counts",
    "site_proposals",
    "standings",
]

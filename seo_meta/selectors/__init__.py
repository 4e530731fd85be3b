"""Reads that span models, for commands, API, admin, reports and plugins alike."""

from seo_meta.core.access import Action

from .access import may, require, sites_for, within_reach
from .applicable import applicable_proposals, unsettled_edits, written_values
from .comparisons import compare_runs, history
from .external_links import external_targets, known_links
from .findings import (
    clusters,
    gating_findings,
    reported_findings,
    rule_counts,
    severity_counts,
    standings,
    worst_severities,
)
from .overview import Coverage, TopPage, coverage, queue_ages, top_pages
from .page_view import page_findings, proposals_of_page, rule_totals, steps_of_page, versions_of_page
from .patterns import open_patterns
from .proposals import (
    IN_PULL_REQUEST,
    KnownProposals,
    brand_of,
    current_proposals,
    due_proposals,
    folder_of,
    in_state,
    known_proposals,
    reported_proposals,
    site_proposals,
    values_for_page,
)
from .read_again import Again, read_again
from .rejections import KnownRejections, holding_rejections, site_rejections
from .runs import find_run, find_site, finished_runs, run_before, site_of_source
from .stored_site import StoredSite
from .worth import Mendable, mendable_pages, search_figures

__all__ = [
    "IN_PULL_REQUEST",
    "Action",
    "Again",
    "Coverage",
    "KnownProposals",
    "KnownRejections",
    "Mendable",
    "StoredSite",
    "TopPage",
    "applicable_proposals",
    "brand_of",
    "clusters",
    "compare_runs",
    "coverage",
    "current_proposals",
    "due_proposals",
    "external_targets",
    "find_run",
    "find_site",
    "finished_runs",
    "folder_of",
    "gating_findings",
    "history",
    "holding_rejections",
    "in_state",
    "known_links",
    "known_proposals",
    "may",
    "mendable_pages",
    "open_patterns",
    "page_findings",
    "proposals_of_page",
    "queue_ages",
    "read_again",
    "reported_findings",
    "reported_proposals",
    "require",
    "rule_counts",
    "rule_totals",
    "run_before",
    "search_figures",
    "severity_counts",
    "site_of_source",
    "site_proposals",
    "site_rejections",
    "sites_for",
    "standings",
    "steps_of_page",
    "top_pages",
    "unsettled_edits",
    "values_for_page",
    "versions_of_page",
    "within_reach",
    "worst_severities",
    "written_values",
]

"""report.html: one file that opens from disk without a network, to read, filter and print.

The numbers and the rules are plain HTML; the list of findings is built in the browser from data inside the page. The
template, its style and its script stand together under `templates/seo_meta/`.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.template.loader import render_to_string

from seo_meta.core import defang, urls
from seo_meta.core.findings import Kind, Outcome
from seo_meta.core.propose import Field
from seo_meta.core.report import (
    Cluster,
    Report,
    ReportedFinding,
    ReportedProposal,
    RunFacts,
    Skipped,
    counted,
    place,
    verdict,
)
from seo_meta.core.text import collapse

from . import charts
from .listing import Listing, findings_per_rule, list_findings, script_json

TEMPLATE = Path(__file__).parents[1] / "templates" / "seo_meta" / "report.html"

MAX_PLAIN = 100
"""Findings in the list for readers without JavaScript."""
MAX_SKIPPED = 200


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """Write the page; of a large run it lists the first findings of each rule and says so."""
    style, script = (TEMPLATE.with_suffix(suffix).read_text("utf-8") for suffix in (".css", ".js"))
    cap = findings_per_rule([rule.findings + rule.crashed for rule in report.rules])
    listing, reasons = list_findings(report, findings, cap)
    total = sum(rule.findings + rule.crashed for rule in report.rules)
    context = {
        "run": report.run,
        "site": defang.visible(report.run.base_url),
        "verdict": verdict(report),
        "why_partial": defang.visible(report.run.why_partial),
        "facts": list(_facts(report.run)),
        "tiles": list(charts.severity_bar(report)),
        "commonest": charts.commonest_rules(report),
        "runs": charts.run_columns(report.history),
        "clusters": [_cluster(cluster) for cluster in report.clusters],
        "proposals": [_proposal(proposal) for proposal in report.proposals],
        "rules": list(_rules(report)),
        "heuristics": any(rule.kind is Kind.HEURISTIC for rule in report.rules),
        "asked": len(report.outcomes),
        "clean": sum(set(counts) <= {Outcome.PASS, Outcome.NOT_APPLICABLE} for counts in report.outcomes.values()),
        "open_rules": [(rule, reasons.get(rule, "")) for rule in report.rules_with(Outcome.INCONCLUSIVE)],
        "not_run": report.not_run,
        "skipped": [_shown_skipped(skipped) for skipped in report.run.skipped[:MAX_SKIPPED]],
        "skipped_total": len(report.run.skipped),
        "listed": f"{len(listing.findings):,}",
        "total": f"{total:,}",
        "cap": f"{cap:,}" if len(listing.findings) < total else "",
        "plain": list(_plain(listing)),
        "data": script_json(listing),
        "style": style,
        "script": script,
        "policy": content_security_policy(style, script),
    }
    file.write(render_to_string(f"seo_meta/{TEMPLATE.name}", context).encode())


def content_security_policy(style: str, script: str) -> str:
    """A policy under which nothing runs but our own inline style and script, and nothing is loaded."""
    hashes = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script))
    style_hash, script_hash = (f"'sha256-{hash}'" for hash in hashes)
    return f"default-src 'none'; style-src {style_hash}; script-src {script_hash}; base-uri 'none'; form-action 'none'"


def _facts(run: RunFacts) -> Iterator[tuple[str, str]]:
    yield "Source", defang.visible(run.source)
    yield "Read", counted(run.pages, "page")
    yield "Started", f"{run.started_at:%Y-%m-%d %H:%M %Z}"
    if run.finished_at:
        yield "Took", _duration(run.finished_at - run.started_at)
    yield "Run", str(run.id)
    yield "SiteAgent", run.version


def _duration(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{max(seconds, 1)} s"


def _rules(report: Report) -> Iterator[Mapping[str, Any]]:
    for rule in report.rules:
        yield {
            "rule": rule,
            "heuristic": rule.kind is Kind.HEURISTIC,
            "pages": f"{rule.pages:,}",
            "findings": f"{rule.findings:,}",
            "share": f"{100 * rule.pages / max(report.run.pages, 1):.1f}",
            "source": rule.source if urls.is_http(rule.source) else "",
            "source_host": urls.host_of(rule.source),
        }


def _cluster(cluster: Cluster) -> Mapping[str, Any]:
    shown = map(defang.visible, cluster.examples)
    examples = [(place, place if urls.is_http(place) else "") for place in shown]
    numbers = {"pages": f"{cluster.pages:,}", "of": f"{cluster.of:,}"}
    return {"rule": cluster.rule, "severity": cluster.severity.value, "examples": examples, **numbers}


def _proposal(proposal: ReportedProposal) -> Mapping[str, Any]:
    where = defang.visible(proposal.file or proposal.url)
    offers = [
        {
            "value": defang.visible(collapse(offer.value)),
            "confidence": offer.confidence.value,
            "treatment": offer.treatment.value,
            "reasons": [defang.visible(reason) for reason in offer.reasons],
            "evidence": [(evidence.source, defang.visible(evidence.text)) for evidence in offer.evidence],
        }
        for offer in proposal.candidates
    ]
    return {
        "place": where,
        "link": proposal.url if urls.is_http(proposal.url) else "",
        "field": proposal.field,
        "current": defang.visible(proposal.current),
        "lacks": Field(proposal.field).is_whole,
        "offers": offers,
        "reason": defang.visible(proposal.reason),
        "rules": proposal.rules,
    }


def _shown_skipped(skipped: Skipped) -> tuple[str, str]:
    return defang.visible(skipped.place), defang.visible(skipped.reason)


def _plain(listing: Listing) -> Iterator[Mapping[str, Any]]:
    for rule, page, line, message, evidence in listing.findings[:MAX_PLAIN]:
        url, file = listing.pages[page] if page >= 0 else ("", "")
        where = {"place": place(url, file, line) or "The whole site", "link": url if urls.is_http(url) else ""}
        yield {"rule": listing.rules[rule], "message": message, "evidence": evidence, **where}

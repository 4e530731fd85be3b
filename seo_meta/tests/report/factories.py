"""Reports as values, the smallest that show a behaviour."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.fingerprint import fingerprint
from seo_meta.core.propose import Confidence, Evidence
from seo_meta.core.report import Cluster, Report, ReportedFinding, ReportedProposal, RuleCount, RunCount, RunFacts
from seo_meta.models.proposal import Offer
from seo_meta.report import Writer

STARTED = datetime(2026, 11, 23, 13, 34, 2, tzinfo=UTC)


def finding(rule: str = "title.missing", file: str | None = "about.html", **values: object) -> ReportedFinding:
    url = f"https://example.com/{file}" if file else None
    message, evidence = values.get("message", "There is no <title> element."), values.get("evidence", "")
    known = {
        "kind": Kind.DOCUMENTED,
        "severity": Severity.ERROR,
        "outcome": Outcome.FAIL,
        "line": 2,
        "fingerprint": fingerprint(rule, 1, url or "", str(evidence)),
    }
    return ReportedFinding(
        rule, **{**known, "url": url, "file": file, "message": message, "evidence": evidence, **values}
    )


def run_facts(**values: object) -> RunFacts:
    known = {
        "id": 1,
        "source": "public",
        "base_url": "https://example.com/",
        "kind": "folder",
        "started_at": STARTED,
        "finished_at": STARTED,
        "complete": True,
        "stop_reason": "",
        "pages": 10,
        "skipped": (),
        "version": "0.1.0",
    }
    return RunFacts(**{**known, **values})


def report(findings: Sequence[ReportedFinding], **run: object) -> Report:
    """The report of these findings, which are in the order of their rules; members of `Report` may be given too."""
    own = {
        name: run.pop(name) for name in ("clusters", "history", "not_run", "proposals", "source_root") if name in run
    }
    by_rule = {rule: list(group) for rule, group in groupby(findings, key=lambda one: one.rule)}
    severities = Counter(one.severity for one in findings if one.outcome is Outcome.FAIL)
    counts = [rule_count(rule, group) for rule, group in by_rule.items()]
    ranks = list(Severity)
    rules = sorted(counts, key=lambda count: (ranks.index(count.severity), -count.findings, count.rule))
    return Report(
        run_facts(**run),
        {severity: severities[severity] for severity in Severity},
        tuple(rule for rule in rules if rule.findings + rule.crashed),
        {rule: dict(Counter(one.outcome for one in group)) for rule, group in by_rule.items()},
        **own,
    )


def cluster(**values: object) -> Cluster:
    """340 of the 350 pages of a template without a title."""
    examples = ("https://example.com/a.html", "https://example.com/z.html")
    known = {"rule": "title.missing", "severity": Severity.ERROR, "template": "0123456789abcdef"}
    return Cluster(**{**known, "pages": 340, "of": 350, "examples": examples, **values})


def proposal(value: str = "About us", **values: object) -> ReportedProposal:
    """A title for a page that has none; without a value, an abstention."""
    evidence = (Evidence("h1", values.pop("evidence", value), 7),)
    offer = Offer(
        value, Confidence.HIGH, ("The only H1 of the page.",), evidence, generator="extractive", generator_version=1
    )
    known = {
        "url": "https://example.com/about.html",
        "file": "about.html",
        "field": "title",
        "state": "open" if value else "abstained",
        "current": "",
        "candidates": (offer,) if value else (),
        "reason": "" if value else "Nothing names the page.",
        "rules": ("title.missing",),
        "worth": 4.0,
        "worth_reason": "linked from 0 pages; no search data",
    }
    return ReportedProposal(**{**known, **values})


def run_count(id: int, error: int, **values: object) -> RunCount:
    """A run of ten pages, on the day of November with its number, with so many errors and nothing else."""
    severities = {severity: error if severity is Severity.ERROR else 0 for severity in Severity}
    known = {"started_at": STARTED.replace(day=id), "complete": True, "pages": 10, "severities": severities}
    return RunCount(id, **{**known, **values})


def rule_count(rule: str, findings: Sequence[ReportedFinding]) -> RuleCount:
    failed = [one for one in findings if one.outcome is Outcome.FAIL]
    return RuleCount(
        rule=rule,
        kind=findings[0].kind,
        severity=findings[0].severity,
        summary="The page has no title",
        remedy="Add one <title> to the head.",
        source="https://developers.google.com/search/docs/appearance/title-link",
        findings=len(failed),
        pages=len({one.url for one in failed}),
        crashed=sum(one.outcome is Outcome.CRASHED for one in findings),
        example=failed[0] if failed else None,
    )


def written(write: Writer, findings: Sequence[ReportedFinding], **run: object) -> str:
    """What a writer makes of these findings."""
    file = io.BytesIO()
    write(report(findings, **run), iter(findings), file)
    return file.getvalue().decode()

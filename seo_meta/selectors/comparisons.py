"""One run beside others: a trend, never a gate."""

import msgspec
from django.db.models import Count, Q

from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.report import RuleChange, RunCount
from seo_meta.errors import RunError
from seo_meta.models import Run

from .findings import FAILED, rank
from .runs import finished_runs

MAX_HISTORY = 20
"""Runs in the history of a report: a few weeks of nights, and bars that can still be told apart."""


def history(run: Run) -> tuple[RunCount, ...]:
    """The latest runs of the run's site up to this one, the oldest first; at most MAX_HISTORY."""
    columns = ("pk", "started_at", "complete", "pages", *(severity.value for severity in Severity))
    rows = finished_runs(run.site).filter(pk__lte=run.pk).order_by("-pk").values_list(*columns)[:MAX_HISTORY]
    counts = [
        RunCount(id, started_at, complete, pages, dict(zip(Severity, failures, strict=True)))
        for id, started_at, complete, pages, *failures in rows
    ]
    return tuple(reversed(counts))


def compare_runs(run: Run, previous: Run) -> tuple[RuleChange, ...]:
    """What became of the failures of `previous`, rule by rule, the worst first. The database compares fingerprints.

    Raises RunError when the runs are of different sites or one was not judged to its end.
    """
    if run.site_id != previous.site_id:
        raise RunError(f"Run {run.pk} and run {previous.pk} are of different sites. Compare runs of one site.")
    for one in (run, previous):
        if one.state != Run.State.DONE:
            raise RunError(f"Run {one.pk} was not judged to its end. Do so with: seo_audit --run {one.pk}")
    now, before = _failures_against(run, previous), _failures_against(previous, run)
    changes = (_rule_change(rule, now.get(rule), before.get(rule), _can_tell(run, rule)) for rule in {**now, **before})
    return tuple(sorted(changes, key=lambda change: (rank(change.severity), -change.new, change.rule)))


class _Failures(msgspec.Struct):
    """The failures of one rule in one run: those that only this run has, and those that the other has too."""

    rule: str
    severity: str
    own: int = 0
    common: int = 0
    versions: set[int] = msgspec.field(default_factory=set)


def _rule_change(rule: str, now: _Failures | None, before: _Failures | None, can_tell: bool) -> RuleChange:
    severity = (now or before or _Failures(rule, Severity.INFO)).severity
    now, before = now or _Failures(rule, severity), before or _Failures(rule, severity)
    if now.versions and before.versions and now.versions != before.versions:
        # Another version gives other fingerprints to the same faults: nothing is known to be new or fixed.
        return RuleChange(rule, Severity(severity), 0, now.own + now.common, 0, before.own)
    fixed = before.own if can_tell else 0
    return RuleChange(rule, Severity(severity), now.own, now.common, fixed, before.own - fixed)


def _failures_against(run: Run, other: Run) -> dict[str, _Failures]:
    # A set that the database makes once; asking anew for each finding would take quadratic time.
    shared = Q(fingerprint__in=other.findings.filter(FAILED).values("fingerprint"))
    rows = (
        run.findings.filter(FAILED)
        .values_list("rule", "rule_version", "severity")
        .annotate(own=Count("id", filter=~shared), common=Count("id", filter=shared))
        .order_by()
    )
    found: dict[str, _Failures] = {}
    for rule, version, severity, own, common in rows:
        failures = found.setdefault(rule, _Failures(rule, severity))
        failures.own += own
        failures.common += common
        failures.versions.add(version)
    return found


def _can_tell(run: Run, rule: str) -> bool:
    """Whether the silence of the rule in this run is a pass."""
    outcomes = run.outcomes.get(rule, {})
    undecided = outcomes.get(Outcome.INCONCLUSIVE, 0) + outcomes.get(Outcome.CRASHED, 0)
    return run.complete and bool(outcomes) and not undecided

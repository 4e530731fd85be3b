"""Whether a run fails a build: its failures at a severity, without what is waived, and if asked without what is old."""

from collections.abc import Generator
from contextlib import closing
from typing import Any, cast

import msgspec

from seo_meta.core.baseline import Baseline, State
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.standing import Standings
from seo_meta.models import Run
from seo_meta.selectors import gating_findings, standings

COLUMNS = ("rule", "rule_version", "page__url", "page__file", "evidence", "fingerprint")


class FailOn(msgspec.Struct, frozen=True):
    """What makes a build fail."""

    severities: tuple[Severity, ...] = ()
    only_new: bool = False
    """Only what the baseline does not have."""


GATES = {
    "error": FailOn((Severity.ERROR,)),
    "warning": FailOn((Severity.ERROR, Severity.WARNING)),
    "new:error": FailOn((Severity.ERROR,), only_new=True),
    "new:warning": FailOn((Severity.ERROR, Severity.WARNING), only_new=True),
    "never": FailOn(),
}


def fails(run: Run, gate: FailOn, baseline: Baseline | None = None) -> bool:
    """Whether the run has a finding at the gate. A gate for what is new needs the baseline."""
    findings = gating_findings(run, gate.severities)
    known = standings(run, baseline)
    if not gate.only_new and known.waivers is None:
        return findings.exists()
    # Closed at once: rows that are left half read keep hold of the database.
    rows = findings.values_list(*COLUMNS).iterator()
    with closing(cast("Generator[Any]", rows)):
        return any(_counts(known, gate, *row) for row in rows)


def _counts(
    known: Standings, gate: FailOn, rule: str, version: int, url: str | None, file: str | None, evidence: str, mark: str
) -> bool:
    if gate.only_new and known.state(rule, version, Outcome.FAIL, mark) is not State.NEW:
        return False
    return known.waived(rule, url, file, evidence, mark) is None

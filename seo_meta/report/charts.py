"""The charts of report.html and the dashboard as numbers for inline SVG: across in per cent of the width, so that text
keeps its size."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seo_meta.core.findings import Severity
from seo_meta.core.report import LABELS, Report, RunCount, counted, listed

RULES = 8
ROW = 34
"""Pixels of a rule: its name, and the bar below."""
TOP = 18
"""Pixels above the columns, for the number that the highest stands for."""
HEIGHT = 120
"""Pixels of the highest column."""


def severity_bar(report: Report) -> Iterator[Mapping[str, Any]]:
    """A tile and a segment of the bar for each severity; `x` and `width` are per cent of the bar."""
    total = sum(report.severities.values())
    x = 0.0
    for severity, count in report.severities.items():
        width = 100 * count / total if total else 0.0
        bar = {"x": percent(x), "width": percent(width)}
        yield {"severity": severity.value, "label": LABELS[severity], "count": f"{count:,}", "any": count > 0, **bar}
        x += width


def commonest_rules(report: Report) -> Mapping[str, Any]:
    """The rules with the most findings; `y` is the upper edge of a row in pixels."""
    rules = sorted((rule for rule in report.rules if rule.findings), key=lambda rule: (-rule.findings, rule.rule))
    most = rules[0].findings if rules else 1
    rows = [
        {
            "rule": rule.rule,
            "severity": rule.severity.value,
            "findings": f"{rule.findings:,}",
            "text_y": row * ROW + 13,
            "bar_y": row * ROW + 20,
            "width": percent(100 * rule.findings / most),
        }
        for row, rule in enumerate(rules[:RULES])
    ]
    said = [f"{rule.rule} {rule.findings:,}" for rule in rules[:RULES]]
    return {"rows": rows, "height": len(rows) * ROW, "description": f"{listed(said)}."}


def run_columns(runs: Sequence[RunCount]) -> Mapping[str, Any]:
    """A column of stacked severities for each run, the oldest first; empty for one run, which shows no trend."""
    if len(runs) < 2:
        return {}
    most = max(sum(run.severities.values()) for run in runs) or 1
    step = 100 / len(runs)
    columns = [
        {
            "label": _said(run),
            "partial": not run.complete,
            "segments": list(_segments(run, most)),
            "x": percent(place * step + step * 0.15),
            "width": percent(step * 0.7),
            "cells": [f"{count:,}" for count in run.severities.values()],
            "id": run.id,
            "pages": f"{run.pages:,}",
            "date": f"{run.started_at:%Y-%m-%d %H:%M}",
        }
        for place, run in enumerate(runs)
    ]
    return {
        "columns": columns,
        "labels": list(LABELS.values()),
        "most": f"{most:,}",
        "top": TOP,
        "bottom": TOP + HEIGHT,
        "height": TOP + HEIGHT + 30,
        "first": f"{runs[0].started_at:%d %b}",
        "last": f"{runs[-1].started_at:%d %b}",
        "description": f"From {_said(runs[0])} to {_said(runs[-1])}.",
    }


def _segments(run: RunCount, most: int) -> Iterator[Mapping[str, Any]]:
    """The parts of a column from the bottom up, the worst lowest."""
    top = float(TOP + HEIGHT)
    for severity in Severity:
        height = HEIGHT * run.severities[severity] / most
        top -= height
        if height:
            yield {"severity": severity.value, "y": f"{top:.2f}", "height": f"{height:.2f}"}


def _said(run: RunCount) -> str:
    found = [f"{count:,} {LABELS[severity].lower()}" for severity, count in run.severities.items() if count]
    partial = "" if run.complete else ", partial"
    pages = counted(run.pages, "page")
    return f"run {run.id} of {run.started_at:%Y-%m-%d} ({listed(found) or 'nothing'} on {pages}{partial})"


def percent(number: float) -> str:
    """A string, since a template would write the number as the locale has it."""
    return f"{number:.3f}"

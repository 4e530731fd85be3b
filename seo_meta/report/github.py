"""GitHub Actions: annotations as workflow commands on stdout, and the job summary in Markdown.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from seo_meta.core import defang
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.report import Report, ReportedFinding, counted, in_repository, listed, verdict

from . import markdown
from .listing import findings_per_rule

MAX_SUMMARY = 1024 * 1024
"""Bytes of one step; GitHub drops a larger summary as a whole.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits"""

MAX_ANNOTATIONS = 10
"""Of each level and step; GitHub shows no more.
https://docs.github.com/en/rest/checks/runs"""
MAX_MESSAGE = 500
LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
    Severity.REVIEW: "notice",
}


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """Write one command a line, at most ten of a level from as many rules as fit, then how many more there are.

    Waived findings get none, and with a baseline only new ones do.
    """
    by_level: dict[str, dict[str, list[ReportedFinding]]] = {level: {} for level in LEVELS.values()}
    more: Counter[str] = Counter()
    for finding in findings:
        if finding.outcome is Outcome.FAIL and finding.counts:
            level = LEVELS[finding.severity]
            kept = by_level[level].setdefault(finding.rule, [])
            kept += [finding] if len(kept) < MAX_ANNOTATIONS else []
            more[level] += 1
    for level, by_rule in by_level.items():
        for finding in _chosen(by_rule):
            more[level] -= 1
            file.write(f"{_command(report, finding)}\n".encode())
    if left := [counted(more[level], f"more {level}") for level in by_level if more[level]]:
        file.write(f"Annotated are the first findings; {listed(left)} in the reports.\n".encode())


def _chosen(by_rule: Mapping[str, Sequence[ReportedFinding]]) -> Iterator[ReportedFinding]:
    """At most ten findings of one level, shared out evenly among the rules."""
    rules = list(by_rule.values())[:MAX_ANNOTATIONS]
    cap = findings_per_rule([len(found) for found in rules], MAX_ANNOTATIONS)
    room = MAX_ANNOTATIONS - sum(min(cap, len(found)) for found in rules)
    for found in rules:
        more = min(room, len(found[cap : cap + 1]))
        room -= more
        yield from found[: cap + more]


def _command(report: Report, finding: ReportedFinding) -> str:
    title = _property(finding.rule)
    where = ""
    if finding.file:
        line = f",line={finding.line}" if finding.line else ""
        where = f"file={_property(in_repository(report, finding.file))}{line},"
    # Without a file nothing but the message says which page is meant.
    page = "" if finding.file else finding.url or ""
    evidence = "" if finding.evidence in finding.message or finding.evidence == finding.url else finding.evidence
    parts = (finding.message, evidence, page)
    return f"::{LEVELS[finding.severity]} {where}title={title}::{_data(' · '.join(filter(None, parts)))}"


def _data(text: str) -> str:
    """Escaped as the runner unescapes the text of a command (actions/runner, ActionCommand.cs)."""
    return _escaped(defang.plain(defang.clip(text, MAX_MESSAGE)))


def _property(text: str) -> str:
    """As `_data`, for a property."""
    return _escaped(defang.plain(text)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def append_summary(report: Report, path: Path) -> None:
    """Append the report, or its verdict alone, or nothing: whatever still fits. Raises OSError."""
    with path.open("ab") as file:
        room = MAX_SUMMARY - file.tell()
        for text in (markdown.render(report), f"**{verdict(report)}**\n"):
            block = f"\n{text}\n".encode()
            if len(block) <= room:
                file.write(block)
                return

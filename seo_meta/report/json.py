"""report.json, for programs: docs/reference/report-json.md says what is in it."""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from seo_meta.core.report import Report, ReportedFinding

SCHEMA_VERSION = 1
"""Raised when a program that reads the report would have to change; members may be added without."""


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """One finding a line, written as it comes, so that memory does not grow with the report."""
    encoder = msgspec.json.Encoder()
    run, rules = encoder.encode(report.run), encoder.encode(report.rules)
    severities, outcomes = encoder.encode(report.severities), encoder.encode(report.outcomes)
    file.write(b'{"schema_version":%d,\n"run":%b,\n' % (SCHEMA_VERSION, run))
    file.write(b'"summary":{"severities":%b,\n"rules":%b,\n"outcomes":%b,\n' % (severities, rules, outcomes))
    file.write(b'"clusters":%b,\n' % encoder.encode(report.clusters))
    file.write(b'"not_run":%b,\n' % encoder.encode(report.not_run))
    file.write(b'"states":%b,"waived":%d},\n' % (encoder.encode(report.states), report.waived))
    file.write(b'"proposals":%b,\n' % encoder.encode(report.proposals))
    file.write(b'"findings":[')
    separator = b"\n"
    for finding in findings:
        file.write(separator + encoder.encode(finding))
        separator = b",\n"
    file.write(b"\n]}\n")

"""report.csv: the findings for a spreadsheet, by RFC 4180, with a mark that says UTF-8 to Excel."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from seo_meta.core import defang
from seo_meta.core.report import Report, ReportedFinding

COLUMNS = (
    "severity",
    "rule",
    "kind",
    "outcome",
    "url",
    "file",
    "line",
    "message",
    "evidence",
    "fingerprint",
    "state",
    "waived",
)

# What starts a formula, also in full width, also after what a spreadsheet skips or takes for the end of a cell.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"[\s\"',;\u200b-\u200d\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    for line in lines(COLUMNS, (_row(finding) for finding in findings)):
        file.write(line)


def lines(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A table, line by line. Every cell is quoted, so that no other separator that a spreadsheet may try splits it."""
    yield codecs.BOM_UTF8
    text = io.StringIO(newline="")
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in chain([columns], rows):
        table.writerow([_cell(value) for value in row])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def _row(finding: ReportedFinding) -> list[object]:
    return [*(getattr(finding, column) for column in COLUMNS[:-1]), finding.waived.reason if finding.waived else None]


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: a quote before it says "text"."""
    text = "" if value is None else str(value)
    return f"'{defang.visible(text)}" if FORMULA.match(text) else defang.visible(text)

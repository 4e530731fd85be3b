"""Reports of a run, one module a format. A writer knows values of `core.report` and an open binary file, nothing else.

To add a format, write its module and name it in `FORMATS`.
"""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from seo_meta.core.report import Report, ReportedFinding

from . import csv, github, html, json, junit, markdown, sarif

Writer = Callable[[Report, Iterable[ReportedFinding], BinaryIO], None]

FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("report.csv", csv.write),
    "github": ("annotations.txt", github.write),
    "html": ("report.html", html.write),
    "json": ("report.json", json.write),
    "junit": ("report.junit.xml", junit.write),
    "md": ("report.md", markdown.write),
    "sarif": ("report.sarif", sarif.write),
}
"""Name of a format to (file name, writer)."""

DEFAULT_FORMATS = ("html", "json", "md")
"""What is written when no format is asked for."""

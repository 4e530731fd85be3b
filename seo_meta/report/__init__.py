"""Reports of a run, one module a format. A writer knows values of `core.report` and an open binary file, nothing else.

To add a format, write its module and name it in `FORMATS`.
"""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from seo_meta.core.report import Report, ReportedFinding

from . import html, json, markdown

Writer = Callable[[Report, Iterable[ReportedFinding], BinaryIO], None]

FORMATS: dict[str, tuple[str, Writer]] = {
    "html": ("report.html", html.write),
    "json": ("report.json", json.write),
    "md": ("report.md", markdown.write),
}
"""Name of a format to (file name, writer)."""

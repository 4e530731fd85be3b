"""The result of a run on the terminal: one line a rule, worst first."""

from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seo_meta.core.defang import plain
from seo_meta.models import Run
from seo_meta.selectors import rule_counts, severity_counts
from seo_meta.sources.folder import UNKNOWN_BASE_URL

STYLES = {"error": "bold red", "warning": "yellow", "info": "blue", "review": "magenta"}


def print_result(run: Run, stream: TextIO) -> None:
    """Table by rule and a closing line. Text from pages is defanged: a CI log obeys what it prints."""
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else 120)
    counts = rule_counts(run)
    if counts:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("severity")
        table.add_column("rule", no_wrap=True)
        table.add_column("pages", justify="right")
        table.add_column("findings", justify="right")
        table.add_column("what")
        for count in counts:
            severity = Text(count.severity, STYLES[count.severity])
            table.add_row(severity, count.rule, f"{count.pages:,}", f"{count.findings:,}", count.summary)
        console.print(table)
        console.print()
    console.print(Text(plain(_closing(run))))
    if run.site.base_url == UNKNOWN_BASE_URL:
        console.print("Nothing says where this folder will be served; --base-url makes the URLs right.")


def _closing(run: Run) -> str:
    totals = ", ".join(f"{number} {severity}" for severity, number in severity_counts(run).items() if number)
    partial = "" if run.complete else f" Partial run: {_why_partial(run)}."
    return f"{run.pages} pages of {run.site.base_url} · {totals or 'nothing found'}.{partial}"


def _why_partial(run: Run) -> str:
    return run.stop_reason or f"{len(run.skipped)} skipped, such as {_name(run.skipped[0])}"


def _name(skipped: dict[str, str]) -> str:
    return f"{skipped.get('file') or skipped.get('url')}, which {skipped['reason']}"

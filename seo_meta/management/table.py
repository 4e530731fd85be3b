"""The result of a run on the terminal: one line a rule, worst first."""

from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seo_meta.core.defang import plain
from seo_meta.core.findings import Severity
from seo_meta.core.report import Report, RuleCount, RunFacts, proposed, verdict
from seo_meta.sources.folder import UNKNOWN_BASE_URL

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue", Severity.REVIEW: "magenta"}
LOG_WIDTH = 160


def print_result(report: Report, stream: TextIO) -> None:
    """Table by rule and the verdict. Text from pages is defanged: a CI log obeys what it prints."""
    console = Console(file=stream, highlight=False, soft_wrap=True, width=None if stream.isatty() else LOG_WIDTH)
    if report.rules:
        console.print(_table(report.rules))
        console.print()
    console.print(Text(plain(f"{report.run.base_url}: {verdict(report)}")))
    if not report.run.complete:
        console.print(Text(plain(f"Partial run: {_why_partial(report.run)}.")))
    if external := report.run.external:
        console.print(f"External links: {external.checked:,} checked, {external.unchecked:,} still unchecked.")
    if report.proposals:
        console.print(f"Proposals: {proposed([(one.url, bool(one.candidates)) for one in report.proposals])}")
    if report.run.base_url == UNKNOWN_BASE_URL:
        console.print("Nothing says where this folder will be served; --base-url makes the URLs right.")


def _table(rules: tuple[RuleCount, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("severity", "rule"):
        table.add_column(name, no_wrap=True)
    for name in ("pages", "findings"):
        table.add_column(name, no_wrap=True, justify="right")
    # The one column that may take several lines where the terminal is narrow.
    table.add_column("what")
    for rule in rules:
        severity = Text(rule.severity, STYLES[rule.severity])
        summary = rule.summary if rule.findings else f"crashed on {rule.crashed:,} pages"
        table.add_row(severity, Text(plain(rule.rule)), f"{rule.pages:,}", f"{rule.findings:,}", Text(plain(summary)))
    return table


def _why_partial(run: RunFacts) -> str:
    if run.stop_reason:
        return run.stop_reason
    if not run.skipped:
        return "a page was too large to be read whole"
    first = run.skipped[0]
    more = f", and {len(run.skipped) - 1:,} more" if len(run.skipped) > 1 else ""
    return f"skipped {first.place}, which {first.reason}{more}"

"""Sources on the terminal: page by page which file holds each field, or why none does."""

from collections.abc import Sequence
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seo_meta.core.defang import clip, plain
from seo_meta.core.source_of_truth import Kind, Target
from seo_meta.services.find_sources import Found

from .table import LOG_WIDTH

MAX_VALUE = 200


def print_sources(found: Sequence[Found], stream: TextIO) -> None:
    """Paths and values come from files and pages, and a CI log obeys what it prints: all of it is defanged."""
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else LOG_WIDTH)
    for name, group in groupby(found, key=lambda one: one.proposal.file or one.proposal.url):
        console.print(Text(plain(name), "bold"))
        console.print(_table(list(group)))
    known = sum(isinstance(one.source, Target) for one in found)
    console.print(f"{known:,} of {len(found):,} proposals have a known source.")


def _table(found: Sequence[Found]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 1, 0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for one in found:
        field = Text(one.proposal.field)
        if isinstance(one.source, Target):
            key = "" if one.source.kind is Kind.HTML else f", {one.source.key}: {clip(one.source.value, MAX_VALUE)}"
            table.add_row(field, Text(plain(one.source.file + key)))
            table.add_row("", Text(plain("; ".join(one.source.reasons)), "dim"))
        else:
            table.add_row(field, Text(plain(one.source.reason), "yellow"))
    return table

"""An evaluation on the terminal: the methods side by side, what is between them, and what confidence is worth."""

from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seo_meta.core.defang import plain
from seo_meta.core.evaluation.measure import GOOD, Interval
from seo_meta.services.evaluate import Evaluation

LOG_WIDTH = 160


def print_evaluation(evaluation: Evaluation, stream: TextIO) -> None:
    console = Console(file=stream, highlight=False, soft_wrap=True, width=None if stream.isatty() else LOG_WIDTH)
    own = evaluation.methods[0]
    origins = ", ".join(f"{found.pages:,} {origin}" for origin, found in own.by_origin.items())
    where = Text(plain(evaluation.corpus))
    console.print(where, f"half: {evaluation.half}, {own.rouge_l.pages:,} pages ({origins})", sep=", ")
    console.print(_methods(evaluation))
    console.print()
    for method, ahead in evaluation.ahead.items():
        console.print(f"{own.method} is ahead of {method} by {_shown(ahead, signed=True)}")
    console.print(f"The best of its first three candidates has {evaluation.best_of_three:.3f}.")
    console.print(f"{evaluation.shortened:,} values leave out brackets or a last clause, or add a full stop.")
    console.print(f"{evaluation.without:,} pages are left without a value when no two may have the same.")
    console.print()
    console.print(_calibration(evaluation))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        table.add_column(name, no_wrap=True, justify="right" if place else "left")
    return table


def _methods(evaluation: Evaluation) -> Table:
    origins = list(evaluation.methods[0].by_origin)
    table = _table("method", "ROUGE-L (95 %)", *origins, "cut", "boilerplate", "anaphoric", "empty", "repeated")
    for result in evaluation.methods:
        by_origin = (f"{result.by_origin[origin].mean:.3f}" for origin in origins)
        rates = (f"{rate:.1%}" for rate in (result.cut, result.boilerplate, result.anaphoric, result.empty))
        table.add_row(result.method, _shown(result.rouge_l), *by_origin, *rates, f"{result.repeated:,}")
    return table


def _calibration(evaluation: Evaluation) -> Table:
    table = _table("confidence", "pages", "ROUGE-L (95 %)", f"at least {GOOD}")
    for group in evaluation.calibration:
        table.add_row(group.confidence, f"{group.rouge_l.pages:,}", _shown(group.rouge_l), f"{group.good:.0%}")
    return table


def _shown(found: Interval, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{found.mean:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})"

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management import CommandParser
from rich.console import Console
from rich.table import Table

from seo_meta.management.command import SeoCommand
from seo_meta.management.progress import progress_on
from seo_meta.plugins import plain

if TYPE_CHECKING:
    from ml_search.services.evaluate import Evaluation


class Command(SeoCommand):
    help = "Measure the search on judged queries: a collection in the layout of BEIR is indexed, asked and forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--corpus", type=Path, required=True, metavar="DIR", help="corpus.jsonl, queries.jsonl and qrels.tsv"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def run(self, **options: Any) -> None:
        # These take a second to import, which the help of a command should not.
        from ml_search.encoders import index_encoder
        from ml_search.services.evaluate import evaluate

        with progress_on(sys.stderr) as progress:
            evaluation = evaluate(options["corpus"], index_encoder(), progress)
        if options["json"]:
            self.stdout.write(json.dumps(msgspec.to_builtins(evaluation), indent=2))
            return
        for note in evaluation.degraded.values():
            self.stderr.write(plain(note))
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else 100).print(_table(evaluation))


def _table(evaluation: "Evaluation") -> Table:
    title = f"{evaluation.documents:,} documents, {evaluation.queries:,} judged queries"
    table = Table("mode", title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("nDCG@10", "recall@10", "recall@100", "MRR", "p50 ms", "p99 ms"):
        table.add_column(name, justify="right")
    for one in evaluation.measured:
        shares = (f"{share:.3f}" for share in (one.ndcg_10, one.recall_10, one.recall_100, one.mrr))
        table.add_row(str(one.mode), *shares, f"{one.p50_ms:.1f}", f"{one.p99_ms:.1f}")
    return table

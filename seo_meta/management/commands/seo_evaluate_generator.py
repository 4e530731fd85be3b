import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.management.command import SeoCommand
from seo_meta.management.evaluation_table import print_evaluation
from seo_meta.management.progress import progress_on
from seo_meta.services.evaluate import Half, evaluate_generator, write_evaluation


class Command(SeoCommand):
    help = "Measure the descriptions that a generator proposes against those that people wrote."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--corpus", type=Path, required=True, metavar="DIR", help="a folder of HTML pages, or a JSONL file"
        )
        parser.add_argument("--generator", default="extractive", metavar="ID", help="whose descriptions (extractive)")
        parser.add_argument("--half", type=Half, choices=[*Half], default=Half.REPORT, help="the pages that count")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")

    def run(self, **options: Any) -> None:
        with progress_on(sys.stderr) as progress:
            evaluation = evaluate_generator(options["corpus"], options["generator"], options["half"], progress)
        if options["json"]:
            write_evaluation(evaluation, options["json"])
        print_evaluation(evaluation, sys.stdout)

from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.management.command import (
    SeoCommand,
    add_baseline_argument,
    add_report_arguments,
    baseline_from,
    positive,
)
from seo_meta.report import DEFAULT_FORMATS
from seo_meta.selectors import find_run
from seo_meta.services.baseline import DEFAULT_BASELINE, write_baseline
from seo_meta.services.report import write_reports


class Command(SeoCommand):
    help = "Write the reports of a stored run: of the latest, unless another is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=positive, metavar="ID", help="the run; the latest finished one")
        add_report_arguments(parser)
        add_baseline_argument(parser)
        parser.add_argument(
            "--write-baseline",
            nargs="?",
            type=Path,
            const=DEFAULT_BASELINE,
            metavar="FILE",
            help="in place of reports, write the findings of the run as the baseline (.siteagent/baseline.json)",
        )

    def run(self, **options: Any) -> None:
        run = find_run(options["run"])
        if options["write_baseline"]:
            count = write_baseline(run, options["write_baseline"])
            self.stdout.write(f"{options['write_baseline']}: {count} findings of run {run.pk}")
            return
        formats = options["format"] or DEFAULT_FORMATS
        baseline = baseline_from(options)
        for path in write_reports(run, options["out"], formats, options["source_root"], baseline):
            self.stdout.write(str(path))

import sys
from typing import Any

from django.conf import settings
from django.core.management import CommandParser

from seo_meta.management.command import (
    SeoCommand,
    add_external_argument,
    add_gate_argument,
    add_proposals_argument,
    add_report_arguments,
    add_source_arguments,
    baseline_from,
    reading_from,
)
from seo_meta.management.progress import watched
from seo_meta.management.table import print_result
from seo_meta.report import DEFAULT_FORMATS
from seo_meta.services.pipeline import audit_and_propose
from seo_meta.services.report import (
    annotations,
    report_of,
    require_writable,
    write_job_summary,
    write_reports,
)


class Command(SeoCommand):
    help = "The main job: read a built folder or a site, audit it, make proposals, and write the reports."

    def add_arguments(self, parser: CommandParser) -> None:
        add_source_arguments(parser)
        add_external_argument(parser)
        add_proposals_argument(parser)
        add_gate_argument(parser)
        add_report_arguments(parser)

    def run(self, **options: Any) -> None:
        reading = reading_from(options)
        baseline = baseline_from(options)
        source_root = options["source_root"] or reading.config.source_root
        require_writable(options["out"])
        with watched(sys.stderr) as progress:
            run = audit_and_propose(reading, progress)
            progress.start("Writing reports", None)
            written = write_reports(run, options["out"], options["format"] or DEFAULT_FORMATS, source_root, baseline)
        print_result(report_of(run, baseline=baseline), sys.stdout)
        self.stdout.write("Reports: " + ", ".join(str(path) for path in written))
        if settings.GITHUB_ACTIONS:
            self.stdout.write(annotations(run, source_root, baseline), ending="")
        if settings.GITHUB_STEP_SUMMARY:
            write_job_summary(run, settings.GITHUB_STEP_SUMMARY, baseline)
        self.close(run, options["fail_on"], baseline)

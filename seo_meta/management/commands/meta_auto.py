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
from seo_meta.management.nightly import add_nightly_arguments, settle_nightly, tell_night, tell_patch, wish_from
from seo_meta.management.progress import watched
from seo_meta.management.table import print_result
from seo_meta.report import DEFAULT_FORMATS
from seo_meta.services.nightly import Nightly
from seo_meta.services.patch_only import remember_local, write_patch
from seo_meta.services.pipeline import audit_source, propose_for
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
        add_nightly_arguments(parser)
        parser.set_defaults(fail_on=None)

    def run(self, **options: Any) -> None:
        settle_nightly(options)
        reading = reading_from(options)
        baseline = baseline_from(options)
        source_root = options["source_root"] or reading.config.source_root
        require_writable(options["out"])
        nightly = Nightly(reading.source, wish_from(options)) if options["pr"] else None
        remember = nightly.remember if nightly else remember_local if options["patch_only"] else None
        with watched(sys.stderr) as progress:
            run = audit_source(reading, progress)
            if remember:
                remember(run)
            propose_for(run, reading, progress)
            if nightly:
                nightly.recognise(run)
            progress.start("Writing reports", None)
            written = write_reports(run, options["out"], options["format"] or DEFAULT_FORMATS, source_root, baseline)
        print_result(report_of(run, baseline=baseline), sys.stdout)
        self.stdout.write("Reports: " + ", ".join(str(path) for path in written))
        if settings.GITHUB_ACTIONS:
            self.stdout.write(annotations(run, source_root, baseline), ending="")
        if settings.GITHUB_STEP_SUMMARY:
            write_job_summary(run, settings.GITHUB_STEP_SUMMARY, baseline)
        if nightly:
            tell_night(nightly.publish(run), options["out"], sys.stdout)
        elif patch := options["patch_only"]:
            tell_patch(write_patch(run, patch, options["limit"]), patch, sys.stdout)
        self.close(run, options["fail_on"], baseline)

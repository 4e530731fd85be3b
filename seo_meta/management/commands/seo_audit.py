import sys
from typing import Any

from django.core.management import CommandParser

from seo_meta.errors import ConfigError
from seo_meta.management.command import (
    SeoCommand,
    add_external_argument,
    add_gate_argument,
    add_source_arguments,
    baseline_from,
    positive,
    reading_from,
)
from seo_meta.management.progress import watched
from seo_meta.management.table import print_result
from seo_meta.selectors import find_run
from seo_meta.services.pipeline import audit_again, audit_source
from seo_meta.services.report import report_of

OF_READING = ("base_url", "config", "include", "exclude", "max_pages", "profile", "waivers")


class Command(SeoCommand):
    help = "Audit a folder or site; or, with --run, judge stored pages again without reading the site."

    def add_arguments(self, parser: CommandParser) -> None:
        add_source_arguments(parser, required=False)
        add_external_argument(parser)
        add_gate_argument(parser)
        parser.add_argument("--run", type=positive, metavar="ID", help="a stored run to judge again")

    def run(self, **options: Any) -> None:
        if (options["source"] is None) == (options["run"] is None):
            raise ConfigError("Give either a SOURCE to read or --run ID to judge again")
        if options["run"] is not None and (given := [name for name in OF_READING if options[name]]):
            named = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            raise ConfigError(f"--run judges with the configuration that the run was read with; leave out {named}")
        baseline = baseline_from(options)
        with watched(sys.stderr) as progress:
            if options["run"] is None:
                run = audit_source(reading_from(options), progress)
            else:
                run = audit_again(find_run(options["run"]), progress, options["workers"], options["external"] or 0)
        print_result(report_of(run, baseline=baseline), sys.stdout)
        self.close(run, options["fail_on"], baseline)

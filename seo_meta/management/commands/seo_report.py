from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.management.command import SeoCommand, positive
from seo_meta.report import FORMATS
from seo_meta.selectors import find_run
from seo_meta.services.report import write_reports


class Command(SeoCommand):
    help = "Write the reports of a stored run: of the latest, unless another is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=positive, metavar="ID", help="the run; the latest finished one")
        parser.add_argument(
            "--format", action="append", choices=FORMATS, help="one format; may be given again (default: all)"
        )
        parser.add_argument(
            "--out", type=Path, default=Path("siteagent-report"), metavar="DIR", help="where the reports go"
        )

    def run(self, **options: Any) -> None:
        formats = tuple(options["format"] or FORMATS)
        for path in write_reports(find_run(options["run"]), options["out"], formats):
            self.stdout.write(str(path))

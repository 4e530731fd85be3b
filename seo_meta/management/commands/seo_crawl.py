import sys
from typing import Any

from django.core.management import CommandParser

from seo_meta.core.defang import plain
from seo_meta.management.command import SeoCommand, add_source_arguments, reading_from
from seo_meta.management.progress import watched
from seo_meta.services.pipeline import crawl_source


class Command(SeoCommand):
    help = "Read a built folder or a site and store its pages, without judging them."

    def add_arguments(self, parser: CommandParser) -> None:
        add_source_arguments(parser)

    def run(self, **options: Any) -> None:
        reading = reading_from(options)
        with watched(sys.stderr) as progress:
            run = crawl_source(reading, progress)
        partial = "" if run.complete else f" Partial run: {run.stop_reason or f'{len(run.skipped):,} skipped'}."
        self.stdout.write(
            f"Run {run.pk}: {run.pages:,} pages, {len(run.skipped):,} skipped.{plain(partial)} "
            f"Audit it with: seo_audit --run {run.pk}"
        )

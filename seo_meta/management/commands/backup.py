from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.core.defang import plain
from seo_meta.management.command import SeoCommand
from seo_meta.services.backup import backup


class Command(SeoCommand):
    help = "Copy the SQLite database into FILE while everything goes on. For PostgreSQL there is pg_dump."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def run(self, **options: Any) -> None:
        size = backup(options["file"])
        self.stdout.write(plain(f"{options['file']}: {size / 1_000_000:,.1f} MB, whole."))

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.core.defang import clip, plain
from seo_meta.errors import ConfigError
from seo_meta.management.command import SeoCommand, day
from seo_meta.services.search_console import Imported, import_search_console


class Command(SeoCommand):
    help = "Import an export of Google Search Console; it replaces what was imported for the site before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP or CSV that Search Console downloads")
        parser.add_argument("--site", default="", metavar="URL", help="the site, when the URLs fit several")
        parser.add_argument("--from", dest="first", type=day, metavar="DATE", help="the first day, where no table says")
        parser.add_argument("--to", dest="last", type=day, metavar="DATE", help="the last day")

    def run(self, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if (first is None) != (last is None):
            raise ConfigError("Give both --from and --to, or neither")
        if first is not None and first > last:
            raise ConfigError(f"--from {first} is after --to {last}")
        for line in _lines(import_search_console(options["file"], options["site"], (first, last))):
            # URLs and cells of the file stand in these lines: a CI log obeys what it prints.
            self.stdout.write(plain(line))


def _lines(done: Imported) -> Iterator[str]:
    first, last = done.period
    yield f"{done.site.base_url}{f', {first} to {last}' if first and last else ''}"
    summed = f", {done.summed:,} of them summed over their queries" if done.summed else ""
    yield f"Rows: {done.rows:,}. Pages: {done.pages:,}{summed}. Queries of pages: {done.queries:,}."
    if done.run is None:
        yield "The site has no finished run yet."
    else:
        yield f"Pages in run {done.run.pk}: {done.matched:,}. Not in it: {done.pages - done.matched:,}."
    if done.outside:
        yield f"Pages outside the site, left out: {len(done.outside):,}, like {clip(done.outside[0], 200)}"
    if done.unread:
        yield f"Rows not read: {done.unread:,}."
        yield from (f"{row}." for row in done.shown)
        if done.unread > len(done.shown):
            yield f"And {done.unread - len(done.shown):,} more."

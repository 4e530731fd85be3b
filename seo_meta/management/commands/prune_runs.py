import sys
from datetime import timedelta
from typing import Any

from django.core.management import CommandParser
from django.db import connection

from seo_meta.core.defang import plain
from seo_meta.core.report import counted
from seo_meta.errors import ConfigError
from seo_meta.management.command import SeoCommand, positive
from seo_meta.management.progress import progress_on
from seo_meta.selectors import find_site
from seo_meta.services.prune import Pruned, prune
from seo_meta.services.retention import Choice, Retention, choose

AFTERWARDS = {
    "sqlite": "The file keeps its size, and is filled again first. To shrink it, stop the server and its workers and "
    "run: sqlite3 {} VACUUM",
    "postgresql": "Autovacuum makes the room free for new rows. To give it back to the disk: VACUUM FULL, which locks.",
}


class Command(SeoCommand):
    help = "Remove old runs with their pages and findings. What proposals, comparisons or the search index need stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=positive, metavar="N", help="keep the latest N finished runs of each site")
        parser.add_argument("--older-than", type=positive, metavar="DAYS", help="only runs begun longer ago than that")
        parser.add_argument("--site", default="", metavar="URL", help="only runs of this site")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def run(self, **options: Any) -> None:
        keep, days = options["keep"], options["older_than"]
        if keep is None and days is None:
            raise ConfigError("Say what may go: --keep N, --older-than DAYS, or both.")
        site = find_site(options["site"]).pk if options["site"] else None
        choice = choose(Retention(keep, timedelta(days=days) if days else None, site))
        self.tell(choice, dry_run=options["dry_run"])
        if choice.going and not options["dry_run"]:
            with progress_on(sys.stderr) as progress:
                done = prune(choice, progress)
            self.tell_done(done)

    def tell(self, choice: Choice, *, dry_run: bool) -> None:
        for run in choice.going if dry_run else ():
            what = f"Run {run.id} of {run.base_url}, {run.started:%Y-%m-%d}, {run.state}, {counted(run.pages, 'page')}"
            self.stdout.write(plain(f"{what}: would go."))
        for id, reason in sorted(choice.needed.items()):
            self.stdout.write(f"Run {id} stays: {reason}.")
        for base_url in choice.busy:
            self.stdout.write(plain(f"{base_url}: work is under way, so nothing of it goes now."))
        if not choice.going:
            self.stdout.write("There is nothing to remove.")

    def tell_done(self, done: Pruned) -> None:
        rows = ", ".join(f"{number:,} {name}" for name, number in done.rows.items()) or "no rows"
        self.stdout.write(
            f"{counted(done.runs, 'run')} removed: {rows}. {done.bytes / 1_000_000:,.1f} MB are free again."
        )
        self.stdout.write(plain(AFTERWARDS[connection.vendor].format(connection.settings_dict["NAME"])))

from time import sleep
from typing import Any

from django.core.management import call_command

from seo_meta.lock import taken
from seo_meta.management.command import SeoCommand

LOCK = "migrations"
INTERVAL = 0.5
"""Seconds between two looks at whether the other is done."""


class Command(SeoCommand):
    help = "Bring the database up to date as `migrate` does, one process at a time: the others wait, then find it done."
    needs_database = False

    def run(self, **options: Any) -> None:
        waited = False
        while True:
            with taken(LOCK) as ours:
                if ours:
                    call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)
                    return
            if not waited:
                self.stdout.write("Another process is migrating the database. Waiting for it to end.")
                self.stdout.flush()
            waited = True
            sleep(INTERVAL)

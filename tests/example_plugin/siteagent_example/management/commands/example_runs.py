from typing import Any

from django.core.management import BaseCommand

from seo_meta.errors import RunError
from seo_meta.selectors import find_run


class Command(BaseCommand):
    help = "Name the latest run."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"Latest run: {find_run().pk}")
        except RunError as error:
            self.stdout.write(str(error))

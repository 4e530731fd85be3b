from collections.abc import Callable
from typing import Any

import msgspec
from django.core.management import CommandParser

from seo_meta.core.defang import plain
from seo_meta.core.report import counted
from seo_meta.management.command import SeoCommand
from seo_meta.services.diagnose import Diagnosis, diagnose, versions

WIDTH = 32


class Command(SeoCommand):
    help = "Say what is wrong with this installation, and how to mend it. Exit code 1 for warnings, 2 for errors."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--network", action="store_true", help="also ask GitHub, where pull requests are to be opened"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def run(self, **options: Any) -> None:
        known, told = versions(), diagnose(network=options["network"])
        if options["json"]:
            self.stdout.write(msgspec.json.format(msgspec.json.encode({"versions": known, "checks": told})).decode())
        else:
            self.tell(known, told)
        levels = {one.level for one in told}
        if found := levels & {"warning", "error"}:
            raise SystemExit(2 if "error" in found else 1)

    def tell(self, known: dict[str, str], told: list[Diagnosis]) -> None:
        self.stdout.write(plain(", ".join(f"{name} {value}" for name, value in known.items())))
        styles: dict[str, Callable[[str], str]] = {"warning": self.style.WARNING, "error": self.style.ERROR}
        for one in told:
            style = styles.get(one.level, self.style.SUCCESS)
            self.stdout.write(f"{style(f'{one.level:<8}')} {one.id:<{WIDTH}} {plain(one.text)}")
            if one.remedy:
                self.stdout.write(f"{'':<{9 + WIDTH}} {plain(one.remedy)}")
        numbers = [sum(one.level == level for one in told) for level in ("error", "warning")]
        self.stdout.write(f"{counted(numbers[0], 'error')}, {counted(numbers[1], 'warning')}.")

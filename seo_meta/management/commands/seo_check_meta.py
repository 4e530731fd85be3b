from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.config import load_config
from seo_meta.core.defang import plain
from seo_meta.core.findings import Severity
from seo_meta.core.guardrails import BLOCKING, fails_at
from seo_meta.errors import ConfigError
from seo_meta.management.command import SeoCommand
from seo_meta.services.guardrails import Checked, check_file, check_texts

GATES = {"error": (Severity.ERROR,), "warning": BLOCKING, "never": ()}


class Command(SeoCommand):
    help = "Check titles and descriptions, given as texts or in HTML and Markdown files."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="HTML, or Markdown with front matter")
        parser.add_argument("--title", metavar="TEXT", help="a title to check")
        parser.add_argument("--description", metavar="TEXT", help="a meta description to check")
        parser.add_argument(
            "--language", default="", metavar="TAG", help="of texts, and of files that do not say theirs"
        )
        parser.add_argument("--config", type=Path, help="configuration; siteagent.toml in the current folder if there")
        parser.add_argument("--fail-on", choices=GATES, default="warning", help="what makes the exit code 1 (warning)")

    def run(self, **options: Any) -> None:
        title, description, language = options["title"], options["description"], options["language"]
        has_texts = title is not None or description is not None
        if has_texts == bool(options["files"]):
            raise ConfigError("Give either files, or --title and --description, to check.")
        policy = load_config(options["config"]).policy()
        if has_texts:
            checked = {"": check_texts(title, description, policy, language)}
        else:
            checked = {str(path): check_file(path, policy, language) for path in options["files"]}
        for place, found in checked.items():
            for line in (*_findings(place, found), *(() if place else _widths(found))):
                # The texts stand in these lines: a terminal or CI log obeys what it prints.
                self.stdout.write(plain(line))
        gate = GATES[options["fail_on"]]
        if any(fails_at(gate, finding) for found in checked.values() for finding in found.findings):
            raise SystemExit(1)


def _findings(place: str, checked: Checked) -> Iterator[str]:
    """`docs/roasting.md:2: warning title.stuffed: ...`, as compilers write it; a text has no place."""
    for finding in checked.findings:
        line = f":{finding.line}" if finding.line else ""
        where = f"{place}{line}: " if place else ""
        yield f"{where}{finding.severity} {finding.rule}: {finding.message}"


def _widths(checked: Checked) -> Iterator[str]:
    for text in checked.texts:
        for shown in text.shown:
            ends = "cut to" if shown.cut else "whole:"
            width = f"{text.em:.1f} em, {shown.width_px} of {shown.room_px} px"
            yield f"{text.field} on {shown.device} ({shown.profile}): {width}, {ends} {shown.text}"

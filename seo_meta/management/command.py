"""What all commands of `seo_meta` share: exit codes, one-line errors, and the options about a source.

Exit codes: 0 clean, 1 findings at or above the gate, 2 usage or configuration, 3 internal error.
"""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from seo_meta.config import SiteConfig, load_config
from seo_meta.core.findings import Severity
from seo_meta.errors import SeoMetaError
from seo_meta.models import Run
from seo_meta.selectors import gating_findings
from seo_meta.services.crawl import Reading
from seo_meta.services.database import require_database
from seo_meta.services.shards import default_workers

GATES = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "never": (),
}


class Error(CommandError):
    """Django prints the name of the class before the message."""


class SeoCommand(BaseCommand):
    """A command whose foreseeable errors are one line on stderr. `run` does the work."""

    requires_system_checks = ()
    needs_database = True

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if self.needs_database:
                require_database()
            self.run(**options)
        except SeoMetaError as error:
            raise Error(str(error), returncode=2) from error
        except OperationalError as error:
            if "locked" not in str(error):
                raise Error(f"The database failed: {error}", returncode=3) from error
            raise Error(
                "The database is locked: another run is writing. Wait for it, or use another DATABASE_URL.",
                returncode=2,
            ) from error
        except (CommandError, KeyboardInterrupt):
            raise
        except Exception as error:
            if options["traceback"]:
                raise
            what = f"{type(error).__name__}: {error}"
            raise Error(f"Internal error: {what}. Please report it; --traceback shows where.", returncode=3) from error

    def run(self, **options: Any) -> None:
        raise NotImplementedError

    def close(self, run: Run, fail_on: str) -> None:
        """Leave with exit code 1 when the run has findings at or above the gate."""
        if gating_findings(run, GATES[fail_on]).exists():
            raise SystemExit(1)


def add_source_arguments(parser: CommandParser, *, required: bool = True) -> None:
    parser.add_argument("source", nargs=None if required else "?", help="a built folder, or an http(s) URL")
    parser.add_argument("--base-url", default="", help="where the folder will be served; learned from the home page")
    parser.add_argument("--config", type=Path, help="configuration file; siteagent.toml in the current folder if there")
    parser.add_argument("--include", action="append", default=[], metavar="GLOB", help="read only these paths")
    parser.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="leave these paths out")
    parser.add_argument("--limit", type=positive, metavar="N", help="read at most N pages; marks the run as partial")
    add_workers_argument(parser)


def add_workers_argument(parser: CommandParser) -> None:
    parser.add_argument("--workers", type=positive, default=default_workers(), metavar="N", help="processes; all cores")


def add_gate_argument(parser: CommandParser) -> None:
    parser.add_argument("--fail-on", choices=GATES, default="error", help="what makes the exit code 1 (default: error)")


def reading_from(options: dict[str, Any]) -> Reading:
    """Options win over the configuration file. Raises ConfigError."""
    config = load_config(options["config"])
    merged = SiteConfig(
        base_url=options["base_url"] or config.base_url,
        include=tuple(options["include"]) or config.include,
        exclude=(*config.exclude, *options["exclude"]),
        rules=config.rules,
        limits=config.limits,
    )
    return Reading(options["source"], merged, options["limit"], options["workers"])


def positive(value: str) -> int:
    if not value.isdecimal() or int(value) == 0:
        raise ArgumentTypeError(f"{value!r} is no positive whole number")
    return int(value)

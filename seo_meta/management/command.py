"""What all commands of `seo_meta` share: exit codes, one-line errors, and the options about a source.

Exit codes: 0 clean, 1 findings at or above the gate, 2 usage or configuration, 3 internal error.
"""

import os
import signal
import sys
from argparse import ArgumentTypeError
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from seo_meta.config import load_config, load_waivers
from seo_meta.core.baseline import Baseline
from seo_meta.core.defang import plain
from seo_meta.core.profile import Profile
from seo_meta.errors import SeoMetaError
from seo_meta.models import Run
from seo_meta.report import FORMATS
from seo_meta.services.baseline import load_baseline
from seo_meta.services.crawl import Reading
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.services.database import require_database
from seo_meta.services.gate import GATES, fails

from .reach import reach_from


class Error(CommandError):
    """Django prints the name of the class before the message."""


class SeoCommand(BaseCommand):
    """A command whose foreseeable errors are one line on stderr, which may quote a page. `run` does the work."""

    requires_system_checks = ()
    needs_database = True

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if self.needs_database:
                require_database()
            self.run(**options)
        except SeoMetaError as error:
            raise Error(plain(str(error)), returncode=2) from error
        except OperationalError as error:
            if "locked" not in str(error):
                raise Error(plain(f"The database failed: {error}"), returncode=3) from error
            raise Error(
                "The database is locked: another run is writing. Wait for it, or use another DATABASE_URL.",
                returncode=2,
            ) from error
        except BrokenPipeError:
            # Whoever read stdout, `head` say, has seen enough. Nothing more may be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(128 + signal.SIGPIPE) from None
        except KeyboardInterrupt:
            goes_on = "The crawl of a live site goes on when the same command is given again."
            raise Error(f"Interrupted. {goes_on}", returncode=128 + signal.SIGINT) from None
        except CommandError:
            raise
        except Exception as error:
            if options["traceback"]:
                raise
            what = plain(f"{type(error).__name__}: {error}")
            raise Error(f"Internal error: {what}. Please report it; --traceback shows where.", returncode=3) from error

    def run(self, **options: Any) -> None:
        raise NotImplementedError

    def close(self, run: Run, fail_on: str, baseline: Baseline | None) -> None:
        """Leave with exit code 1 when the run has findings at or above the gate."""
        if fails(run, GATES[fail_on], baseline):
            raise SystemExit(1)


def add_source_arguments(parser: CommandParser, *, required: bool = True) -> None:
    parser.add_argument(
        "source", nargs=None if required else "?", help="a built folder, a site's or sitemap's URL, a file with URLs"
    )
    parser.add_argument("--base-url", default="", help="where the folder will be served; learned from the home page")
    parser.add_argument("--config", type=Path, help="configuration file; siteagent.toml in the current folder if there")
    parser.add_argument("--waivers", type=Path, metavar="FILE", help="waivers; .siteagent/waivers.toml if there")
    parser.add_argument("--profile", choices=[*Profile], help="preview: keeping out of search is right (production)")
    parser.add_argument("--include", action="append", default=[], metavar="GLOB", help="read only these paths")
    parser.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="leave these paths out")
    parser.add_argument(
        "--max-pages", type=positive, metavar="N", help="read at most N pages (folder: all; live site: 10,000)"
    )
    add_workers_argument(parser)
    live = parser.add_argument_group("live sites", "A limit that is met marks the run as partial.")
    live.add_argument("--depth", type=whole, metavar="N", help="follow links at most N deep")
    live.add_argument("--max-time", type=positive, metavar="SECONDS", help="read for at most so long")
    live.add_argument("--max-bytes", type=positive, metavar="N", help="read at most so many bytes")
    live.add_argument("--rate", type=rate, default=5.0, metavar="N", help="requests a second (5); 0: no limit of ours")
    live.add_argument("--concurrency", type=positive, default=4, metavar="N", help="requests at once (4)")
    live.add_argument("--timeout", type=positive, default=30, metavar="SECONDS", help="for one whole request (30)")
    live.add_argument("--allow-private", action="store_true", help="the site may be at a private address, as localhost")


def add_workers_argument(parser: CommandParser) -> None:
    known = settings.SITEAGENT_WORKERS
    parser.add_argument("--workers", type=whole, default=known, metavar="N", help="processes; all cores")


def add_external_argument(parser: CommandParser) -> None:
    parser.add_argument("--external", type=whole, metavar="N", help="check up to N external links; default 0: none")


def add_proposals_argument(parser: CommandParser) -> None:
    parser.add_argument("--proposals", type=whole, metavar="N", help="make proposals for up to N pages (20); 0: none")


def add_gate_argument(parser: CommandParser) -> None:
    parser.add_argument("--fail-on", choices=GATES, default="error", help="what makes the exit code 1 (default: error)")
    add_baseline_argument(parser)


def add_baseline_argument(parser: CommandParser) -> None:
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="the baseline; .siteagent/baseline.json if there")


def baseline_from(options: dict[str, Any]) -> Baseline | None:
    """The baseline to compare with, or None. Raises ConfigError."""
    return load_baseline(options["baseline"], needed=GATES[options.get("fail_on", "never")].only_new)


def add_report_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "--format", action="append", choices=FORMATS, help="one format; may be given again (default: html, json, md)"
    )
    parser.add_argument("--source-root", metavar="DIR", help="where the folder stands in the repository")
    parser.add_argument(
        "--out", type=Path, default=Path("siteagent-report"), metavar="DIR", help="where the reports go"
    )


def reading_from(options: dict[str, Any]) -> Reading:
    """Options win over the configuration file. Raises ConfigError."""
    config = load_config(options["config"])
    merged = msgspec.structs.replace(
        config,
        base_url=options["base_url"] or config.base_url,
        include=tuple(options["include"]) or config.include,
        exclude=(*config.exclude, *options["exclude"]),
        profile=Profile(options["profile"] or config.profile),
        external_links=config.external_links if options.get("external") is None else options["external"],
        proposals=config.proposals if options.get("proposals") is None else options["proposals"],
    )
    crawl = CrawlOptions(
        max_pages=options["max_pages"],
        max_depth=options["depth"],
        max_time=options["max_time"],
        max_bytes=options["max_bytes"],
        concurrency=options["concurrency"],
        rate=options["rate"],
    )
    waivers = load_waivers(options["waivers"])
    return Reading(options["source"], merged, crawl, reach_from(options), options["workers"], waivers)


def positive(value: str) -> int:
    if whole(value) == 0:
        raise ArgumentTypeError(f"{value!r} is no positive whole number")
    return int(value)


def whole(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ArgumentTypeError(f"{value!r} is no whole number")
    return int(value)


def rate(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < inf:
        raise ArgumentTypeError(f"{value!r} is no number of requests a second")
    return number


def day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no date like 2026-11-23") from None

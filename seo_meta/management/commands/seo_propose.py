import sys
from typing import Any

from django.core.management import CommandParser

from seo_meta.core.propose import Field
from seo_meta.management.command import SeoCommand, add_workers_argument, positive
from seo_meta.management.progress import watched
from seo_meta.management.proposals import print_proposals
from seo_meta.management.reach import reach_from
from seo_meta.models import Job
from seo_meta.selectors import find_run
from seo_meta.services.propose import Wish, generator_ids, propose


class Command(SeoCommand):
    help = "Make proposals for the pages of a stored run: of the latest, unless another is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=positive, metavar="ID", help="the run; the latest finished one")
        parser.add_argument("--field", action="append", choices=[*Field], help="one field; may be given again (all)")
        parser.add_argument("--generator", metavar="ID", help=f"ask this one alone: {', '.join(generator_ids())}")
        parser.add_argument("--limit", type=positive, metavar="N", help="for the N pages that matter most (all)")
        add_workers_argument(parser)
        live = parser.add_argument_group("live sites", "Their pages are read again, as slowly as the run read them.")
        live.add_argument("--timeout", type=positive, default=30, metavar="SECONDS", help="for one whole request (30)")
        live.add_argument("--allow-private", action="store_true", help="the site may be at a private address")

    def run(self, **options: Any) -> None:
        run = find_run(options["run"])
        wish = Wish(
            fields=tuple(map(Field, options["field"] or ())),
            generator=options["generator"] or "",
            limit=options["limit"],
            reach=reach_from({**options, "source": run.source}),
            workers=options["workers"],
        )
        with watched(sys.stderr, Job.Kind.PROPOSE) as progress:
            proposals = propose(run, wish, progress)
        print_proposals(run, proposals, sys.stdout)

import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser

from seo_meta.core.propose import Field
from seo_meta.management.actor import actor
from seo_meta.management.applied import print_applied, print_plan, print_undone, write_diff
from seo_meta.management.command import SeoCommand, positive
from seo_meta.selectors import find_run
from seo_meta.services.apply import Wish, apply, plan, undo


class Command(SeoCommand):
    help = "Write the approved proposals of a stored run into the files of its folder: of the latest, unless named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", action="store_true", help="write nothing; a diff for `git apply` on stdout")
        parser.add_argument("--field", action="append", choices=[*Field], help="one field; may be given again (all)")
        parser.add_argument("--run", type=positive, metavar="ID", help="the run; the latest finished one")
        parser.add_argument("--root", type=Path, metavar="DIR", help="where the folder of the run is now")
        parser.add_argument(
            "--allow-unreviewed",
            action="store_true",
            help="also what nobody has approved, of high or medium confidence: for a pull request that is the review",
        )
        parser.add_argument(
            "--undo", type=positive, metavar="ID", help="give the files of an apply run back what they had"
        )

    def run(self, **options: Any) -> None:
        if options["undo"] is not None:
            self._undo(options)
            return
        run = find_run(options["run"])
        fields = tuple(map(Field, options["field"] or ()))
        wish = Wish(fields, options["allow_unreviewed"], options["root"])
        if options["plan"]:
            made = plan(run, wish)
            write_diff(made.diff(), sys.stdout)
            print_plan(made, sys.stderr)
            refusals = made.refusals
        else:
            done = apply(run, wish, actor())
            print_applied(done, sys.stdout)
            refusals = done.refusals
        # What nobody has approved may well be refused, but not because the disk is full.
        if any(refusal.is_approved or refusal.code == "unwritable" for refusal in refusals):
            raise SystemExit(1)

    def _undo(self, options: dict[str, Any]) -> None:
        given = [name for name in ("plan", "field", "run", "root", "allow_unreviewed") if options[name]]
        if given:
            raise CommandError(f"--undo goes without --{given[0].replace('_', '-')}.", returncode=2)
        done = undo(options["undo"], actor())
        print_undone(done, sys.stdout)
        if done.refusals:
            raise SystemExit(1)

from argparse import ArgumentTypeError
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils import timezone

from seo_meta.core.propose import Field
from seo_meta.core.review import Move, RejectReason, Scope, State
from seo_meta.errors import NoProposal
from seo_meta.management.actor import actor
from seo_meta.management.command import SeoCommand, day, positive
from seo_meta.management.review import in_words, listed, shown, write_lines
from seo_meta.models import Proposal
from seo_meta.selectors import in_state
from seo_meta.services.review import undo
from seo_meta.services.review_file import Line, decide_all, read_decisions


class Command(SeoCommand):
    help = "List, show, approve, reject and edit proposals, one by one or from a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", type=Path, metavar="FILE", help="decisions, one JSON object a line")
        actions = parser.add_subparsers(dest="action", metavar="ACTION")
        add = actions.add_parser("list", help="those that matter most first")
        add.add_argument("--state", choices=[*State], default=State.OPEN, help="open without it")
        add.add_argument("--field", choices=[*Field], help="one field (all)")
        add.add_argument("--run", type=positive, metavar="ID", help="those that this run came to (all)")
        add.add_argument("--limit", type=positive, metavar="N", default=50, help="the first N (50)")
        _add_ids(actions.add_parser("show", help="one with its candidates, their evidence, and its log"), nargs=None)
        add = actions.add_parser("approve", help="the values as they stand")
        _add_ids(add)
        _add_words(add, override=True)
        add = actions.add_parser("reject", help="so that they do not come back")
        _add_ids(add)
        _add_words(add, override=False)
        add.add_argument("--reason", choices=[*RejectReason], required=True, help="what is wrong")
        add.add_argument("--scope", choices=[*Scope], help="what stays out; follows from the reason")
        add.add_argument("--until", type=day, metavar="DATE", help="with the scope days")
        add = actions.add_parser("edit", help="write the value anew")
        _add_ids(add, nargs=None)
        add.add_argument("--value", required=True, metavar="TEXT", help="the new value")
        _add_words(add, override=True)
        _add_ids(actions.add_parser("undo", help="take the last move back"), nargs=None)

    def run(self, **options: Any) -> None:
        action, file = options["action"], options["from"]
        if bool(action) == bool(file):
            raise CommandError("Say what to do: list, show, approve, reject, edit, undo, or --from FILE.", returncode=2)
        if file:
            self._decide(read_decisions(file))
        elif action == "list":
            write_lines(listed(_wanted(options).iterator()), self.stdout)
        elif action == "show":
            write_lines(shown(_one(options["ids"][0])), self.stdout)
        elif action == "undo":
            id, version = options["ids"]
            write_lines(listed(iter([undo(id, version or _one(id).version, actor())])), self.stdout)
        else:
            self._decide(_decisions(Move(action), options))

    def _decide(self, lines: list[Line]) -> None:
        """Say what becomes of each, and leave with exit code 1 unless all goes well."""
        failed = False
        for line, result in zip(lines, decide_all(lines, actor()), strict=True):
            write_lines([in_words(line.move, result)], self.stdout)
            failed |= result.status != "ok"
        if failed:
            raise SystemExit(1)


def _add_ids(parser: CommandParser, nargs: str | None = "+") -> None:
    what = "as `list` prints it: ID@VERSION; without a version, as it is now"
    parser.add_argument("ids", nargs=nargs, type=_id_and_version, metavar="ID", help=what)


def _add_words(parser: CommandParser, *, override: bool) -> None:
    parser.add_argument("--note", default="", metavar="TEXT", help="for the log")
    if override:
        parser.add_argument("--override", action="store_true", help="pass over guardrails, with a note that says why")


def _id_and_version(text: str) -> tuple[int, int | None]:
    id, mark, version = text.partition("@")
    try:
        return positive(id), positive(version) if mark else None
    except ArgumentTypeError:
        raise ArgumentTypeError(f"{text!r} is no proposal like 12 or 12@3") from None


def _wanted(options: dict[str, Any]) -> Any:
    found = Proposal.objects.filter(in_state(State(options["state"]), timezone.now()))
    if options["field"]:
        found = found.filter(field=options["field"])
    if options["run"]:
        found = found.filter(run=options["run"])
    return found.order_by("-worth", "id")[: options["limit"]]


def _one(id: int) -> Proposal:
    found = Proposal.objects.filter(pk=id).first()
    if found is None:
        raise NoProposal(f"There is no proposal {id}. List them with: seo_review list")
    return found


def _decisions(move: Move, options: dict[str, Any]) -> list[Line]:
    ids = options["ids"] if isinstance(options["ids"], list) else [options["ids"]]
    until = options.get("until")
    words = {
        "value": options.get("value"),
        "reason": options["reason"] and RejectReason(options["reason"]) if "reason" in options else None,
        "scope": Scope(options["scope"]) if options.get("scope") else None,
        "until": until and datetime.combine(until, time(), UTC),
        "note": options["note"],
        "override": options.get("override", False),
    }
    return [Line(move, id=id, version=version, **words) for id, version in ids]

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import Any

import msgspec
from django.core.management import CommandParser
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ml_search.core.answer import MAX_HITS, Answer, Marked, Mode, PageHit, Wish
from ml_search.core.fusion import Leg
from ml_search.selectors import find_site
from ml_search.services.search import search
from seo_meta.management.command import SeoCommand
from seo_meta.plugins import plain
from seo_meta.selectors import Action, sites_for

WIDTH = 120
"""Columns of a table that no terminal shows."""
FOUND = Style(bold=True, underline=True)


class Command(SeoCommand):
    help = "Search a site that is indexed, by words and by meaning."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", metavar="QUERY", help='words, "phrases", and -words that must not be there')
        parser.add_argument("--site", default="", metavar="URL", help="the site, when several are indexed")
        parser.add_argument("--mode", choices=[*Mode], default=Mode.HYBRID, help="which legs search (default: hybrid)")
        parser.add_argument("--k", type=hits, default=10, metavar="N", help=f"pages to show, up to {MAX_HITS} (10)")
        parser.add_argument("--explain", action="store_true", help="say why each hit stands where it stands")
        parser.add_argument("--json", action="store_true", help="print the answer as the API gives it")

    def run(self, **options: Any) -> None:
        site = find_site(options["site"], sites_for(True, Action.READ))
        wish = Wish(
            query=options["query"], mode=Mode(options["mode"]), k=options["k"], explain=options["explain"], logged=False
        )
        answer = search(site, wish)
        if options["json"]:
            # In ASCII: a terminal obeys more than the control characters that JSON must escape.
            self.stdout.write(json.dumps(msgspec.to_builtins(answer), indent=2))
            return
        for note in notes(answer):
            self.stderr.write(plain(note))
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH).print(table(answer))


def hits(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_HITS):
        raise ArgumentTypeError(f"{value!r} is no whole number from 1 to {MAX_HITS}")
    return int(value)


def notes(answer: Answer) -> Iterator[str]:
    """What the reader should know of the answer besides its hits."""
    yield from (f"Not the whole answer: {message}" for message in answer.degraded.values())
    for typed, used in answer.applied.corrected.items():
        yield f"Searched for {used} in place of {typed}."
    for word, others in answer.applied.synonyms.items():
        yield f"Besides {word} also: {', '.join(others)}."
    if answer.applied.dropped:
        yield f"Not looked up: {', '.join(answer.applied.dropped)}."
    if not answer.hits:
        yield "Nothing is found."


def table(answer: Answer) -> Table:
    shown = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 1, 0))
    for hit in answer.hits:
        shown.add_row(str(hit.place), Text("\n").join(lines(hit)))
    return shown


def lines(hit: PageHit) -> Iterator[Text]:
    yield marked(hit.title) or Text("(no title)")
    yield Text(plain(hit.best.url), style="dim")
    if hit.best.headings:
        yield Text(plain(" › ".join(hit.best.headings)), style="italic")
    yield marked(hit.best.snippet)
    for passage in hit.more:
        yield Text(f"  also {plain(passage.url)}", style="dim")
    if why := hit.explanation:
        legs = f"words {leg(why.keyword)}, meaning {leg(why.semantic)}"
        found = f"; found: {', '.join(why.matched)}" if why.matched else ""
        yield Text(plain(f"{why.method} {why.score:.3f}: {legs}{found}"), style="dim")


def leg(found: Leg | None) -> str:
    return f"rank {found.rank}, score {found.score:.3f}, adds {found.share:.3f}" if found else "-"


def marked(parts: Marked) -> Text:
    return Text.assemble(*((plain(part.text), FOUND if part.match else "") for part in parts))

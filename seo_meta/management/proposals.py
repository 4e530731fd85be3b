"""Proposals on the terminal: page by page what it has, what is proposed and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from seo_meta.core.defang import clip, plain
from seo_meta.core.house_style import in_words
from seo_meta.core.propose import Confidence, Field, HouseStyle
from seo_meta.core.report import proposed
from seo_meta.core.text import collapse
from seo_meta.models import Proposal, Run

from .table import LOG_WIDTH

STYLES = {Confidence.HIGH: "bold green", Confidence.MEDIUM: "yellow", Confidence.LOW: "red"}
LABEL_WIDTH = 13
"""Characters that stand before a value, two of them space."""
MAX_PAGES = 50
"""The rest is in the admin and the reports; a log of ten thousand values helps nobody."""
MAX_VALUE = 400


def print_proposals(run: Run, proposals: Sequence[Proposal], stream: TextIO) -> None:
    """Values come from pages, and a CI log obeys what it prints: all of it is defanged."""
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else LOG_WIDTH)
    for style in _styles(run):
        console.print(Text(plain(in_words(style)), "dim"))
    pages = [list(group) for _, group in groupby(proposals, key=lambda one: one.url)]
    for of_page in pages[:MAX_PAGES]:
        console.print(Text(plain(of_page[0].file or of_page[0].url), "bold"))
        for proposal in of_page:
            for label, value in _lines(proposal):
                console.print(Padding(_labelled(label, value), (0, 0, 0, 2), expand=False))
    if len(pages) > MAX_PAGES:
        console.print(f"… and {len(pages) - MAX_PAGES:,} more pages, in the admin and the reports.")
    console.print(proposed([(proposal.url, bool(proposal.candidates)) for proposal in proposals]))


def _styles(run: Run) -> Iterator[HouseStyle]:
    """Those of the site and its sections, without one that only repeats that of the whole site."""
    first, *others = msgspec.convert(run.styles, list[HouseStyle])
    yield first
    yield from (style for style in others if style.pages != first.pages)


def _lines(proposal: Proposal) -> Iterator[tuple[Text, Text]]:
    offers = proposal.read_candidates()
    lack = Text("(it has none)" if Field(proposal.field).is_whole else "", "dim")
    yield Text(proposal.field), _value(proposal.current) if proposal.current else lack
    for offer in offers:
        yield Text(offer.confidence.value, STYLES[offer.confidence]), _value(offer.value)
        yield Text(""), Text(plain(" ".join(offer.reasons)), "dim")
    if not offers:
        yield Text("nothing", "dim"), Text(plain(proposal.reason), "dim")


def _labelled(label: Text, value: Text) -> Text:
    label.truncate(LABEL_WIDTH, pad=True)
    return label + value


def _value(value: str) -> Text:
    return Text(plain(clip(collapse(value), MAX_VALUE)))

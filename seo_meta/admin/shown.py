"""How proposals look on the screens: text of pages made harmless, with what differs marked and widths measured."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.utils.timesince import timesince

from seo_meta.core import findings as core
from seo_meta.core.defang import clip, visible
from seo_meta.core.propose import Confidence, Field
from seo_meta.core.review import State
from seo_meta.core.width_profiles import Shown, in_results, newest
from seo_meta.core.word_diff import Piece, word_diff
from seo_meta.models import Finding, Proposal, Site

METER_EDGE = 100
"""Where on a meter the room ends; it goes on for a fifth, for what is too wide."""
METER_END = 120
MAX_LISTED = 400
"""Characters of a value in a list."""

TONES: Mapping[str, str] = {
    Confidence.HIGH: "is-good",
    Confidence.LOW: "is-warn",
    State.APPROVED: "is-good",
    State.REJECTED: "is-bad",
    State.STALE: "is-warn",
}
"""What a chip looks like beside its word."""


class Meter(NamedTuple):
    """A text against the room that a result has for it. `fill` is a length on the meter."""

    device: str
    font_px: int
    width_px: int
    room_px: int
    cut: bool
    fill: int


class Objection(NamedTuple):
    """What a rule says of a page or of a value."""

    severity: str
    message: str
    rule: str


class Row(NamedTuple):
    """A proposal in a list."""

    proposal: Proposal
    path: str
    pieces: tuple[Piece, ...]
    meters: list[Meter]
    reasons: list[str]
    tone: str
    age: str


def row(proposal: Proposal) -> Row:
    field = Field(proposal.field)
    return Row(
        proposal,
        path_of(proposal.url),
        _listed_pieces(field, proposal) if proposal.value else (),
        meters(field, proposal.value),
        reasons_of(proposal),
        tone(proposal.confidence),
        timesince(proposal.created_at, depth=1),
    )


def _listed_pieces(field: Field, proposal: Proposal) -> tuple[Piece, ...]:
    """On one line, and cut."""
    now, then = (readable(field, value).replace("\n", " · ") for value in (proposal.current, proposal.value))
    return word_diff(clip(now, MAX_LISTED), clip(then, MAX_LISTED))


def path_of(url: str) -> str:
    """The decoded path and query of a URL: what tells the pages of one site apart."""
    try:
        address = urlsplit(url)
    except ValueError:
        return visible(url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    return visible(unquote(path)) or "/"


def readable(field: Field, value: str) -> str:
    """A value for people, harmless: social cards a property a line, JSON-LD as it is written."""
    return "\n".join(visible(line) for line in _lines(field, value))


def _lines(field: Field, value: str) -> list[str]:
    if field is Field.JSON_LD:
        return value.split("\n")
    if field is not Field.SOCIAL:
        return [value]
    try:
        properties = json.loads(value)
    except (ValueError, RecursionError):
        return [value]
    return [f"{name}: {content}" for name, content in properties.items()] if isinstance(properties, dict) else [value]


def pieces(field: Field, before: str, after: str) -> tuple[Piece, ...]:
    """What differs between two values, as `word_diff` says."""
    return word_diff(readable(field, before), readable(field, after))


def meters(field: Field, value: str) -> list[Meter]:
    """How much of the room in results a title or description takes, by device; nothing for other fields."""
    return [_meter(field, one) for one in in_results(field, value)] if value else []


def _meter(field: Field, shown: Shown) -> Meter:
    profile = newest(shown.device)
    font_px = profile.title.font_px if field is Field.TITLE else profile.description.font_px
    fill = min(round(METER_EDGE * shown.width_px / shown.room_px), METER_END)
    return Meter(shown.device, font_px, shown.width_px, shown.room_px, shown.cut, fill)


def reasons_of(proposal: Proposal) -> list[str]:
    """Why the value has its confidence, or why there is none."""
    if proposal.revision:
        return [f"Written by {proposal.edited_by_name}."]
    if not proposal.value:
        return [visible(proposal.reason)] if proposal.reason else []
    return [visible(reason) for offer in proposal.candidates[:1] for reason in offer["reasons"]]


def objection(finding: Finding | core.Finding) -> Objection:
    return Objection(finding.severity, visible(finding.message), finding.rule)


def tone(word: str) -> str:
    return TONES.get(word, "")


def site_names(sites: Iterable[Site]) -> dict[int, str]:
    """By id, the address of each site without its scheme."""
    return {site.pk: visible(site.base_url.partition("//")[2].rstrip("/")) for site in sites}

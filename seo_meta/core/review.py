"""Review as values: the states of a proposal, the moves between them, and what a rejection keeps out."""

import json
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from .distinct import normal_text, normal_title
from .propose import Field
from .text import content_hash

MAX_VALUE = 20_000
"""Characters; the longest JSON-LD document of a page that we know has half as many."""


class State(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    ABSTAINED = "abstained"
    """Nothing good enough was found; the proposal's reason says why."""
    STALE = "stale"
    """The source changed below an approval, which is void."""
    APPLIED = "applied"
    """Written into the source."""
    MERGED = "merged"
    """The source has it by another way: a pull request, or somebody who wrote the same."""


DECIDED = (State.APPROVED, State.APPLIED)
"""Somebody said yes, and the page will have the value."""
UNDECIDED = (State.OPEN, State.ABSTAINED, State.STALE)
"""What a newer proposal may take the place of, while nobody has edited it."""
CURRENT = (*UNDECIDED, State.SNOOZED, *DECIDED)
"""Of these a field of a page has one at most."""


class Move(StrEnum):
    """What somebody does to a proposal."""

    APPROVE = "approve"
    UNAPPROVE = "unapprove"
    REJECT = "reject"
    EDIT = "edit"
    SNOOZE = "snooze"
    WAKE = "wake"
    REOPEN = "reopen"
    ASSIGN = "assign"


_REVIEWED = (State.OPEN, State.SNOOZED, State.APPROVED, State.ABSTAINED, State.STALE)

MOVES: Mapping[Move, Mapping[State, State]] = {
    Move.APPROVE: {State.OPEN: State.APPROVED, State.SNOOZED: State.APPROVED},
    Move.UNAPPROVE: {State.APPROVED: State.OPEN},
    Move.REJECT: dict.fromkeys(_REVIEWED, State.REJECTED),
    # An approval was for the words that it was given to.
    Move.EDIT: dict.fromkeys(_REVIEWED, State.OPEN),
    Move.SNOOZE: {State.OPEN: State.SNOOZED},
    Move.WAKE: {State.SNOOZED: State.OPEN},
    Move.REOPEN: {State.REJECTED: State.OPEN, State.STALE: State.OPEN},
    Move.ASSIGN: {state: state for state in _REVIEWED},
}
"""The state that each move leads to, from each state in which it is allowed."""

UNDOABLE = (*_REVIEWED, State.REJECTED)
"""Where the last move can still be taken back: nothing is written into the source yet."""


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that are open to a proposal in this state."""
    return tuple(move for move, steps in MOVES.items() if state in steps)


class RejectReason(StrEnum):
    WRONG_FACT = "wrong-fact"
    MISLEADING = "misleading"
    OFF_BRAND = "off-brand"
    WRONG_LANGUAGE = "wrong-language"
    TOO_LONG = "too-long"
    WORSE = "worse"
    INTENTIONAL = "intentional"
    DUPLICATE = "duplicate"
    NOT_INDEXED = "not-indexed"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def scope(self) -> "Scope":
        """What it keeps out unless the reviewer says otherwise."""
        return _SCOPES.get(self, Scope.VALUE)


class Scope(StrEnum):
    """What a rejection keeps out, and for how long."""

    VALUE = "value"
    """The values that the reviewer saw."""
    CONTENT = "content"
    """Whatever the field may be offered, until the text of the page changes."""
    DAYS = "days"
    """The same until a day."""
    PIN = "pin"
    """The same forever."""


_WORDS: Mapping[RejectReason, str] = {
    RejectReason.WRONG_FACT: "a fact is wrong",
    RejectReason.MISLEADING: "misleading",
    RejectReason.OFF_BRAND: "not how we write",
    RejectReason.WRONG_LANGUAGE: "the wrong language",
    RejectReason.TOO_LONG: "too long or cut off",
    RejectReason.WORSE: "worse than what the page has",
    RejectReason.INTENTIONAL: "what the page has is meant so",
    RejectReason.DUPLICATE: "too like another page",
    RejectReason.NOT_INDEXED: "the page should not be in search",
    RejectReason.OTHER: "another reason",
}
_SCOPES: Mapping[RejectReason, Scope] = {
    RejectReason.WORSE: Scope.CONTENT,
    RejectReason.INTENTIONAL: Scope.PIN,
    RejectReason.NOT_INDEXED: Scope.CONTENT,
}

STILL_ALIKE = 0.8
"""The least similarity of a page's text with what it was, for a rejection that holds until the text changes."""


def normal_value(field: Field, value: str, brand: str) -> str:
    """The form in which two values of a field are one to a reviewer; titles count without the site's `brand`."""
    if field is Field.TITLE:
        return normal_title(brand)(value)
    if field is Field.DESCRIPTION:
        return normal_text(value)
    try:
        return json.dumps(json.loads(value), sort_keys=True, ensure_ascii=False)
    except (ValueError, RecursionError):
        return value.strip()


def value_key(field: Field, value: str, brand: str) -> str:
    """32 hexadecimal digits that are the same for values that are one to a reviewer; empty for an empty value."""
    return content_hash(normal_value(field, value, brand))


def ruleset_hash(versions: Mapping[str, int], policy: object) -> str:
    """Stands for the rules that a value was judged by: the version of each, and the site's policy as JSON."""
    return content_hash(json.dumps([versions, policy], sort_keys=True))


def shape_fault(field: Field, value: str) -> str:
    """Why `value` cannot be a value of the field whatever the page says; empty when it can."""
    if not value.strip():
        return "It is empty."
    if "\0" in value:
        return "It holds a NUL character."
    if len(value) > MAX_VALUE:
        return f"It has more than {MAX_VALUE:,} characters."
    if field is Field.CANONICAL:
        return "" if _is_web_address(value) else "A canonical is a whole http or https URL."
    if field in (Field.SOCIAL, Field.JSON_LD):
        return _json_fault(field, value)
    return ""


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(value.split()) == 1


def _json_fault(field: Field, value: str) -> str:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return "It is no JSON."
    if field is Field.JSON_LD:
        return "" if found and isinstance(found, dict | list) else "JSON-LD is a JSON object or a list of them."
    if found and isinstance(found, dict) and all(isinstance(content, str) for content in found.values()):
        return ""
    return "Social cards are a JSON object of property to text."

"""`.siteagent/decisions.jsonl`: what people decided in pull requests, for runs whose database is thrown away.

One JSON object a line. A line stands for itself, and the file is written sorted and without repetitions, so that git
may merge two of them line by line (`merge=union`).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from .propose import Field
from .review import Scope
from .text import content_hash

ID_DIGITS = 12
"""Of two among a thousand lines, the chance of a collision is one in five hundred million."""


class Ruling(StrEnum):
    REJECTED = "rejected"
    ALLOWED = "allowed"
    """Takes back all rejections of the field of the page, wherever they stand."""


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line. `page` is the path of the page's look-up key, the same on every host; `content` and `signature` are of
    the main text that it had (`core.text`)."""

    page: str
    field: Field
    decision: Ruling = Ruling.REJECTED
    scope: Scope = Scope.CONTENT
    value: str | None = None
    until: date | None = None
    by: str = ""
    """A person, or the number of a pull request with its `#`."""
    content: str = ""
    signature: str = ""

    def __post_init__(self) -> None:
        if self.decision is Ruling.ALLOWED:
            return
        if self.scope is Scope.VALUE and not self.value:
            raise ValueError("the scope `value` needs a `value`")
        if self.scope is Scope.DAYS and self.until is None:
            raise ValueError("the scope `days` needs `until`, a date")
        if self.scope is Scope.CONTENT and not self.content:
            raise ValueError("the scope `content` needs `content`, which only a run knows; by hand, write `pin`")


LINE = msgspec.json.Decoder(Decision)


def parse(text: bytes) -> tuple[Decision, ...]:
    """Raises ValueError with the number of the line that is wrong."""
    found = []
    for number, line in enumerate(text.split(b"\n"), 1):
        if line.strip():
            try:
                found.append(LINE.decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                raise ValueError(f"line {number}: {error}") from error
    return tuple(found)


def render(decisions: Iterable[Decision]) -> bytes:
    return b"".join(line + b"\n" for line in sorted({msgspec.json.encode(one) for one in decisions}))


def rejected(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that hold: nobody allowed their field again."""
    listed = list(decisions)
    allowed = {(one.page, one.field) for one in listed if one.decision is Ruling.ALLOWED}
    return tuple(one for one in listed if (one.page, one.field) not in allowed)


def change_id(page: str, field: Field, content: str) -> str:
    """How pull requests name a change. Another text of the page makes it another, so an answer to it holds as long as
    the text that it was given to."""
    return content_hash(f"{page}\n{field}\n{content}")[:ID_DIGITS]

"""Decisions from a file, one JSON object a line: review as code."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from seo_meta.core.propose import Field
from seo_meta.core.review import CURRENT, Move, RejectReason, Scope
from seo_meta.errors import ConfigError, NoProposal, NotAllowed, ReviewError
from seo_meta.models import Proposal

from .review import STATUS, Actor, Result, decide

MAX_FILE = 64 * 1024 * 1024


Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One decision. `id`, or `url` and `field`, say about which proposal; without `version` it is about the proposal as
    it is now. The rest are the words of `services.review.decide`."""

    move: Move
    id: int | None = None
    url: str = ""
    field: Field | None = None
    version: int | None = None
    value: str | None = None
    candidate: int | None = None
    reason: RejectReason | None = None
    scope: Scope | None = None
    until: Instant | None = None
    note: str = ""
    override: bool = False

    def details(self) -> dict[str, Any]:
        names = ("value", "candidate", "reason", "scope", "until", "note", "override")
        return {name: getattr(self, name) for name in names}


LINE = msgspec.json.Decoder(Line)


def read_decisions(path: Path) -> list[Line]:
    """All decisions of a file; blank lines are passed over. Raises ConfigError, so that a file with a fault does
    nothing."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise ConfigError(f"{path} is larger than {MAX_FILE >> 20} MB. Split it.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    return list(_lines(path, text))


def _lines(path: Path, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            one = LINE.decode(line)
        except msgspec.DecodeError as error:
            raise ConfigError(f"{path}, line {number}: {error}. Nothing was decided.") from error
        if (one.id is None) != bool(one.url and one.field):
            raise ConfigError(f"{path}, line {number}: give `id`, or `url` and `field`. Nothing was decided.")
        yield one


def decide_all(lines: list[Line], actor: Actor) -> Iterator[Result]:
    """Each decision by itself, in the order of the file."""
    for line in lines:
        yield _decided(line, actor)


def _decided(line: Line, actor: Actor) -> Result:
    id = line.id or 0
    try:
        id, version = _named(line)
        done = decide(id, line.version or version, line.move, actor, **line.details())
    except ReviewError as error:
        return Result(id, STATUS[error.problem], str(error), line.version or 0)
    return Result(id, "ok", "", done.version)


def _named(line: Line) -> tuple[int, int]:
    """(id, version) of the proposal that the line is about. Raises NoProposal, NotAllowed when it fits several."""
    if line.id is not None:
        found = list(Proposal.objects.filter(pk=line.id).values_list("pk", "version"))
    else:
        known = Proposal.objects.filter(url=line.url, field=line.field, state__in=CURRENT)
        found = list(known.values_list("pk", "version")[:2])
    if not found:
        raise NoProposal(f"There is no proposal {line.id or f'for the {line.field} of {line.url}'}.")
    if len(found) > 1:
        raise NotAllowed(f"Several proposals are for the {line.field} of {line.url}. Name one by its id.")
    return found[0]

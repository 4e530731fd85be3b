"""Where a value stands in a JSON text, by RFC 6901 pointer, so that it can be replaced and all else kept."""

import json
import re
from copy import copy
from typing import Any, NoReturn

from .change import Reason, Refused

BLANK = re.compile(r"[ \t\r\n]*+")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_constant=_no_constant)


def loads(text: str) -> Any:
    """Strict JSON. Raises Refused."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        raise Refused(Reason.JSON, "A JSON-LD block is not valid JSON; it is left as it is.") from None


def canonical(document: Any) -> str:
    """One text for one value: order of keys and white space are none of it. Raises Refused."""
    try:
        return json.dumps(document, sort_keys=True)
    except RecursionError:
        raise Refused(Reason.JSON, "A JSON-LD block is nested too deeply.") from None


def keys_of(pointer: str) -> list[str]:
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def replaced(document: Any, pointer: str, value: Any) -> Any:
    """`document` with the value at `pointer` replaced. Raises Refused where there is none."""
    changed = holder = copy(document)
    *keys, last = keys_of(pointer)
    for key in keys:
        place = _step(holder, key)
        holder[place] = copy(holder[place])
        holder = holder[place]
    holder[_step(holder, last)] = value
    return changed


def _step(holder: Any, key: str) -> Any:
    if isinstance(holder, dict) and key in holder:
        return key
    if isinstance(holder, list) and key.isdecimal() and int(key) < len(holder):
        return int(key)
    raise Refused(Reason.NO_PLACE, f"The JSON-LD block has no “{key}”.")


def span(text: str, pointer: str) -> tuple[int, int]:
    """Where the value at `pointer` starts and ends in valid JSON. Of equal keys the last counts, as for parsers."""
    start = _blank(text, 0)
    for key in keys_of(pointer):
        found = [place for name, place in members(text, start) if name == key]
        if not found:
            raise Refused(Reason.NO_PLACE, f"The JSON-LD block has no “{key}”.")
        start = found[-1]
    return start, DECODER.raw_decode(text, start)[1]


def members(text: str, start: int) -> list[tuple[str, int]]:
    """(key or index, where its value starts) of the object or array that starts there."""
    found: list[tuple[str, int]] = []
    if text[start] not in "{[":
        return found
    position = _blank(text, start + 1)
    while text[position] not in "}]":
        key = str(len(found))
        if text[start] == "{":
            key, position = DECODER.raw_decode(text, position)
            position = _blank(text, _blank(text, position) + 1)
        found.append((key, position))
        position = _blank(text, DECODER.raw_decode(text, position)[1])
        if text[position] == ",":
            position = _blank(text, position + 1)
    return found


def _blank(text: str, position: int) -> int:
    match = BLANK.match(text, position)
    return match.end() if match else position

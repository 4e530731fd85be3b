"""TOML 1.0: `tomllib` reads, a scanner of ours finds the places. It may trust that the data is valid."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from .entry import Entry, FrontMatterError, Path

BASIC = r'"(?>(?:[^"\\\n]|\\.)*)"'
LITERAL = r"'[^'\n]*+'"
LONG_BASIC = r'"""(?>(?:[^"\\]|\\[\s\S]|"(?!""))*)"{3,5}'
LONG_LITERAL = r"'''(?>(?:[^']|'(?!''))*)'{3,5}"
STRING = re.compile(f"{LONG_BASIC}|{LONG_LITERAL}|{BASIC}|{LITERAL}")
KEY = re.compile(rf"[A-Za-z0-9_-]+|{BASIC}|{LITERAL}")
DOT = re.compile(r"[ \t]*+\.[ \t]*+")
EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
BLANK = re.compile(r"(?>(?:[ \t\r\n]|#[^\n]*+)*)")
HEADER = re.compile(r"(\[\[?)[ \t]*+")
REST_OF_HEADER = re.compile(r"[ \t]*+\]\]?")
BARE_VALUE = re.compile(r"[^#\n\r,\]}]*[^#\n\r,\]}\s]")
INSIDE = re.compile(rf"{LONG_BASIC}|{LONG_LITERAL}|{BASIC}|{LITERAL}|#[^\n]*+|[^\[\]{{}}\"'#]++|[\[\]{{}}]")


def load(data: str) -> dict[str, Any]:
    """Raises FrontMatterError."""
    try:
        return tomllib.loads(data)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FrontMatterError(str(error) or type(error).__name__) from error


def entries(data: str) -> list[Entry]:
    """The keys of the top and of tables with a header of their own. Raises FrontMatterError."""
    load(data)
    found: list[Entry] = []
    table: Path | None = ()
    position = _after(BLANK, data, 0)
    while position < len(data):
        if header := HEADER.match(data, position):
            path, position = _keys(data, header.end())
            # Which table of an array it is nobody needs to know.
            table = path if header[1] == "[" else None
            position = _after(REST_OF_HEADER, data, position)
        else:
            path, position = _keys(data, position)
            start = _after(EQUALS, data, position)
            entry = _entry(data, (table or ()) + path, start)
            position = entry.end
            if table is not None:
                found.append(entry)
        position = _after(BLANK, data, position)
    return found


def _after(pattern: re.Pattern[str], data: str, position: int) -> int:
    match = pattern.match(data, position)
    if match is None:
        raise FrontMatterError(f"its TOML is not understood in line {data.count(chr(10), 0, position) + 1}")
    return match.end()


def _keys(data: str, position: int) -> tuple[Path, int]:
    path: list[str] = []
    while True:
        end = _after(KEY, data, position)
        key = data[position:end]
        path.append(str(_value(key)) if key[0] in "\"'" else key)
        if not (dot := DOT.match(data, end)):
            return tuple(path), end
        position = dot.end()


def _value(written: str) -> object:
    return tomllib.loads(f"x = {written}")["x"]


def _entry(data: str, path: Path, start: int) -> Entry:
    if string := STRING.match(data, start):
        return Entry(path, start, string.end(), str(_value(string[0])), string[0][0])
    if data[start] in "[{":
        return Entry(path, start, _end_of_brackets(data, start), refusal="is no text but a list or a table")
    end = _after(BARE_VALUE, data, start)
    return Entry(path, start, end, str(_value(data[start:end])))


def _end_of_brackets(data: str, position: int) -> int:
    depth = 0
    while True:
        end = _after(INSIDE, data, position)
        token = data[position:end]
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if depth == 0:
            return end
        position = end


def written(data: str, entry: Entry, value: str) -> str:
    """In the quotes that it has, where they can hold the value."""
    return quoted(value, entry.style)


def quoted(value: str, style: str) -> str:
    if style == "'" and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def inserted(data: str, entries: Sequence[Entry], path: Path, value: str, newline: str) -> tuple[int, str]:
    """(place, text) of a new key behind `title`, or behind the last of its table. Raises FrontMatterError."""
    known = [entry for entry in entries if len(entry.path) == len(path) and entry.path[:-1] == path[:-1]]
    if len(path) > 1 and not known:
        raise FrontMatterError("it has no place for a new key")
    before = next((entry for entry in known if entry.path[-1] == "title"), known[-1] if known else None)
    name = path[-1] if re.fullmatch(r"[A-Za-z0-9_-]+", path[-1]) else quoted(path[-1], '"')
    line = f"{name} = {quoted(value, before.style if before else '')}{newline}"
    if before is None:
        return 0, line
    end = data.find("\n", before.end)
    return (end + 1, line) if end >= 0 else (len(data), newline + line)


def proves(before: str, after: str, wanted: Mapping[Path, str]) -> bool:
    """Whether `after` has the wanted values and is otherwise what `before` is."""
    return without(load(before), wanted) == without(load(after), wanted) and holds(load(after), wanted)


def without(document: Any, wanted: Mapping[Path, str]) -> Any:
    for path in wanted:
        holder = _holder(document, path)
        if holder is not None:
            holder.pop(path[-1], None)
    return document


def holds(document: Any, wanted: Mapping[Path, str]) -> bool:
    return all((holder := _holder(document, path)) and holder.get(path[-1]) == value for path, value in wanted.items())


def _holder(document: Any, path: Path) -> dict[str, Any] | None:
    for key in path[:-1]:
        if isinstance(document, list) and key.isdecimal() and int(key) < len(document):
            document = document[int(key)]
        elif isinstance(document, dict) and key in document:
            document = document[key]
        else:
            return None
    return document if isinstance(document, dict) else None

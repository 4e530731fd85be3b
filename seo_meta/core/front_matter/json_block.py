"""JSON, as front matter and in data files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seo_meta.core.html_edit.json_place import BLANK, DECODER, members

from .entry import MAX_DEPTH, Entry, FrontMatterError, Path


def load(data: str) -> Any:
    """Raises FrontMatterError, also for one key twice: nobody can say which of them counts."""
    try:
        return json.loads(data, object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise FrontMatterError(str(error) or type(error).__name__) from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("an object has one key twice")
    return values


def entries(data: str) -> list[Entry]:
    """Raises FrontMatterError."""
    load(data)
    return list(_walk(data, _after_blank(data, 0), ()))


def _walk(data: str, start: int, path: Path) -> Iterator[Entry]:
    if len(path) > MAX_DEPTH:
        raise FrontMatterError(f"it is nested more than {MAX_DEPTH} deep")
    value, end = DECODER.raw_decode(data, start)
    if not isinstance(value, (dict, list)):
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        yield Entry(path, start, end, text, '"' if isinstance(value, str) else "")
        return
    yield Entry(path, start, end, refusal="is no text but a list or a table")
    for key, place in members(data, start):
        yield from _walk(data, place, (*path, key))


def _after_blank(data: str, position: int) -> int:
    match = BLANK.match(data, position)
    return match.end() if match else position


def written(data: str, entry: Entry, value: str) -> str:
    return json.dumps(value, ensure_ascii=data.isascii())


def inserted(data: str, entries: Sequence[Entry], path: Path, value: str, newline: str) -> tuple[int, str]:
    """(place, text) of a new key behind `title`, or behind the last. Raises FrontMatterError where none can be."""
    holder = next((entry for entry in entries if entry.path == path[:-1] and data[entry.start] == "{"), None)
    known = [entry for entry in entries if len(entry.path) == len(path) and entry.path[:-1] == path[:-1]]
    if holder is None or not known:
        raise FrontMatterError("it has no place for a new key")
    before = next((entry for entry in known if entry.path[-1] == "title"), known[-1])
    space = data[holder.start + 1 : _after_blank(data, holder.start + 1)]
    ascii_only = data.isascii()
    key, text = (json.dumps(each, ensure_ascii=ascii_only) for each in (path[-1], value))
    return before.end, f",{space or ' '}{key}: {text}"


def proves(before: str, after: str, wanted: Mapping[Path, str]) -> bool:
    """Whether `after` has the wanted values and is otherwise what `before` is, in the same order."""
    old, new = entries(before), entries(after)
    values = {entry.path: entry.text for entry in new if entry.style}
    return all(values.get(path) == value for path, value in wanted.items()) and (
        _others(before, old, wanted) == _others(after, new, wanted)
    )


def _others(data: str, found: Sequence[Entry], wanted: Mapping[Path, str]) -> list[tuple[Path, str | None]]:
    """Of lists and tables, their places in the order tell what they are; of scalars, how they are written."""
    kept = (entry for entry in found if entry.path not in wanted)
    return [(entry.path, None if entry.text is None else data[entry.start : entry.end]) for entry in kept]

"""YAML: places by the marks of PyYAML's events, which expand no alias and construct nothing.

Generators read YAML with five parsers of 1.1 and 1.2. What is written without quotes has to be a string to all of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from .entry import MAX_DEPTH, Entry, FrontMatterError, Path

BLOCKS = ("|", ">")
ANCHOR = re.compile(r"&\S+\s+")
LETTER_FIRST = re.compile(r"[^\W\d_].*")
NOT_PLAIN = re.compile(r":\s|\s#|:$")
BOOLEANS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
INDENTED_LINES = re.compile(r"[^\n]*\n(?:[ \t\r]*\n)*([ ]+)(?=\S)")
BLOCK_HEADER = re.compile(r"[|>][0-9+-]*")
RESOLVER = yaml.resolver.Resolver()


class Node(Entry, frozen=True):
    """An entry with the event it comes from."""

    event: object = None


def nodes(data: str) -> list[Node]:
    """Every node of the one document, in order. Raises FrontMatterError."""
    try:
        return list(_Reader(data).document())
    except yaml.YAMLError as error:
        raise FrontMatterError(" ".join(str(error).split())) from error


class _Reader:
    """The events of PyYAML with the path of each node."""

    def __init__(self, data: str) -> None:
        self._data = data
        self._events = iter(yaml.parse(data, Loader=yaml.SafeLoader))
        self._anchors: dict[str, str] = {}

    def document(self) -> Iterator[Node]:
        documents = 0
        for event in self._events:
            documents += isinstance(event, DocumentStartEvent)
            if documents > 1:
                raise FrontMatterError("it holds more than one YAML document")
            if isinstance(event, NodeEvent):
                yield from self._walk(event, (), flow=False)

    def _walk(self, event: Event, path: Path, *, flow: bool) -> Iterator[Node]:
        if len(path) > MAX_DEPTH:
            raise FrontMatterError(f"it is nested more than {MAX_DEPTH} deep")
        yield self._node(event, path, flow=flow)
        if not isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            return
        flow = flow or bool(event.flow_style)
        number = 0
        while not isinstance(child := next(self._events), CollectionEndEvent):
            name = str(number)
            if isinstance(event, MappingStartEvent):
                name = str(child.value) if isinstance(child, ScalarEvent) else f"[{number}]"
                if not isinstance(child, ScalarEvent):
                    yield from self._walk(child, (*path, "?"), flow=flow)
                child = next(self._events)
            yield from self._walk(child, (*path, name), flow=flow)
            number += 1

    def _node(self, event: Event, path: Path, *, flow: bool) -> Node:
        start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
        if isinstance(event, AliasEvent):
            text = self._anchors.get(str(event.anchor))
            return Node(path, start, end, text, "*", "is an alias of another value", event)
        if not isinstance(event, ScalarEvent):
            return Node(path, start, end, refusal="is no text but a list or a table", event=event)
        text = "" if _tag(event).endswith(":null") else str(event.value)
        refusal = "has a YAML tag" if event.tag else ""
        if event.anchor:
            self._anchors[event.anchor] = text
            match = ANCHOR.match(self._data, start)
            start = match.end() if match else start
            refusal = refusal or ("" if f"*{event.anchor}" not in self._data else "is repeated elsewhere by an alias")
        style = event.style or ('"' if flow else "")
        if style in BLOCKS:
            style, start, end = _block_body(self._data, style, start, end)
        return Node(path, start, end, text, style, refusal, event)


def _tag(event: ScalarEvent) -> str:
    return str(event.tag or _resolved(event.value, event.implicit))


def _resolved(text: str, implicit: tuple[bool, bool]) -> str:
    """The tag that a scalar without one gets: implicit are (without quotes, with quotes)."""
    return str(RESOLVER.resolve(yaml.ScalarNode, text, implicit))  # type: ignore[no-untyped-call]


def _block_body(data: str, style: str, start: int, end: int) -> tuple[str, int, int]:
    """(style, from the first character of the text, to its last). A block without text gets quotes for its header."""
    if body := INDENTED_LINES.match(data, start, end):
        return style, body.end(1), start + len(data[start:end].rstrip())
    header = BLOCK_HEADER.match(data, start)
    return '"', start, header.end() if header else start


def entries(data: str) -> list[Entry]:
    return list(nodes(data))


def written(data: str, entry: Entry, value: str) -> str:
    """`value` as it takes the place of the entry's."""
    if entry.style in BLOCKS:
        return value
    space = " " if data[entry.start - 1 : entry.start] == ":" else ""
    return space + quoted(value, entry.style)


def quoted(value: str, style: str) -> str:
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == "" and is_plain(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_plain(value: str) -> bool:
    """Whether every YAML parser takes the text for a string without quotes, outside of flow style."""
    if not LETTER_FIRST.fullmatch(value) or NOT_PLAIN.search(value) or value.lower() in BOOLEANS:
        return False
    return _resolved(value, (True, False)).endswith(":str")


def inserted(data: str, entries: Sequence[Entry], path: Path, value: str, newline: str) -> tuple[int, str]:
    """(place, text) of a new key behind `title`, or at the end. Raises FrontMatterError where none can be."""
    root = next((node.event for node in entries if isinstance(node, Node) and not node.path), None)
    if len(path) > 1 or not (root is None or (isinstance(root, MappingStartEvent) and not root.flow_style)):
        raise FrontMatterError("it has no place for a new key")
    title = next((node for node in entries if node.path == ("title",) and node.text is not None), None)
    indent = " " * root.start_mark.column if root and root.start_mark else ""
    style = "'" if title and title.style == "'" else ""
    line = f"{indent}{quoted(path[-1], '')}: {quoted(value, style)}{newline}"
    end = data.find("\n", title.end) if title else -1
    if end >= 0:
        return end + 1, line
    return len(data), line if data.endswith("\n") or not data else newline + line


def proves(before: str, after: str, wanted: Mapping[Path, str]) -> bool:
    """Whether `after` has the wanted values, as strings, and is otherwise what `before` is."""
    old, new = nodes(before), nodes(after)
    values = {node.path: node for node in new if node.path in wanted}
    read = all(_is_string(values.get(path), value) for path, value in wanted.items())
    return read and _others(old, wanted) == _others(new, wanted)


def _is_string(node: Node | None, value: str) -> bool:
    event = node and node.event
    return isinstance(event, ScalarEvent) and _tag(event).endswith(":str") and event.value.rstrip("\n") == value


def _others(found: list[Node], wanted: Mapping[Path, str]) -> list[tuple[object, ...]]:
    return [_compared(node) for node in found if node.path not in wanted and node.path]


def _compared(node: Node) -> tuple[object, ...]:
    event = node.event
    kept = ("value", "tag", "implicit", "style", "flow_style", "anchor")
    return (node.path, type(event), *(getattr(event, name, None) for name in kept))

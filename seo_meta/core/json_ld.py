"""JSON-LD blocks (https://www.w3.org/TR/json-ld11/): what is wrong with the JSON, and the objects that rules judge.

The blocks of a page are one graph: objects with the same `@id` are one thing, and an `@id` alone refers to it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from .types import JsonLd, PageFacts
from .vocabulary import schema_org

MAX_NODES = 2_000
"""Things of one page that are looked at; a page that describes more is a data dump."""
MAX_TYPES = 10
"""Types of one thing that are looked at."""
MAX_SHOWN = 80
"""Characters of a value that a message shows."""
SCHEMA_ORG = re.compile(r"\s*https?://(?:www\.)?schema\.org(?:[/#].*|\s*)$", re.IGNORECASE)
PREFIX = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)", re.IGNORECASE)
NOTHING: tuple[Any, ...] = (None, "", [], {})


class Node(NamedTuple):
    """An object that stands for a thing. `context` is its `@context`, or else that of the object around it, or None.

    `types` are its schema.org types without prefix, also those that schema.org does not have when `strict`: then no
    other vocabulary can define its names. `via` is the property that leads to it, empty at the top of a block. `line`
    is that of the block.
    """

    properties: dict[str, Any]
    context: Any = None
    types: tuple[str, ...] = ()
    strict: bool = False
    via: str = ""
    line: int | None = None

    @property
    def is_main(self) -> bool:
        """Whether the page says it of itself, rather than in passing of something that it mentions."""
        return self.via in ("", "mainEntity")

    @property
    def label(self) -> str:
        return shown(" and ".join(self.types)) or "object"

    def is_a(self, *types: str) -> bool:
        """Whether one of its types is one of `types` or below one."""
        vocabulary = schema_org()
        return any(not vocabulary.ancestors(own).isdisjoint(types) for own in self.types)


class Graph(NamedTuple):
    """The things that a page describes, in order, and its repeated keys with the lines of their blocks."""

    nodes: tuple[Node, ...]
    by_id: dict[str, Node]
    repeated_keys: tuple[tuple[str, int | None], ...]

    def of_type(self, *types: str) -> Iterator[Node]:
        return (node for node in self.nodes if node.is_a(*types))

    def values(self, node: Node, name: str) -> list[Any]:
        """The values of a property without wrappers: lists opened, typed and language-tagged values bare. Empty
        strings, empty objects and null are no values."""
        pending = [node.properties.get(name)]
        found = []
        while pending:
            value = pending.pop()
            if isinstance(value, list):
                pending += reversed(value)
            elif isinstance(value, dict) and not value.keys().isdisjoint(("@value", "@list", "@set")):
                pending.append(value.get("@value", value.get("@list", value.get("@set"))))
            elif value not in NOTHING and not (isinstance(value, str) and not value.strip()):
                found.append(value)
        return found

    def texts(self, node: Node, name: str) -> list[str]:
        """The strings and numbers among the values, as strings."""
        values = self.values(node, name)
        return [str(value).strip() for value in values if isinstance(value, str | int | float)]

    def node(self, value: Any, holder: Node) -> Node | None:
        """The thing that a value of `holder` is or refers to; None for a text, and for what is described elsewhere."""
        if not isinstance(value, dict):
            return None
        identifier = value.get("@id")
        if isinstance(identifier, str) and identifier in self.by_id:
            return self.by_id[identifier]
        return None if _is_reference(value) else _node(value, value.get("@context", holder.context), "", holder.line)

    def nodes_of(self, node: Node, name: str) -> list[Node]:
        """The things among the values."""
        return [found for value in self.values(node, name) if (found := self.node(value, node)) is not None]

    def missing(self, node: Node, names: Iterable[str]) -> list[str]:
        """Those of the properties that have no value. `a|b` asks for one of two."""
        return [name for name in names if not any(self.values(node, part) for part in name.split("|"))]


def shown(value: str) -> str:
    """A value of a page as a message may hold it."""
    return value if len(value) <= MAX_SHOWN else f"{value[:MAX_SHOWN]}…"


def graph(page: PageFacts) -> Graph:
    """All things that the valid JSON-LD blocks of a page describe, also those inside properties, up to MAX_NODES."""
    return _graph(page.json_ld)


@lru_cache(maxsize=1)  # all rules look at one page after another
def _graph(blocks: tuple[JsonLd, ...]) -> Graph:
    nodes: list[Node] = []
    places: dict[str, int] = {}
    valid = [(block, *_parse(block.text)) for block in blocks if not block.error]
    repeated = [(key, block.line) for block, _, keys in valid for key in keys]
    found = chain.from_iterable(_walk(value, block.line) for block, value, _ in valid)
    for node in islice(found, MAX_NODES):
        identifier = node.properties.get("@id")
        if isinstance(identifier, str) and identifier in places:
            nodes[places[identifier]] = _merge(nodes[places[identifier]], node)
            continue
        if isinstance(identifier, str):
            places[identifier] = len(nodes)
        nodes.append(node)
    return Graph(tuple(nodes), {identifier: nodes[place] for identifier, place in places.items()}, tuple(repeated))


def _merge(one: Node, other: Node) -> Node:
    """Two descriptions of one thing; what the first says of a property counts."""
    types = tuple(dict.fromkeys((*one.types, *other.types)))
    via = one.via if other.via not in ("", "mainEntity") else other.via
    return one._replace(properties={**other.properties, **one.properties}, types=types, via=via)


def _walk(value: Any, line: int | None) -> Iterator[Node]:
    """Every node of a parsed block, outer before inner. No recursion: blocks may be nested as deep as JSON allows."""
    pending: list[tuple[Any, Any, str]] = [(value, None, "")]
    while pending:
        value, context, via = pending.pop()
        if isinstance(value, list):
            pending += [(item, context, via) for item in reversed(value)]
        elif isinstance(value, dict) and "@value" not in value:
            context = value.get("@context", context)
            wrapped = next((key for key in ("@graph", "@list", "@set") if key in value), None)
            if wrapped:
                pending.append((value[wrapped], context, via))
                continue
            if not _is_reference(value):
                yield _node(value, context, via, line)
            inner = [(item, context, key) for key, item in value.items() if isinstance(item, dict | list)]
            pending += [entry for entry in reversed(inner) if entry[2] != "@context"]


def _is_reference(value: dict[str, Any]) -> bool:
    """Whether it only names a thing, or says nothing at all."""
    said = value.keys() - {"@context", "@id"}
    return not said or ("@id" in value and said == {"@type"})


def _node(properties: dict[str, Any], context: Any, via: str, line: int | None) -> Node:
    plain, strict = _uses_schema_org(context)
    kinds = properties.get("@type")
    names = [_local(kind, plain) for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    if any(":" in key for key in properties):
        properties = {_local(key, plain=True) or key: value for key, value in properties.items()}
    return Node(properties, context, tuple(filter(None, names[:MAX_TYPES])), strict, via, line)


def _local(name: str, plain: bool) -> str:
    """The name without the prefix of schema.org; empty for one of another vocabulary."""
    if prefix := PREFIX.match(name):
        return name[prefix.end() :]
    return name if plain and ":" not in name else ""


def _uses_schema_org(context: Any) -> tuple[bool, bool]:
    """(whether plain names are those of schema.org, whether nothing else may define names)"""
    uses, strict = False, True
    for part in context if isinstance(context, list) else [context]:
        terms = part if isinstance(part, dict) else {"@vocab": part}
        vocabulary = terms.get("@vocab")
        if isinstance(vocabulary, str):
            is_schema_org = SCHEMA_ORG.match(vocabulary) is not None
            uses, strict = uses or is_schema_org, strict and is_schema_org
        strict = strict and all(key.startswith("@") for key in terms)
    return uses, uses and strict


def top_level_nodes(text: str) -> Iterator[Node]:
    """The objects of a block in order: the one, those of an array, or those of a `@graph`. Nothing for invalid JSON.

    Objects inside properties, empty ones, and references (`@id` alone) are left out.
    """
    pending: list[tuple[Any, Any]] = [(_parse(text)[0], None)]
    while pending:
        value, context = pending.pop()
        if isinstance(value, list):
            pending += [(item, context) for item in reversed(value)]
        elif isinstance(value, dict):
            context = value.get("@context", context)
            if "@graph" in value:
                pending.append((value["@graph"], context))
            elif value.keys() - {"@context", "@id"}:
                yield Node(value, context)


@lru_cache(maxsize=4)
def _parse(text: str) -> tuple[Any, tuple[str, ...]]:
    """(the value, keys that an object has twice); (None, ()) for what is no JSON."""
    repeated: dict[str, None] = {}

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        properties = dict(pairs)
        if len(properties) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    repeated[key] = None
                seen.add(key)
        return properties

    try:
        return json.loads(text, object_pairs_hook=collect), tuple(repeated)
    except (ValueError, RecursionError):
        return None, ()


def json_error(source: str) -> tuple[str, int | None, int | None]:
    """(message, line, column) of the first thing that is no JSON in `source`; an empty message when it is valid."""
    try:
        json.loads(source, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return error.msg, error.lineno, error.colno
    except RecursionError:
        return "Nested too deeply", None, None
    except ValueError as error:
        return str(error), None, None
    return "", None, None


def _refuse_constant(name: str) -> None:
    """NaN and Infinity, which Python reads and JSON (RFC 8259, section 6) does not have."""
    raise ValueError(f"{name} is not JSON")

"""JSON-LD blocks (https://www.w3.org/TR/json-ld11/): what is wrong with the JSON, and the objects that rules judge."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Node(NamedTuple):
    """An object that stands for a thing. `context` is its `@context`, or else that of the object around it, or None."""

    properties: dict[str, Any]
    context: Any


def top_level_nodes(text: str) -> Iterator[Node]:
    """The objects of a block in order: the one, those of an array, or those of a `@graph`. Nothing for invalid JSON.

    Objects inside properties, empty ones, and references (`@id` alone) are left out.
    """
    try:
        pending: list[tuple[Any, Any]] = [(json.loads(text), None)]
    except (ValueError, RecursionError):
        return
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

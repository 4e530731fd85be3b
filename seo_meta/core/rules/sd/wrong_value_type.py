import re
from collections.abc import Iterator
from typing import Any

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.vocabulary import schema_org

NUMBERS = frozenset(("Number", "Integer", "Float"))
DATES = frozenset(("Date", "DateTime", "Time"))
BOOLEANS = frozenset(("true", "false"))
MEASURES = ("Quantity", "QuantitativeValue", "MonetaryAmount")
"""Things that are often given as a bare number."""
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
ENUMERATIONS = frozenset(
    (
        "BookFormatType",
        "DayOfWeek",
        "EventAttendanceModeEnumeration",
        "EventStatusType",
        "ItemAvailability",
        "OfferItemCondition",
        "RestrictedDiet",
    )
)
"""Those whose values Google reads: a text of one's own is lost on it."""
PREFIX = re.compile(r"https?://(?:www\.)?schema\.org/|schema:", re.IGNORECASE)


@page_rules.register
class SdWrongValueType(PageRule):
    id = "sd.wrong-value-type"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A property of structured data has a value of the wrong kind"
    remedy = "Give the property a value of a type that schema.org expects there."
    source = "https://schema.org/docs/datamodel.html"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        vocabulary = schema_org()
        things = graph(page)
        seen: set[tuple[str, str]] = set()
        for node in things.nodes:
            for name in node.properties if node.strict else ():
                if name not in vocabulary.properties or (node.label, name) in seen:
                    continue
                expected = vocabulary.properties[name].range
                wrong = next(
                    (w for value in things.values(node, name) if (w := _wrong(value, node, things, expected))), ""
                )
                if wrong:
                    seen.add((node.label, name))
                    wanted = " or ".join(sorted(expected))
                    message = f"{node.label}.{name} is {wrong}, where schema.org expects {wanted}."
                    yield Failure(message, f"{node.label}.{name}", node.line)


def _wrong(value: Any, holder: Node, things: Graph, expected: frozenset[str]) -> str:
    """The value in words when it cannot stand where `expected` is; else empty."""
    if isinstance(value, dict):
        node = things.node(value, holder)
        return _wrong_node(node, expected) if node else ""
    if isinstance(value, bool):
        return "" if expected & {"Boolean", "Text"} else str(value).lower()
    if isinstance(value, int | float):
        return "" if _takes_numbers(expected) else f"the number {value}"
    return f'"{shown(value)}"' if isinstance(value, str) and _wrong_text(value.strip(), expected) else ""


def _wrong_node(node: Node, expected: frozenset[str]) -> str:
    """A more general type than the expected one is vague, not wrong."""
    vocabulary = schema_org()
    if not node.strict or not node.types or not vocabulary.knows(node.types) or node.is_a("Role"):
        return ""
    types = [enumeration for type in node.types for enumeration in vocabulary.members.get(type, (type,))]
    for type in types:
        above = vocabulary.ancestors(type)
        if any(other in above or type in vocabulary.ancestors(other) for other in expected):
            return ""
    return f"of type {node.label}"


def _takes_numbers(expected: frozenset[str]) -> bool:
    """A bare year may stand for a date."""
    vocabulary = schema_org()
    return bool(expected & (NUMBERS | DATES | {"Text"})) or any(
        not vocabulary.ancestors(type).isdisjoint(MEASURES) for type in expected
    )


def _wrong_text(value: str, expected: frozenset[str]) -> bool:
    """schema.org takes a text in place of any thing, but not in place of a number, a URL or a fixed choice."""
    vocabulary = schema_org()
    if expected <= NUMBERS:
        return not NUMBER.fullmatch(value)
    if expected == {"Boolean"}:
        return PREFIX.sub("", value).lower() not in BOOLEANS
    if expected == {"URL"}:
        return value.lower().startswith("www.") or any(map(str.isspace, value))
    if all(vocabulary.is_a(type, "Enumeration") and type in ENUMERATIONS for type in expected):
        name = PREFIX.sub("", value)
        return ":" not in name and name not in vocabulary.members
    return False

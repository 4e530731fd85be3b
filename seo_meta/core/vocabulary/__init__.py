"""The vocabulary of schema.org as sets of names. They are read when the first page with structured data comes by."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple


class Property(NamedTuple):
    """`domain` are the types that have it, `range` the types of its values, both without the types below them."""

    domain: frozenset[str]
    range: frozenset[str]


class Vocabulary:
    """Names as in `https://schema.org/NAME`. `members` maps the values of enumerations to their enumerations."""

    def __init__(self, version: str, types: str, properties: str, members: str) -> None:
        self.version = version
        self.types = {name: _names(parents) for name, parents in _rows(types)}
        self.properties = {name: Property(_names(domain), _names(values)) for name, domain, values in _rows(properties)}
        self.members = {name: _names(enumerations) for name, enumerations in _rows(members)}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._by_lower_case = {name.lower(): name for name in (*self.members, *self.properties, *self.types)}

    def ancestors(self, type: str) -> frozenset[str]:
        """The type itself and all above it; nothing for an unknown one."""
        known = self._ancestors.get(type)
        if known is None:
            found: set[str] = set()
            pending = [type]
            while pending:
                name = pending.pop()
                if name in self.types and name not in found:
                    found.add(name)
                    pending += self.types[name]
            known = frozenset(found)
            if known:
                self._ancestors[type] = known
        return known

    def is_a(self, type: str, other: str) -> bool:
        return other in self.ancestors(type)

    def knows(self, types: Iterable[str]) -> bool:
        """Whether all of them are types; one of an enumeration's members counts as well."""
        return all(type in self.types or type in self.members for type in types)

    def has_property(self, types: Iterable[str], name: str) -> bool:
        """Whether one of the types has the property, itself or from above."""
        domain = self.properties[name].domain
        return any(not domain.isdisjoint(self.ancestors(type)) for type in types)

    def spelling(self, name: str) -> str:
        """The name that differs from `name` in case only; empty when there is none."""
        return self._by_lower_case.get(name.lower(), "")


@cache
def schema_org() -> Vocabulary:
    from . import terms  # a hundred kilobytes that most sites never need

    return Vocabulary(terms.VERSION, terms.TYPES, terms.PROPERTIES, terms.MEMBERS)


def _rows(table: str) -> Iterable[list[str]]:
    return (line.split(" ") for line in table.splitlines())


def _names(value: str) -> frozenset[str]:
    return frozenset() if value == "-" else frozenset(value.split(","))

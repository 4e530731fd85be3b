"""What proposals do to the values of pages, in words: those that do the same are one pattern, to be decided at once.

A reviewer who has read five of "drops the brand" need not read the other hundred; what is odd stands in a small
pattern of its own.
"""

import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import msgspec

from .brand import without_brand
from .propose import Field
from .text import content_hash
from .topics.title_text import SEPARATOR
from .types import Value

MAX_TITLE = 500
MAX_SAMPLES = 5
MAX_NAMED = 6
"""Properties of a card that a pattern names; then it counts."""
VARYING = re.compile(r'"[^"]*"|“[^”]*”|\d[\d.,]*')
"""What differs in one and the same reason from page to page."""


class Change(Value, frozen=True):
    """A proposal as far as its pattern goes. `source` is the part of the page that the value was taken from."""

    id: int
    field: Field
    current: str
    value: str
    rules: tuple[str, ...] = ()
    generator: str = ""
    treatment: str = ""
    confidence: str = ""
    source: str = ""
    reason: str = ""
    """Of an abstention, whose `value` is empty."""
    brand: str = ""


class Pattern(Value, frozen=True):
    """Changes that do the same: equal patterns are one."""

    field: Field
    words: str
    """A sentence without its point: `Drops the brand`."""
    rules: tuple[str, ...] = ()
    generator: str = ""
    treatment: str = ""
    confidence: str = ""

    @property
    def key(self) -> str:
        """Stands for the pattern in a URL."""
        return content_hash(msgspec.json.encode(self).decode())[:16]


class Group(Value, frozen=True):
    pattern: Pattern
    ids: tuple[int, ...]
    """In the order of the changes."""

    @property
    def samples(self) -> tuple[int, ...]:
        """Spread over all of them: neighbours are often of one template."""
        step = max(len(self.ids) / MAX_SAMPLES, 1)
        return tuple(self.ids[int(place * step)] for place in range(min(MAX_SAMPLES, len(self.ids))))


def groups(changes: Iterable[Change]) -> list[Group]:
    """The changes by pattern, the largest group first."""
    found: dict[Pattern, list[int]] = {}
    for change in changes:
        found.setdefault(pattern_of(change), []).append(change.id)
    named = [Group(pattern, tuple(ids)) for pattern, ids in found.items()]
    return sorted(named, key=lambda group: (-len(group.ids), group.pattern.field, group.pattern.words))


def pattern_of(change: Change) -> Pattern:
    steps = [VARYING.sub("…", change.reason)] if not change.value else _DESCRIBED[change.field](change)
    words = " and ".join(steps)
    return Pattern(
        change.field,
        words[:1].upper() + words[1:],
        change.rules,
        change.generator,
        change.treatment,
        change.confidence,
    )


def _title(change: Change) -> list[str]:
    before, after = change.current[:MAX_TITLE], change.value[:MAX_TITLE]
    if not before:
        return [_taken("writes the missing title", change)]
    brand = change.brand
    old, new = without_brand(before, brand), without_brand(after, brand)
    had, has = old != before, new != after
    steps = []
    if brand and has and not had and old != new and old.startswith(new):
        return [f"changes the brand to “{brand}”"]
    if brand and has != had:
        steps.append(f"adds the brand “{brand}”" if has else f"drops the brand “{brand}”")
    elif brand and had and before.casefold().count(brand.casefold()) > after.casefold().count(brand.casefold()):
        steps.append(f"names the brand “{brand}” once")
    if had and has and (mark := _changed_separator(before, after)):
        steps.append(mark)
    if subject := _subject(old, new, change):
        steps.append(subject)
    return steps or ["changes white space or marks"]


def _subject(old: str, new: str, change: Change) -> str:
    """What becomes of a title without its brand; empty when nothing does."""
    if old == new:
        return ""
    if old.casefold() == new.casefold():
        return "changes the case"
    old_parts, new_parts = SEPARATOR.split(old), SEPARATOR.split(new)
    if len(new_parts) < len(old_parts) and _is_within(new_parts, old_parts):
        return "drops a clause"
    if len(new_parts) > len(old_parts) and _is_within(old_parts, new_parts):
        return "adds a fact that tells the page apart"
    if _is_within(_words(new), _words(old)):
        return "shortens the subject"
    if _is_within(_words(old), _words(new)):
        return "adds words to the subject"
    return _taken("writes another subject", change)


def _changed_separator(before: str, after: str) -> str:
    old, new = ([mark.strip() for mark in SEPARATOR.findall(text)] for text in (before, after))
    return f"changes the separator from “{old[-1]}” to “{new[-1]}”" if old and new and old[-1] != new[-1] else ""


def _description(change: Change) -> list[str]:
    if not change.current:
        return [_taken("writes the missing description", change)]
    old, new = _words(change.current), _words(change.value)
    if len(new) < len(old) and new == old[: len(new)]:
        return ["ends the description earlier"]
    if _is_within(new, old):
        return ["shortens the description"]
    return [_taken("writes another description", change)]


def _canonical(change: Change) -> list[str]:
    if not change.current:
        return ["names the missing canonical"]
    old, new = _parts(change.current), _parts(change.value)
    names = ("scheme", "host", "path", "query")
    changed = [name for name, was, will in zip(names, old, new, strict=True) if was != will]
    return [f"changes the {_listed(changed)} of the canonical"] if changed else ["writes the canonical in another form"]


def _social(change: Change) -> list[str]:
    old, new = _properties(change.current), _properties(change.value)
    added = sorted(new.keys() - old.keys())
    changed = sorted(name for name in new.keys() & old.keys() if new[name] != old[name])
    steps = [f"sets {_listed(added)}"] if added else []
    return steps + ([f"changes {_listed(changed)}"] if changed else []) or ["writes social cards"]


def _json_ld(change: Change) -> list[str]:
    return [f"adds {_listed(sorted(_types(change.value))) or 'structured data'}"]


_DESCRIBED = {
    Field.TITLE: _title,
    Field.DESCRIPTION: _description,
    Field.CANONICAL: _canonical,
    Field.SOCIAL: _social,
    Field.JSON_LD: _json_ld,
}


def _taken(deed: str, change: Change) -> str:
    return f"{deed}, taken from the {change.source}" if change.source else deed


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_within(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `some` are among `others` in the same order."""
    rest = iter(others)
    return all(one in rest for one in some)


def _parts(url: str) -> tuple[str, str, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", url, ""
    return parts.scheme, parts.netloc, parts.path, parts.query


def _properties(value: str) -> dict[str, object]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _types(value: str) -> set[str]:
    found = _properties(value)
    nodes = found.get("@graph", [found])
    listed = nodes if isinstance(nodes, list) else []
    return {str(node["@type"]) for node in listed if isinstance(node, dict) and "@type" in node}


def _listed(names: Sequence[str]) -> str:
    shown = list(names)
    if len(shown) > MAX_NAMED:
        shown = [*shown[:MAX_NAMED], f"{len(shown) - MAX_NAMED} more"]
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)

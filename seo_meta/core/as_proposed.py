"""A page as it will be with values that are proposed for it."""

import json
from collections.abc import Mapping

import msgspec

from .field_edits import standing
from .propose import Field
from .types import JsonLd, Link, Meta, PageFacts, Title


def as_proposed(page: PageFacts, values: Mapping[Field, str]) -> PageFacts:
    """`page` with each value in the place of what it has. A value that is none of its field changes nothing."""
    for field, value in values.items():
        page = _with(page, field, value)
    return page


def as_built_next(page: PageFacts, written: Mapping[Field, tuple[str, str]]) -> PageFacts:
    """`page` with what was written into its source: (what it said before, value) by field. Where it says something
    else than before, it was built since."""
    unbuilt = {field: value for field, (before, value) in written.items() if _has(page, field, before)}
    return as_proposed(page, unbuilt)


def _has(page: PageFacts, field: Field, value: str) -> bool:
    return field.is_whole and standing(field, value, page) == value


def _with(page: PageFacts, field: Field, value: str) -> PageFacts:
    if field is Field.TITLE:
        first = page.titles[0] if page.titles else Title("")
        return msgspec.structs.replace(page, titles=(msgspec.structs.replace(first, text=value), *page.titles[1:]))
    if field is Field.DESCRIPTION:
        return msgspec.structs.replace(page, metas=_with_description(page.metas, value))
    if field is Field.CANONICAL:
        rest_of_links = tuple(link for link in page.links if "canonical" not in link.rel)
        return msgspec.structs.replace(page, links=(*rest_of_links, Link(("canonical",), value, value)))
    if field is Field.JSON_LD:
        return msgspec.structs.replace(page, json_ld=(*page.json_ld, JsonLd(value)))
    return _with_social(page, social_values(value))


def _with_description(metas: tuple[Meta, ...], value: str) -> tuple[Meta, ...]:
    place = next((place for place, meta in enumerate(metas) if meta.name == "description"), None)
    if place is None:
        return (*metas, Meta(value, name="description"))
    return (*metas[:place], msgspec.structs.replace(metas[place], content=value), *metas[place + 1 :])


def social_values(value: str) -> dict[str, str]:
    """Property to content of a social value; empty when it is none."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: content for name, content in found.items() if isinstance(content, str)}


def _with_social(page: PageFacts, properties: Mapping[str, str]) -> PageFacts:
    rest = tuple(meta for meta in page.metas if (meta.property or meta.name) not in properties)
    metas = (Meta(content, property=name) for name, content in properties.items())
    return msgspec.structs.replace(page, metas=(*rest, *metas))

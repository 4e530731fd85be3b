"""A page as it will be with values that are proposed for it, for previews."""

import json
from collections.abc import Mapping

import msgspec

from .propose import Field
from .types import JsonLd, Link, Meta, PageFacts, Title


def as_proposed(page: PageFacts, values: Mapping[Field, str]) -> PageFacts:
    """`page` with each value in the place of what it has. A value that is none of its field changes nothing."""
    for field, value in values.items():
        page = _with(page, field, value)
    return page


def _with(page: PageFacts, field: Field, value: str) -> PageFacts:
    if field is Field.TITLE:
        return msgspec.structs.replace(page, titles=(Title(value), *page.titles[1:]))
    if field is Field.DESCRIPTION:
        rest = tuple(meta for meta in page.metas if meta.name != "description")
        return msgspec.structs.replace(page, metas=(*rest, Meta(value, name="description")))
    if field is Field.CANONICAL:
        rest_of_links = tuple(link for link in page.links if "canonical" not in link.rel)
        return msgspec.structs.replace(page, links=(*rest_of_links, Link(("canonical",), value, value)))
    if field is Field.JSON_LD:
        return msgspec.structs.replace(page, json_ld=(*page.json_ld, JsonLd(value)))
    return _with_social(page, social_values(value))


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

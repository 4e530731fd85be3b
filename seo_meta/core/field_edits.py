"""From the value of a proposal to changes of a page, and what the page says in their place."""

import json
from collections.abc import Mapping

from .html_edit import Change, Reason, Refused
from .propose import Field
from .types import PageFacts

TOPICS: Mapping[Field, tuple[str, ...]] = {
    Field.TITLE: ("title.",),
    Field.DESCRIPTION: ("description.",),
    Field.CANONICAL: ("canonical.",),
    Field.SOCIAL: ("og.", "twitter."),
    Field.JSON_LD: ("sd.",),
}
"""How the ids of the rules about a field begin."""
ELEMENTS = {Field.TITLE: "title", Field.DESCRIPTION: "meta:name=description", Field.CANONICAL: "canonical"}


def changes_for(field: Field, value: str) -> tuple[Change, ...]:
    """Raises Refused for what is no value of the field."""
    if field is Field.SOCIAL:
        return tuple(Change(_element(name), content) for name, content in _properties(value).items())
    return (Change(ELEMENTS.get(field, "json-ld"), value),)


def standing(field: Field, value: str, page: PageFacts) -> str:
    """What a page says where `value` would be written: while that is the same, nobody has meddled with the field."""
    if field is Field.TITLE:
        return page.title
    if field is Field.DESCRIPTION:
        return page.description
    if field is Field.CANONICAL:
        return next((link.href for link in page.canonicals if link.in_head and link.href), "")
    if field is Field.JSON_LD:
        return "\n".join(block.text for block in page.json_ld)
    wanted = _properties(value)
    found = [(meta.property or meta.name, meta.content) for meta in page.metas]
    return "\n".join(f"{name}: {content or ''}" for name, content in found if name in wanted)


def _element(name: str) -> str:
    return f"meta:{'name' if name.startswith('twitter:') else 'property'}={name}"


def _properties(value: str) -> dict[str, str]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise Refused(Reason.VALUE, "The social cards are no JSON.") from error
    if not isinstance(found, dict) or not all(isinstance(content, str) for content in found.values()):
        raise Refused(Reason.VALUE, "The social cards are no JSON object of property to text.")
    return found

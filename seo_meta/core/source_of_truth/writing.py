"""The keys that targets name, read and set in a source as it is now."""

from collections.abc import Mapping

from seo_meta.core.front_matter import FrontMatterError, read_data, read_front_matter, set_data, set_keys
from seo_meta.core.html_edit.change import Plan
from seo_meta.core.html_edit.json_place import keys_of

from .shared_values import format_of
from .values import Kind


def set_values(file: str, kind: Kind, source: bytes, values: Mapping[str, str]) -> Plan:
    """The edits of a source of the kind `FRONT_MATTER` or `DATA`, by `Target.key`. Raises Refused."""
    if kind is Kind.DATA:
        return set_data(source, format_of(file), values)
    return set_keys(source, values)


def value_in(file: str, kind: Kind, source: bytes, key: str) -> str:
    """What the source says under the key; empty without it, and where it cannot be read."""
    text = source.decode("utf-8", "replace")
    try:
        if kind is Kind.DATA:
            path = tuple(keys_of(key))
            return next((entry.text or "" for entry in read_data(text, format_of(file)) if entry.path == path), "")
        block = read_front_matter(text)
    except FrontMatterError:
        return ""
    return block.scalars[key].text if block and key in block.scalars else ""

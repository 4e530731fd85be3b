"""The fields that can be changed: what their names mean, which element holds one, and what values they may have."""

import re
from collections.abc import Mapping, Sequence

from seo_meta.core.text import collapse
from seo_meta.core.types import Value

from .change import Change, Reason, Refused
from .json_place import canonical, loads, replaced

Attributes = Mapping[str, str]

FIELD = re.compile(
    r"title|canonical|lang|json-ld(?::(?P<block>[1-9]\d{0,3})(?P<pointer>(?:/[^/]*)*))?"
    r"|meta:(?P<attribute>name|property)=(?P<name>[^\s\"'<>]+)|alt:(?:(?P<image>[1-9]\d{0,4})|(?P<src>.+))"
)
# What no text of a page may hold: controls, line separators, lone surrogates and what is no character.
NOT_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
PLACEHOLDER = re.compile(r"\{\{|\{%|\$\{|#\{")
ABSOLUTE_URL = re.compile(r"https?://[^\s/][^\s]*", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
TAGS = {"title": "title", "canonical": "link", "lang": "html", "json-ld": "script", "meta": "meta", "alt": "img"}
VALUE_ATTRIBUTES = {"canonical": "href", "lang": "lang", "meta": "content", "alt": "alt"}
JSON_LD = "application/ld+json"


class Target(Value, frozen=True):
    """A field, taken apart. `nth` counts from 1 and is 0 where the first counts."""

    field: str
    kind: str
    name: str = ""
    """Of a `<meta>`, or the `src` of an image."""
    attribute: str = ""
    nth: int = 0
    pointer: str = ""
    added: str = ""
    """The JSON-LD document that is to be added, in canonical form."""

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Equal for two spellings of one field."""
        return self.kind, self.name, self.nth, self.pointer

    @property
    def tag(self) -> str:
        return TAGS[self.kind]

    @property
    def value_attribute(self) -> str:
        """Empty for an element whose text is the value."""
        return VALUE_ATTRIBUTES.get(self.kind, "")

    def is_held_by(self, attributes: Attributes, text: str) -> bool:
        """Whether an element with the right tag holds the field, by its attributes (names in lower case)."""
        if self.kind == "meta":
            return self.name in _names(self.attribute, self.name, attributes)
        if self.kind == "canonical":
            return "canonical" in attributes.get("rel", "").lower().split()
        if self.kind == "json-ld":
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            return kind == JSON_LD and (not self.added or _is_json(text, self.added))
        return not self.name or attributes.get("src") == self.name

    def says_more(self, attributes: Attributes) -> bool:
        """Whether the element would be missed for something else."""
        if self.kind == "canonical":
            return len(attributes.get("rel", "").split()) > 1
        keys = (attributes.get(key, "").strip() for key in ("name", "property", "itemprop", "http-equiv"))
        return self.kind == "meta" and len(set(filter(None, keys))) > 1

    def read(self, attributes: Attributes, text: str) -> str | None:
        """The value as it is compared: white space collapsed, JSON in one form; None without the attribute."""
        if self.kind == "json-ld":
            return canonical(loads(text))
        value = attributes.get(self.value_attribute) if self.value_attribute else text
        return None if value is None else collapse(value)

    def intended(self, value: str | None, before: str) -> str | None:
        """What `read` has to give afterwards. `before` is the text of the element, for JSON-LD."""
        if value is None or self.kind != "json-ld":
            return None if value is None else collapse(value)
        return canonical(replaced(loads(before), self.pointer, loads(value)) if self.pointer else loads(value))


def _names(attribute: str, name: str, attributes: Attributes) -> set[str]:
    """Open Graph and Twitter properties are written with either attribute, and both are read."""
    keys = ("name", "property") if ":" in name else (attribute,)
    return {attributes.get(key, "").strip().lower() for key in keys}


def _is_json(text: str, document: str) -> bool:
    try:
        return canonical(loads(text)) == document
    except Refused:
        return False


def holders(target: Target, seen: Sequence[tuple[Attributes, str]]) -> list[int]:
    """Which of the elements with the right tag hold the field; of a numbered field only that one."""
    found = [index for index, (attributes, text) in enumerate(seen) if target.is_held_by(attributes, text)]
    return found[target.nth - 1 : target.nth] if target.nth else found


def target_of(change: Change) -> Target:
    """Raises Refused for an unknown field, and for a value that it cannot have."""
    match = FIELD.fullmatch(change.field)
    if match is None:
        raise Refused(Reason.FIELD, f"“{change.field}” is not a field that can be changed.")
    kind = change.field.partition(":")[0]
    if change.value is not None:
        _check(kind, change)
    nth = int(match["block"] or match["image"] or 0)
    if kind == "json-ld" and not nth:
        if change.value is None:
            raise Refused(Reason.FIELD, "Say which JSON-LD block is to be deleted, as in “json-ld:1”.")
        return Target(change.field, kind, added=canonical(loads(change.value)))
    if match["pointer"] and change.value is None:
        raise Refused(Reason.FIELD, "A single value of a JSON-LD block can be replaced, not deleted.")
    name = (match["name"] or "").lower() or match["src"] or ""
    return Target(change.field, kind, name, match["attribute"] or "", nth, match["pointer"] or "")


def _check(kind: str, change: Change) -> None:
    value = change.value or ""
    if kind == "json-ld":
        loads(value)
    elif NOT_TEXT.search(value):
        raise Refused(Reason.VALUE, f"The value for “{change.field}” holds a control character or half a character.")
    elif not value.strip() and kind != "alt":
        raise Refused(Reason.VALUE, f"The value for “{change.field}” is empty.")
    elif PLACEHOLDER.search(value):
        raise Refused(Reason.VALUE, f"The value for “{change.field}” holds template syntax.")
    elif kind == "canonical" and not ABSOLUTE_URL.fullmatch(value):
        raise Refused(Reason.VALUE, "A canonical has to be an absolute http or https URL, whatever <base> says.")
    elif kind == "lang" and not LANGUAGE.fullmatch(value):
        raise Refused(Reason.VALUE, f"“{value}” is not a language tag.")

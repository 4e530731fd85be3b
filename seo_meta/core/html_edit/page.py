"""A page taken apart: its bytes, what the survey found, and its encoding; and who of its elements holds a field."""

import re
from html import unescape

from seo_meta.core.types import Value

from .change import Reason, Refused
from .charset import Charset, attribute_text
from .fields import Target, holders
from .tokenizer import Attribute
from .tree import Element, Places, survey

PLACEHOLDER = re.compile(
    rb"\{\{|\{%|<%|<\?|\[\[|\$\{|#\{|%[A-Z][A-Z_]+%|@(?:Model|View(?:Bag|Data)|Html)\b|__[A-Z]+(?:_[A-Z]+)*__"
)


class Page(Value, frozen=True):
    source: bytes
    places: Places
    charset: Charset

    def raw(self, element: Element) -> bytes:
        return self.source[element.text_start : element.text_end]

    def text(self, element: Element) -> str:
        """Without references resolved, as in a script."""
        return self.charset.decode(self.raw(element))

    def value(self, attribute: Attribute) -> bytes:
        return self.source[attribute.value_start : attribute.value_end]

    def attributes(self, element: Element) -> dict[str, str]:
        return {
            attribute.name.decode("latin-1"): attribute_text(self.charset.decode(self.value(attribute)))
            for attribute in element.attributes
        }

    def find(self, target: Target) -> list[Element]:
        """The elements that hold the field, the one that counts first."""
        if target.kind == "lang":
            return [self.places.html] if self.places.html else []
        elements = self.places.named(target.tag.encode())
        seen = [(self.attributes(each), self.text(each) if target.kind == "json-ld" else "") for each in elements]
        return [elements[index] for index in holders(target, seen)]

    def read(self, target: Target, element: Element) -> str | None:
        """The value as it is compared."""
        text = self.text(element)
        return target.read(self.attributes(element), text if target.kind == "json-ld" else unescape(text))

    def only_without_scripts(self, target: Target, before: int) -> bool:
        """Whether a `<noscript>` before this position holds the field, for readers that run no scripts."""
        for element in self.places.named(b"noscript"):
            if element.text_start >= before:
                break
            inside = Page(self.raw(element), survey(self.raw(element)), self.charset)
            if target.kind != "lang" and inside.find(target):
                return True
        return False

    def refuse_placeholder(self, target: Target, element: Element) -> None:
        """Raises Refused when a template will put the value there."""
        attribute = element.attribute(target.value_attribute.encode())
        if not target.value_attribute and target.kind != "json-ld":
            value = self.raw(element)
        else:
            value = self.value(attribute) if attribute else b""
        if PLACEHOLDER.search(value):
            raise Refused(Reason.TEMPLATE, f"The value of “{target.field}” is a placeholder: edit the template's data.")

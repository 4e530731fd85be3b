"""Edits of what is there: values replaced inside their quotes, attributes and elements taken out."""

import re

from .change import Edit, Reason, Refused
from .charset import Charset
from .fields import Target
from .json_place import keys_of, loads, span
from .page import Page
from .tokenizer import Attribute
from .tree import Element

SPACES = b"\t\n\f\r "
BLANK_BEFORE = re.compile(rb"[ \t]*\Z")
REST_OF_LINE = re.compile(rb"[ \t]*+(?:\r\n|\n|\r)")
LESS_THAN = "\\u003c"


def title_text(charset: Charset, value: str) -> bytes:
    return charset.encode(value.replace("&", "&amp;").replace("<", "&lt;"))


def attribute_value(charset: Charset, value: str, quote: bytes = b'"') -> bytes:
    """`<` needs no escape here, but `<?` and `<!--#` in a file may be code to a server."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    return charset.encode(escaped.replace('"', "&quot;") if quote == b'"' else escaped.replace("'", "&#39;"))


def json_text(charset: Charset, value: str) -> bytes:
    """JSON for a `<script>`, which nothing inside can end (13.1.1.2). Beyond the encoding, `\\u` escapes."""
    safe = value.strip().replace("<", LESS_THAN).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    encoding = charset.encoding if charset.certain else "ascii"
    return b"".join(_json_character(character, encoding) for character in safe) if not safe.isascii() else safe.encode()


def _json_character(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        units = character.encode("utf-16-be", "surrogatepass")
        return b"".join(
            b"\\u%04x" % int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2)
        )


def replace(page: Page, target: Target, element: Element, value: str) -> Edit:
    """The value of an element that holds the field, in place."""
    if target.kind == "json-ld":
        return _replace_json(page, target, element, value)
    if not target.value_attribute:
        return _inside(page, element.text_start, element.text_end, title_text(page.charset, value))
    name = target.value_attribute.encode()
    attribute = element.attribute(name)
    if attribute is None:
        end = element.attributes[-1].end if element.attributes else element.tag.name_end
        return Edit(end, end, b' %s="%s"' % (name, attribute_value(page.charset, value)))
    if attribute.quote is None:
        return Edit(attribute.end, attribute.end, b'="%s"' % attribute_value(page.charset, value))
    if not attribute.quote:
        # Without a value, the position is that after `=`.
        return Edit(attribute.value_start, attribute.value_end, b'"%s"' % attribute_value(page.charset, value))
    encoded = attribute_value(page.charset, value, attribute.quote)
    return _inside(page, attribute.value_start, attribute.value_end, encoded)


def _inside(page: Page, start: int, end: int, replacement: bytes) -> Edit:
    """The white space around a value stays; that of nothing else goes."""
    old = page.source[start:end]
    if not old.strip(SPACES):
        return Edit(start, end, replacement)
    before, after = len(old) - len(old.lstrip(SPACES)), len(old) - len(old.rstrip(SPACES))
    return Edit(start + before, end - after, replacement)


def _replace_json(page: Page, target: Target, element: Element, value: str) -> Edit:
    text = page.text(element)
    loads(text)
    encoded = json_text(page.charset, value)
    if not keys_of(target.pointer):
        return _inside(page, element.text_start, element.text_end, encoded)
    start, end = span(text, target.pointer)
    offset = element.text_start
    before, old = (len(part.encode(page.charset.encoding, "replace")) for part in (text[:start], text[start:end]))
    if page.source[offset : offset + before].decode(page.charset.encoding, "replace") != text[:start]:
        raise Refused(Reason.ENCODING, "The JSON-LD block holds bytes that are not of the file's encoding.")
    return Edit(offset + before, offset + before + old, encoded)


def remove_attribute(attribute: Attribute, source: bytes) -> Edit:
    """With the white space in front of it."""
    before = source[: attribute.start]
    return Edit(len(before.rstrip(SPACES)), attribute.end, b"")


def remove_element(page: Page, element: Element) -> Edit:
    """With its line, where it has one to itself."""
    source, start = page.source, element.tag.start
    line_start = max(source.rfind(b"\n", 0, start), source.rfind(b"\r", 0, start)) + 1
    rest = REST_OF_LINE.match(source, element.end)
    if rest and not source[line_start:start].strip(b" \t"):
        return Edit(line_start, rest.end(), b"")
    return Edit(start, element.end, b"")

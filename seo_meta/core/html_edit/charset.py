"""In which encoding a file is, whether that is certain, and text to and from its bytes."""

import re
from html import unescape
from html.entities import html5

from seo_meta.core.decode import declared_by, sniff
from seo_meta.core.types import Value

from .change import Reason, Refused
from .tree import Places

PRESCAN_BYTES = 1024
"""A declaration must end within them (HTML Standard, 4.2.5.4)."""
NOT_SPLICED = ("utf-16", "iso2022_jp")
"""Where the bytes of `<` may be half of another character, or change their meaning by what stands before."""
REFERENCE = re.compile(r"&(?:(#[xX]?[0-9a-fA-F]+;?)|([0-9a-zA-Z]++(?:;|(?!=))))")


class Charset(Value, frozen=True):
    """`certain`: every browser reads these bytes so, wherever the file is served from."""

    encoding: str
    certain: bool
    declared_end: int = 0
    """After the first declaration in the file; 0 without one."""

    def decode(self, raw: bytes) -> str:
        return raw.decode(self.encoding, "replace")

    def decode_file(self, raw: bytes) -> str:
        """Without byte-order mark, which a parser would take for text."""
        return self.decode(raw).removeprefix("\ufeff")

    def encode(self, text: str) -> bytes:
        """Characters that the encoding lacks, or all beyond ASCII when it is not certain, as references."""
        return text.encode(self.encoding if self.certain else "ascii", "xmlcharrefreplace")


def charset_of(source: bytes, places: Places, http_charset: str) -> Charset:
    """Raises Refused for encodings that cannot be spliced."""
    encoding, origin, _ = sniff(source, http_charset)
    if encoding.startswith(NOT_SPLICED):
        raise Refused(Reason.ENCODING, f"The file is in {encoding.upper()}, which cannot be edited byte by byte.")
    declared = _declarations(source, places)
    first_end = declared[0][1] if declared else 0
    in_time = origin == "bom" or 0 < first_end <= PRESCAN_BYTES
    agree = all(named in (encoding, "utf-16-le", "utf-16-be") for named, _ in declared)
    return Charset(encoding, in_time and agree and _holds(source, encoding), first_end)


def _declarations(source: bytes, places: Places) -> list[tuple[str, int]]:
    """(encoding, where the `<meta>` ends), in order."""
    found = []
    for meta in places.named(b"meta"):
        values = {each.name: source[each.value_start : each.value_end] for each in meta.attributes}
        if encoding := declared_by(values):
            found.append((encoding, meta.end))
    return found


def _holds(source: bytes, encoding: str) -> bool:
    try:
        source.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def attribute_text(raw: str) -> str:
    """The value of an attribute as a browser reads it: there `&copy=1` and `&notit;` are no references (13.2.5.73)."""
    return REFERENCE.sub(lambda match: unescape(match[0]) if match[1] else html5.get(match[2], match[0]), raw)

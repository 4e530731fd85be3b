"""Bytes to text as a browser does: byte-order mark, HTTP charset, `<meta>` near the start, then a guess.

Encoding Standard (https://encoding.spec.whatwg.org/) and the HTML Standard's encoding sniffing algorithm.
"""

import codecs
import re

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Where the Encoding Standard reads a label otherwise than Python does.
WEB_MEANING = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}

# Python names of the Standard's encodings; any other label is ignored, as `hex`, `idna` and `utf-7` must be.
WEB_ENCODINGS = {
    *("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"),
    *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *(f"cp125{part}" for part in range(9)),
}

HEAD_BYTES = 64 * 1024
"""How far a declaration is looked for. Browsers read 1,024 bytes, and start over when they meet a later one."""

# The markup that may stand before the declaration, consumed whole, so that what looks like a tag inside is not taken.
# Every part also ends with the text: what is not closed would be read again from each `<` inside.
ATTRIBUTE = (
    rb"[\s/]*+([^\s/>][^\s/>=]*+)(?>(?:\s*+=\s*+(?>(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^\s>\"'][^\s>]*+))?))?)"
)
MARKUP = re.compile(
    rb"<(?:!--.*?(?:-->|\Z)"
    rb"|meta(?=[\s/])(?P<attributes>(?>(?:%(attribute)s)*))[\s/]*+(?P<whole>>|\Z)"
    rb"|/?[a-z][^\s/>]*+(?>(?:%(attribute)s)*)[\s/]*+(?:>|\Z)"
    rb"|[!/?][^>]*+(?:>|\Z))" % {b"attribute": re.sub(rb"\((?!\?)", b"(?:", ATTRIBUTE)},
    re.IGNORECASE | re.DOTALL,
)
ATTRIBUTE_VALUES = re.compile(ATTRIBUTE)
LABEL = re.compile(r"[a-z0-9_.:+-]+")
CHARSET_IN_CONTENT = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)


def decode(body: bytes, http_charset: str = "") -> tuple[str, str, str]:
    """Return (text without byte-order mark, Python encoding name, origin).

    `origin` is `bom`, `header`, `meta`, `guess` or `default`. Never raises: what cannot be decoded becomes U+FFFD.
    """
    encoding, origin, skip = sniff(body, http_charset)
    text = body[skip:].decode(encoding, "replace")
    # The parser takes U+FEFF for text, which would push the whole head into the body.
    return text.removeprefix("\ufeff"), encoding, origin


def sniff(body: bytes, http_charset: str = "") -> tuple[str, str, int]:
    """Return (Python encoding name, origin, length of the byte-order mark)."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return encoding, "bom", len(mark)
    if named := encoding_of(http_charset):
        return named, "header", 0
    if declared := prescan(body[:HEAD_BYTES]):
        return declared, "meta", 0
    # Undeclared: the Standard lets a browser guess. UTF-8 that holds is UTF-8; all else is the Western default.
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", "default", 0
    return "utf-8", "guess", 0


def encoding_of(label: str) -> str:
    """The Python codec for a label of the Encoding Standard, or an empty string for an unknown one."""
    label = label.strip().lower()
    # Python forgives any punctuation in a name; the Standard does not.
    if not LABEL.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    name = WEB_MEANING.get(name, name)
    return name if name in WEB_ENCODINGS else ""


def prescan(head: bytes) -> str:
    """The encoding that a `<meta>` in these bytes declares, or an empty string."""
    for match in MARKUP.finditer(head):
        if match["whole"] and match["attributes"] and (encoding := _declared_by(match["attributes"])):
            # A file that one could read as ASCII so far is not UTF-16.
            return "utf-8" if encoding.startswith("utf-16") else encoding
    return ""


def _declared_by(attributes: bytes) -> str:
    values: dict[bytes, bytes] = {}
    for name, *quoted in ATTRIBUTE_VALUES.findall(attributes):
        values.setdefault(name.lower(), b"".join(quoted))
    return declared_by(values)


def declared_by(values: dict[bytes, bytes]) -> str:
    """The encoding that a `<meta>` with these attributes declares, or an empty string. Names are lower case."""
    if b"charset" in values:
        return encoding_of(values[b"charset"].decode("latin-1"))
    if values.get(b"http-equiv", b"").lower() != b"content-type":
        return ""
    match = CHARSET_IN_CONTENT.search(values.get(b"content", b""))
    return encoding_of(b"".join(part or b"" for part in match.groups()).decode("latin-1")) if match else ""

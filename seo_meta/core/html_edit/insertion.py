"""Where a new element goes, and how its neighbours are written: indentation, line ending, `/>`."""

import re

from .change import Edit, Reason, Refused
from .fields import JSON_LD, Attributes, Target
from .page import Page
from .splices import attribute_value, json_text, title_text
from .tree import Element

RANKS = ("charset", "title", "description", "canonical", "social", "json-ld")
"""The order in which a head is written: each goes after the last of those that stand before it here."""
LINE_START = re.compile(rb"(\r\n|\n|\r)([ \t]*+)\Z")
NEXT_LINE = re.compile(rb"(?>(?:[ \t]*+(\r\n|\n|\r))+)([ \t]*+)(</head)?", re.IGNORECASE)
MAX_INDENTATION = 200


def insert(page: Page, target: Target, value: str, removed: list[Element]) -> Edit:
    """Raises Refused where the field is an attribute of an element that the page does not have."""
    if target.kind in ("lang", "alt"):
        raise Refused(Reason.NO_PLACE, f"The page has no element for “{target.field}”.")
    rank = _rank_of(target)
    neighbours = [each for each in page.places.elements if each.in_head and each not in removed]
    neighbour = _neighbour(page, rank, target, neighbours)
    markup = _markup(page, target, value, neighbours)
    if neighbour is not None:
        return Edit(neighbour.end, neighbour.end, _separator(page.source, neighbour) + markup)
    position = page.places.head_start
    return Edit(position, position, _separator_after(page.source, position) + markup)


def rank(target: Target) -> int:
    kind = _rank_of(target)
    return RANKS.index(kind) if kind in RANKS else 0


def _rank_of(target: Target) -> str:
    if target.kind != "meta":
        return target.kind
    return "description" if target.name == "description" else "social"


def _rank_of_element(page: Page, element: Element) -> str:
    attributes = page.attributes(element)
    match element.tag.name:
        case b"title":
            return "title"
        case b"link" if "canonical" in attributes.get("rel", "").lower().split():
            return "canonical"
        case b"script" if attributes.get("type", "").lower() == JSON_LD:
            return "json-ld"
        case b"meta" if "charset" in attributes or "http-equiv" in attributes:
            return "charset"
        case b"meta":
            return _rank_of_meta(attributes)
    return ""


def _rank_of_meta(attributes: Attributes) -> str:
    name = attributes.get("name", "").strip().lower()
    if name in ("viewport", "description"):
        return "charset" if name == "viewport" else name
    return "social" if _families(attributes) & {"og", "twitter"} else ""


def _neighbour(page: Page, wanted: str, target: Target, neighbours: list[Element]) -> Element | None:
    """The element after which the new one goes; None for the start of the head."""
    if wanted == "json-ld":
        return neighbours[-1] if neighbours else None
    last: dict[str, Element] = {}
    family = target.name.partition(":")[0]
    relative = None
    for element in neighbours:
        kind = _rank_of_element(page, element)
        # The first title, description and canonical are those that count.
        if kind in ("charset", "social") or kind not in last:
            last[kind] = element
        if kind == "social" and family in _families(page.attributes(element)):
            relative = element
    earlier = [last[kind] for kind in reversed(RANKS[: RANKS.index(wanted) + 1]) if kind in last]
    chosen = relative or (earlier[0] if earlier else None)
    charset_end = page.charset.declared_end
    # Nothing is put before the declaration of the encoding.
    if chosen is None or chosen.end < charset_end:
        declaring = [each for each in neighbours if each.end == charset_end]
        return declaring[0] if declaring else chosen
    return chosen


def _families(attributes: Attributes) -> set[str]:
    """What stands before the colon: `og`, `twitter`."""
    return {attributes.get(key, "").strip().lower().partition(":")[0] for key in ("property", "name")}


def _markup(page: Page, target: Target, value: str, neighbours: list[Element]) -> bytes:
    charset = page.charset
    if target.kind == "title":
        return b"<title>%s</title>" % title_text(charset, value)
    if target.kind == "json-ld":
        newline = b"\r\n" if b"\r\n" in page.source else b"\n"
        document = json_text(charset, value).replace(b"\r\n", b"\n").replace(b"\n", newline)
        return b'<script type="%s">%s</script>' % (JSON_LD.encode(), document)
    end = _void_end(page.source, neighbours)
    if target.kind == "canonical":
        return b'<link rel="canonical" href="%s"%s' % (attribute_value(charset, value), end)
    name = attribute_value(charset, target.name)
    return b'<meta %s="%s" content="%s"%s' % (target.attribute.encode(), name, attribute_value(charset, value), end)


def _void_end(source: bytes, neighbours: list[Element]) -> bytes:
    void = next((each.tag for each in neighbours if each.tag.name in (b"meta", b"link")), None)
    if void is None or not void.slash:
        return b">"
    return b" />" if source[void.end - 3 : void.end - 2].isspace() else b"/>"


def _separator(source: bytes, neighbour: Element) -> bytes:
    """What stands between `neighbour` and what comes after it: a new line like its own, or nothing."""
    start = neighbour.tag.start
    own = LINE_START.search(source, max(0, start - MAX_INDENTATION), start)
    return own[1] + own[2] if own else _separator_after(source, neighbour.end)


def _separator_after(source: bytes, position: int) -> bytes:
    """A new line like the one that follows; where that ends the head, a step deeper. Nothing amid a line."""
    following = NEXT_LINE.match(source, position)
    if following is None:
        return b""
    step = b"\t" if following[2].startswith(b"\t") else b"  "
    return following[1] + following[2] + (step if following[3] else b"")

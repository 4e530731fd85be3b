"""The content of a page under its headings, in the order of the page: what a search index is made of."""

from collections.abc import Iterator

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .decode import decode
from .main_content import main_content
from .prescan import too_hostile
from .types import Document, PageFacts, Value
from .words.clean import clean

MAX_HTML_BYTES = 2 * 1024 * 1024
MAX_SECTIONS = 1_000
MAX_CHARACTERS = 400_000
"""Of the text of one page."""
MAX_BLOCK = 20_000
"""Characters of one block, white space of the source included."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span"
    " strike strong sub sup time tt u var wbr".split()
)
"""The elements that do not end a block (HTML Standard, phrasing content)."""
HOLDERS = frozenset(("section", "div", "article"))
"""What generators give the id of a heading instead of the heading itself."""
SIGNS = "¶#§🔗"
"""What they put beside a heading as the link to itself."""


class Section(Value, frozen=True):
    """What stands between one heading and the next. `level` is 0 and `heading` empty for what stands before the
    first."""

    heading: str = ""
    level: int = 0
    path: tuple[str, ...] = ()
    """The headings above it, the outermost first."""
    anchor: str = ""
    """The fragment that leads to it; empty when it has none."""
    blocks: tuple[str, ...] = ()
    """Paragraphs, list items, table rows, code: white space collapsed."""


def read_sections(document: Document, facts: PageFacts) -> tuple[Section, ...]:
    """None of a page that was not parsed. Never raises for what is in it."""
    if facts.unparsed or not facts.is_html or too_hostile(document.body):
        return ()
    html, _, _ = decode(document.body[:MAX_HTML_BYTES], facts.encoding if facts.encoding_origin == "header" else "")
    root = main_content(LexborHTMLParser(html.encode("utf-8", "replace"), scripting=True))
    if root is None:
        return ()
    sections: list[Section] = []
    blocks: list[str] = []
    current = Section()
    above: list[Section] = []
    for heading, text in _pieces(root):
        if heading is None:
            blocks.append(text)
            continue
        sections.append(msgspec.structs.replace(current, blocks=tuple(blocks)))
        blocks = []
        level = HEADINGS[heading.tag or ""]
        above = [section for section in above if section.level < level]
        path = tuple(section.heading for section in above if section.heading)
        current = Section(text.strip(SIGNS).strip(), level, path, _anchor(heading))
        above.append(current)
        if len(sections) == MAX_SECTIONS:
            break
    sections.append(msgspec.structs.replace(current, blocks=tuple(blocks)))
    return tuple(section for section in sections if section.heading or section.blocks)


def _pieces(root: LexborNode) -> Iterator[tuple[LexborNode | None, str]]:
    """(heading or None, text) of all headings and blocks with text."""
    holder: LexborNode | None = None
    parts: list[str] = []
    size = read = 0
    for node in root.traverse(include_text=True):
        if node.tag == "br":
            parts.append(" ")
        if node.tag != "-text" or read > MAX_CHARACTERS:
            continue
        block = _block_of(node)
        if holder is None or block.mem_id != holder.mem_id:
            if holder is not None:
                yield from _piece(holder, parts)
            holder, parts, size = block, [], 0
        text = node.text_content or ""
        if size < MAX_BLOCK:
            parts.append(text)
        size += len(text)
        read += len(text)
    if holder is not None:
        yield from _piece(holder, parts)


def _piece(holder: LexborNode, parts: list[str]) -> Iterator[tuple[LexborNode | None, str]]:
    if text := clean("".join(parts)[:MAX_BLOCK], MAX_BLOCK):
        yield (holder if holder.tag in HEADINGS else None), text


def _block_of(node: LexborNode) -> LexborNode:
    """The element whose block a text belongs to: a heading or a table row around it, else the nearest that is no
    inline element."""
    nearest: LexborNode | None = None
    parent = node.parent
    while parent is not None and parent.tag not in ("body", "-document"):
        if parent.tag in HEADINGS or parent.tag == "tr":
            return parent
        if nearest is None and parent.tag not in INLINE:
            nearest = parent
        parent = parent.parent
    return nearest or node.parent or node


def _anchor(heading: LexborNode) -> str:
    """Its own id, that of an element inside, or that of the container which it begins."""
    if heading.id:
        return heading.id
    for inside in heading.css("[id],a[name]"):
        if found := inside.id or inside.attributes.get("name"):
            return found
    parent = heading.parent
    if parent is not None and parent.tag in HOLDERS and parent.id and _first_element(parent) == heading.mem_id:
        return parent.id
    return ""


def _first_element(parent: LexborNode) -> int:
    return next((child.mem_id for child in parent.iter()), 0)

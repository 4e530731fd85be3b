"""The pieces of text that a page could be described by, with the elements that hold them.

Main-text extraction alone contains the author's description on 38 % of pages; with the standfirst, which it drops, and
the paragraphs below the first heading on 49 % (810 pages, docs/explanation/proposals.md).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, islice

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .decode import decode
from .main_text import main_paragraphs
from .propose import Block
from .text import unspaced
from .types import Document, PageFacts
from .words.clean import clean
from .words.sentences import ends_sentence

MAX_HTML_BYTES = 2 * 1024 * 1024
MAX_BLOCKS = 80
MAX_LOCATED = 24
"""Of which the line is looked for: what is proposed stands among the first."""
MAX_CHARACTERS = 3_000
"""Of one block. A sentence that is cut there is not proposed."""
MAX_RAW = 2 * MAX_CHARACTERS
"""Of one block, with the white space of the source."""
MAX_READ = 400_000
"""Characters of text taken out of the tree; elements inside each other would else be read again and again."""
MAX_PARAGRAPHS = 400
MIN_CHARACTERS = 25
"""Shorter pieces are labels."""
MAX_STANDFIRST = 700
"""Characters. Longer ones are the text itself in a container so called."""
MAX_STANDFIRSTS = 3
MAX_AFTER_H1 = 6
"""Paragraphs below the first H1 that count as such."""

# The names that publishers give the sentence below a headline, in the languages of Europe.
NAMES = (
    "standfirst dek deck subhead subheading subheadline sub-head sub-headline subtitle sub-title lead lede intro"
    " introduction teaser excerpt summary abstract perex vorspann chapo chapeau entradilla bajada ingress sommario"
    " description synopsis tagline"
).split()
STANDFIRST = re.compile(
    rf"(?<![a-zA-Z])(?:{'|'.join(NAMES)})(?![a-z])|(?<=[a-z])(?:{'|'.join(map(str.capitalize, NAMES))})(?![a-z])"
)
OTHER_TEXT = re.compile(
    r"comment|related|recommend|footer|sidebar|share|social|newsletter|cookie|promo|caption|author|instruction|tooltip",
    re.IGNORECASE,
)
SKIPPED = "nav,footer,aside,script,style,template,noscript,svg,button,iframe,[hidden],[aria-hidden=true]"
HOLDERS = frozenset("p div section header span h2 h3 h4 h5 ul strong em".split())
"""What a standfirst may be."""
KINDS = {"li": "list", "dd": "list", "figcaption": "caption"}
PROBE = 40
"""Characters of a text by which its line is found."""


def read_blocks(document: Document, facts: PageFacts) -> tuple[Block, ...]:
    """The blocks of a page in its order; none of a page that was not parsed. Never raises for what is in it."""
    if facts.unparsed or not facts.is_html:
        return ()
    html, _, _ = decode(document.body[:MAX_HTML_BYTES], facts.encoding if facts.encoding_origin == "header" else "")
    main = [clean(line[:MAX_CHARACTERS], MAX_CHARACTERS) for line in islice(main_paragraphs(html), MAX_PARAGRAPHS)]
    blocks = _merge(list(_elements(html, "".join(map(unspaced, main)))), main)
    located = (msgspec.structs.replace(block, line=_line(html, block.text)) for block in blocks[:MAX_LOCATED])
    return (*located, *blocks[MAX_LOCATED:MAX_BLOCKS])


def _elements(html: str, main: str) -> Iterator[Block]:
    """The blocks that elements of the tree hold; `main` is the key of the main text."""
    tree = LexborHTMLParser(html.encode("utf-8", "replace"), scripting=True)
    for node in tree.css(SKIPPED):
        node.decompose()
    has_h1 = tree.css_first("h1") is not None
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for tag, is_standfirst, raw in _texts(tree, counts):
        text = clean(raw[:MAX_RAW], MAX_RAW)[:MAX_CHARACTERS]
        key = unspaced(text)
        # Above the headline such a name mostly means something else.
        below = counts["h1"] > 0 or not has_h1 or key in main
        kind = _kind(tag, is_standfirst and below and len(text) <= MAX_STANDFIRST, key in main, has_h1, counts)
        if kind and len(key) >= MIN_CHARACTERS and key not in seen:
            seen.add(key)
            counts[kind] += 1
            yield Block(text, kind, key in main)


def _texts(tree: LexborHTMLParser, counts: Counter[str]) -> Iterator[tuple[str, bool, str]]:
    """(tag, whether it is marked as standfirst, text) of the elements that may be blocks. Counts the H1s passed."""
    read = 0
    for node in tree.css("*"):
        tag = node.tag or ""
        counts["h1"] += tag == "h1"
        is_standfirst = tag in HOLDERS and counts["standfirst"] < MAX_STANDFIRSTS and _is_standfirst(node)
        if not (is_standfirst or tag == "p" or tag in KINDS) or (node.parent and node.parent.tag == "blockquote"):
            continue
        # Below the sentence itself such an element often holds the byline.
        inner = node.css_first("p") if is_standfirst and tag != "p" else None
        text = (inner or node).text(separator="")
        yield tag, is_standfirst, text
        read += len(text)
        if read > MAX_READ:
            return


def _kind(tag: str, is_standfirst: bool, in_main: bool, has_h1: bool, counts: Counter[str]) -> str:
    """The kind of a block, empty for what is none."""
    if is_standfirst:
        return "standfirst"
    if tag in KINDS:
        return KINDS[tag] if in_main or tag == "figcaption" else ""
    if tag != "p":
        return ""
    if counts["h1"] and counts["after-h1"] < MAX_AFTER_H1:
        return "after-h1"
    return "main" if in_main or not has_h1 else ""


def _is_standfirst(node: LexborNode) -> bool:
    attributes = node.attributes
    return _names_standfirst(f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}")


@lru_cache(maxsize=1_000)
def _names_standfirst(names: str) -> bool:
    return bool(STANDFIRST.search(names)) and not OTHER_TEXT.search(names)


def _merge(blocks: list[Block], main: list[str]) -> list[Block]:
    """`blocks` with the paragraphs of the main text that none of them holds, each after the one that it follows."""
    keys = [unspaced(block.text) for block in blocks]
    held, starts = "\n".join(keys), list(accumulate((len(key) + 1 for key in keys), initial=0))
    extra: dict[int, list[Block]] = {}
    place = -1
    for paragraph in main:
        key = unspaced(paragraph)
        found = held.find(key[:PROBE])
        if found >= 0:
            place = bisect_right(starts, found) - 1
        elif len(key) >= MIN_CHARACTERS and ends_sentence(paragraph) and not any(one[:PROBE] in key for one in keys):
            extra.setdefault(place, []).append(Block(paragraph, "main", in_main=True))
    merged = extra.get(-1, [])
    for place, block in enumerate(blocks):
        merged += (block, *extra.get(place, ()))
    return merged


def _line(html: str, text: str) -> int | None:
    """The line on which the text begins; None where its first words stand elsewhere too, or with markup inside."""
    place = html.find(text[:PROBE])
    if place < 0 or html.find(text[:PROBE], place + 1) >= 0:
        return None
    return html.count("\n", 0, place) + 1

"""Source lines: which line each start tag stands on, by one regular-expression pass over the text.

The HTML parser keeps no positions. Start tags found here, in source order, are paired with the parser's elements in
tree order; where the two counts differ (a tag that the parser dropped or cloned, one inside an attribute) no line is
better than a wrong one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

# Every part also ends at the end of the text, so that no unclosed quote makes the pass start over: it stays linear.
ATTRIBUTES = r"""(?>(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*)(?:>|\Z)"""
RAW_TEXT = "script|style|textarea|title|noscript|xmp|noembed|noframes|iframe"
LOCATED = "html|head|body|meta|link|base|h[1-6]|a|img|form|video|audio|source|track|embed|object"

SINGLE = ("html", "head", "body")

# For lower-case bytes: ignoring case in the expression is slower, and so is `str.lower` beyond ASCII. The look-ahead
# turns most tags away at once.
TAG = re.compile(
    rf"<(?=[!abefhilmnostvx])(?:!--.*?(?:-->|\Z)"
    rf"|(?P<raw>{RAW_TEXT})(?=[\s/>]){ATTRIBUTES}(?:.*?(?=</(?P=raw)\b)|.*\Z)"
    rf"|(?P<tag>{LOCATED})(?=[\s/>]))".encode(),
    re.DOTALL,
)

IN_HEAD = "html|head|title|meta|link|base|script|style|noscript|template|noframes|basefont|bgsound"
# What stands before the body, up to the first thing that may not: an offending tag, or text.
HEAD_PIECE = re.compile(
    rf"\s+|<!--.*?(?:-->|\Z)|<![^>]*>|</?(?:{IN_HEAD})(?=[\s/>]){ATTRIBUTES}", re.IGNORECASE | re.DOTALL
)
RAW_IN_HEAD = re.compile(r"<(title|script|style|noscript|template|noframes)(?=[\s/>])", re.IGNORECASE)
HEAD_END = re.compile(r"</head[\s/>]", re.IGNORECASE)
START_TAG = re.compile(r"<([a-z][^\s/>]*)", re.IGNORECASE)


def start_tag_lines(source: bytes) -> dict[str, list[int]]:
    """Lines (from 1) of the start tags of `LOCATED` and raw-text elements, by tag, in source order."""
    lines: defaultdict[bytes, list[int]] = defaultdict(list)
    line, counted = 1, 0
    for match in TAG.finditer(source):
        tag = match["tag"] or match["raw"]
        if tag:
            line += source.count(b"\n", counted, match.start())
            counted = match.start()
            lines[tag].append(line)
    return {tag.decode(): numbers for tag, numbers in lines.items()}


class LineFinder:
    """Hands out, for each tag, the lines of its elements in tree order; None where they cannot be trusted."""

    def __init__(self, source: bytes, counts: dict[str, int]) -> None:
        """`source` is the text in UTF-8 and lower case; `counts` says how many elements of each tag the parser made."""
        found = start_tag_lines(source)
        self.repeated: tuple[tuple[str, int, int], ...] = tuple(
            (tag, len(found[tag]), found[tag][1]) for tag in SINGLE if len(found.get(tag, ())) > 1
        )
        """(tag, how many start tags the text has, line of the second) of what a page may have once."""
        self._lines: dict[str, Iterator[int]] = {
            tag: iter(lines) for tag, lines in found.items() if len(lines) == counts.get(tag)
        }

    def next(self, tag: str) -> int | None:
        lines = self._lines.get(tag)
        return next(lines, None) if lines else None


def head_break(text: str) -> tuple[str, int] | None:
    """(tag, line) of the first thing before `</head>` that may not stand there, or None; text has the tag `#text`.

    It ends the head, and what follows is parsed into the body (HTML Standard, 13.2.6.4.3 to 13.2.6.4.6).
    """
    position = 0
    while match := HEAD_PIECE.match(text, position):
        if HEAD_END.match(match[0]):
            return None
        position = match.end()
        raw = RAW_IN_HEAD.match(match[0])
        if raw:
            end = re.compile(f"</{raw[1]}", re.IGNORECASE).search(text, position)
            position = end.start() if end else len(text)
    offender = START_TAG.match(text, position)
    if offender and offender[1].lower() == "body":
        return None
    if not HEAD_END.search(text, position):
        return None
    return (offender[1].lower() if offender else "#text"), text.count("\n", 0, position) + 1

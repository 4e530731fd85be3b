"""Source lines: which line each start tag stands on, by one regular-expression pass over the text.

The HTML parser keeps no positions. Start tags found here, in source order, are paired with the parser's elements in
tree order; where the two counts differ (a tag that the parser dropped or cloned, one inside an attribute) no line is
better than a wrong one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

# Every part also ends at the end of the text, so that no unclosed quote makes the pass start over: it stays linear.
ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+(?:>|\Z)"""
RAW_TEXT = "script|style|textarea|title|noscript|xmp|noembed|noframes|iframe"
LOCATED = "html|meta|link|base|h[1-6]|a|img"

TAG = re.compile(
    rf"<(?:!--.*?(?:-->|\Z)"
    rf"|(?P<raw>{RAW_TEXT})(?=[\s/>]){ATTRIBUTES}(?:.*?(?=</(?P=raw)\b)|.*\Z)"
    rf"|(?P<tag>{LOCATED})(?=[\s/>]))",
    re.IGNORECASE | re.DOTALL,
)

HEAD_CONTENT = frozenset(
    ("title", "meta", "link", "base", "script", "style", "noscript", "template", "noframes", "basefont", "bgsound")
)
HEAD = re.compile(r"<head(?=[\s/>])", re.IGNORECASE)
HEAD_TAG = re.compile(
    rf"<(?:!--.*?(?:-->|\Z)|(?P<raw>{RAW_TEXT}|template)(?=[\s/>]){ATTRIBUTES}(?:.*?</(?P=raw)\b|.*\Z)"
    rf"|(?P<end>/head)(?=[\s/>])|(?P<tag>[a-z][^\s/>]*){ATTRIBUTES})",
    re.IGNORECASE | re.DOTALL,
)


def start_tag_lines(text: str) -> dict[str, list[int]]:
    """Lines (from 1) of the start tags of `LOCATED` and raw-text elements, by lower-case tag, in source order."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    line, counted = 1, 0
    for match in TAG.finditer(text):
        tag = match["tag"] or match["raw"]
        if tag:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            lines[tag.lower()].append(line)
    return lines


class LineFinder:
    """Hands out, for each tag, the lines of its elements in tree order; None where they cannot be trusted."""

    def __init__(self, text: str, counts: dict[str, int]) -> None:
        """`counts` says how many elements of each tag the parser made."""
        found = start_tag_lines(text)
        self._lines: dict[str, Iterator[int]] = {
            tag: iter(lines) for tag, lines in found.items() if len(lines) == counts.get(tag)
        }

    def next(self, tag: str) -> int | None:
        lines = self._lines.get(tag)
        return next(lines, None) if lines else None


def head_break(text: str) -> tuple[str, int] | None:
    """(tag, line) of the first start tag between `<head>` and `</head>` that may not stand there, or None.

    Such a tag ends the head: what follows is parsed into the body (HTML Standard, 13.2.6.4.4 "in head").
    """
    head = HEAD.search(text)
    if head is None:
        return None
    offender: tuple[str, int] | None = None
    for match in HEAD_TAG.finditer(text, head.end()):
        if match["end"]:
            return offender
        tag = (match["tag"] or "").lower()
        if tag == "body":
            return None
        if tag and tag not in HEAD_CONTENT and tag not in ("html", "head") and offender is None:
            offender = tag, text.count("\n", 0, match.start()) + 1
    return None

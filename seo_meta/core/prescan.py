"""A look at the bytes of a page before they are parsed, for what a parser takes minutes or gigabytes for.

Lexbor takes quadratic time for attributes and for depth, and copies formatting elements that stay open into every block
that follows (HTML Standard, 13.2.4.3). What slips through is left to whoever limits the time and memory of parsing.
"""

import re
from collections import Counter, defaultdict

MAX_ATTRIBUTES = 4_000
"""Of one tag. Twenty thousand take a second, a hundred thousand a minute."""
MAX_DEPTH = 10_000
"""Of elements. Twenty thousand take a second, a hundred thousand a minute."""
MAX_COPIES = 500_000
"""Of formatting elements, each about 300 bytes of memory."""
FEW_TAGS = 2_000
"""Neither depth nor copies take long with fewer."""
FEW_OPEN = 500

ATTRIBUTE = re.compile(
    rb"[\s/]*+[^\s/>][^\s/>=]*+(?>(?:\s*+=\s*+(?>(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?))?)",
)
# Possessive throughout and ending at the end of the text, so that it cannot go back: it stays linear.
TAG = re.compile(
    rb"<(?:!--(?>.*?(?:-->|\Z))"
    rb"|(?P<raw>script|style|textarea|title|noscript|xmp|noembed|noframes|iframe)(?=[\s/>])(?>(?:%(attribute)s)*)"
    rb"(?>.*?(?:</(?P=raw)|\Z))"
    rb"|(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>(?>(?:%(attribute)s)*)/?+))"
    % {b"attribute": ATTRIBUTE.pattern},
    re.IGNORECASE | re.DOTALL,
)
SEPARATORS = b" \t\n\r\f/\"'"
FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
SAME_FORMATTING = 3
"""So many equal elements are copied (the Standard's Noah's Ark clause)."""
NOT_NESTED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr html head body p li dt dd option optgroup"
    b" tr td th thead tbody tfoot colgroup caption rp rt a nobr button h1 h2 h3 h4 h5 h6 form".split()
)
"""Void elements, and those that a second one ends."""
NEVER_NESTED = (b"<br>", b"<br ", b"<br/", b"<hr>", b"<hr ", b"<hr/", b"<img ", b"<meta ", b"<!--")
"""What opens nothing, wherever it stands: most of what large pages leave unclosed. `<input>` nests in SVG."""
BLOCKS = frozenset(b"p li dt dd td th tr".split())


def too_hostile(body: bytes) -> str:
    """Why a page should not be parsed, or nothing. Linear in the size, and nearly free for ordinary pages."""
    if not (_may_have_many_attributes(body) or _may_nest(body)):
        return ""
    return _fault(body)


def too_deep(body: bytes) -> str:
    """The same for those who count attributes themselves, which here takes reading all tags of a page with scripts."""
    return _fault(body) if _may_nest(body) else ""


def _may_have_many_attributes(body: bytes) -> bool:
    """Whether so much stands without a `>` as so many attributes take, two bytes for each."""
    start = 0
    while start + MAX_ATTRIBUTES <= len(body):
        if body.find(b">", start, start + MAX_ATTRIBUTES) >= 0:
            start += MAX_ATTRIBUTES
            continue
        end = body.find(b">", start)
        piece = body[body.rfind(b">", 0, start) + 1 : end if end >= 0 else len(body)]
        if len(piece) - len(piece.translate(None, SEPARATORS)) >= MAX_ATTRIBUTES:
            return True
        start = end if end >= 0 else len(body)
    return False


def _may_nest(body: bytes) -> bool:
    tags = body.count(b"<")
    if tags <= FEW_TAGS:
        return False
    still_open = tags - 2 * body.count(b"</")
    if still_open > FEW_OPEN and still_open - sum(map(body.count, NEVER_NESTED)) > FEW_OPEN:
        return True
    if tags <= MAX_DEPTH:
        return False
    # Hardly any piece is long enough to be worth counting.
    return any(len(piece) > FEW_OPEN and piece.count(b"<") > FEW_OPEN for piece in body.split(b"</"))


def _fault(body: bytes) -> str:
    """One pass over the tags, with about what the parser would make of them."""
    opened: Counter[bytes] = Counter()
    formatting = _Formatting()
    depth = loose = copies = 0
    for match in TAG.finditer(body):
        if not match["name"]:
            continue
        name, attributes = match["name"].lower(), match["attributes"]
        if len(attributes) > MAX_ATTRIBUTES and sum(1 for _ in ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES:
            return f"a tag has more than {MAX_ATTRIBUTES:,} attributes"
        step = -1 if match["end"] else 1
        if name in BLOCKS and step > 0:
            copies += formatting.active
            # The block before it ends, and what was open in it.
            loose = 0
        if copies > MAX_COPIES:
            return f"formatting elements that stay open are copied more than {MAX_COPIES:,} times"
        if name in FORMATTING:
            formatting.count(name, attributes, step)
            loose = max(0, loose + step) if name not in NOT_NESTED else loose
        elif name not in NOT_NESTED and not attributes.endswith(b"/") and opened[name] + step >= 0:
            opened[name] += step
            depth += step
        if depth + loose > MAX_DEPTH:
            return f"more than {MAX_DEPTH:,} elements are nested"
    return ""


class _Formatting:
    """The formatting elements that are open."""

    def __init__(self) -> None:
        self.active = 0
        """Those that are copied."""
        self._opened: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._equal: Counter[tuple[bytes, bytes]] = Counter()

    def count(self, name: bytes, attributes: bytes, step: int) -> None:
        if step > 0:
            if name in NOT_NESTED:
                self.count(name, attributes, -1)
            self._opened[name].append(attributes)
            self._equal[name, attributes] += 1
            self.active += self._equal[name, attributes] <= SAME_FORMATTING
        elif self._opened[name]:
            attributes = self._opened[name].pop()
            self.active -= self._equal[name, attributes] <= SAME_FORMATTING
            self._equal[name, attributes] -= 1

"""SVG and MathML inside HTML: what belongs to them, and where they let HTML in again (HTML Standard, 13.2.6.5)."""

from .change import Reason, Refused
from .tokenizer import RAW_TEXT, Kind, Token, attributes

MAX_OPEN = 100
"""Each end tag may be held against all of them."""
BREAKOUTS = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta"
    b" nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
"""HTML that ends foreign content."""
VOID = frozenset(b"area base basefont bgsound br col embed hr img input link meta param source track wbr".split())
NOT_KEPT_OPEN = VOID | RAW_TEXT | {b"svg", b"math", b"template"}
HTML_INSIDE_SVG = frozenset((b"foreignobject", b"desc", b"title"))
TEXT_INSIDE_MATH = frozenset((b"mi", b"mo", b"mn", b"ms", b"mtext"))
PASSED_BY_END_TAGS = frozenset(
    b"a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q ruby s samp small span"
    b" strike strong sub sup time tt u var".split()
)
"""HTML that an end tag of something around it closes too. Others stand in its way."""


class Foreign:
    """The open elements from the outermost `<svg>` or `<math>` on; false when there are none."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._open: list[tuple[bytes, bytes, bool]] = []
        """(name, `svg`, `math` or `html`, whether HTML may be inside)"""

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def at_top(self) -> bool:
        """Whether the current element is itself foreign, so that CDATA sections are."""
        return bool(self._open) and self._open[-1][1] != b"html"

    def enter(self, token: Token) -> None:
        if not token.slash:
            self._open.append((token.name, token.name, False))

    def takes(self, token: Token) -> bool:
        """Keeps the account, and says whether the token is none of HTML's business. Raises Refused."""
        if token.kind is Kind.END:
            return self._end(token)
        if token.kind is not Kind.START:
            return True
        if len(self._open) > MAX_OPEN:
            raise Refused(Reason.SIZE, f"More than {MAX_OPEN:,} elements are nested in SVG or MathML.")
        if self._is_html(token):
            if token.name not in NOT_KEPT_OPEN:
                self._open.append((token.name, b"html", True))
            return False
        if token.name in BREAKOUTS or (token.name == b"font" and self._is_styled(token)):
            self._leave()
            return bool(self._open) and self.takes(token)
        if not token.slash:
            namespace = self._open[-1][1]
            self._open.append((token.name, namespace, self._lets_html_in(token, namespace)))
        return True

    def _is_html(self, token: Token) -> bool:
        name, namespace, lets_in = self._open[-1]
        if name in TEXT_INSIDE_MATH and namespace == b"math":
            return token.name not in (b"mglyph", b"malignmark")
        return lets_in or (name == b"annotation-xml" and token.name == b"svg")

    def _is_styled(self, token: Token) -> bool:
        return any(attribute.name in (b"color", b"face", b"size") for attribute in attributes(self._source, token))

    def _lets_html_in(self, token: Token, namespace: bytes) -> bool:
        if namespace == b"svg":
            return token.name in HTML_INSIDE_SVG
        if token.name != b"annotation-xml":
            return token.name in TEXT_INSIDE_MATH
        encodings = (each for each in attributes(self._source, token) if each.name == b"encoding")
        values = [self._source[each.value_start : each.value_end].lower() for each in encodings]
        return values in ([b"text/html"], [b"application/xhtml+xml"])

    def _leave(self) -> None:
        while self._open and not (self._open[-1][1] == b"html" or self._open[-1][2]):
            self._open.pop()

    def _end(self, token: Token) -> bool:
        if self.at_top and not self._open[-1][2] and token.name in (b"br", b"p"):
            self._leave()
            return bool(self._open)
        for depth in range(len(self._open) - 1, -1, -1):
            name, namespace, _ = self._open[depth]
            if name == token.name:
                del self._open[depth:]
                return True
            if namespace == b"html" and name not in PASSED_BY_END_TAGS:
                return token.name != b"template"
        # It ends something around the foreign content, which is over too.
        self._open.clear()
        return False

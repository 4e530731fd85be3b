import re
from collections.abc import Iterator
from html import unescape
from unicodedata import normalize

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics import prices
from seo_meta.core.types import PageFacts

WORD = re.compile(r"\w{3,}")
MAX_HEADLINE = 500
"""Characters that are compared."""


@page_rules.register
class SdContentMismatch(PageRule):
    id = "sd.content-mismatch"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "Structured data says something else than the page"
    remedy = "Write into the structured data what a reader of the page sees."
    source = "https://developers.google.com/search/docs/appearance/structured-data/sd-policies#content"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.text and page.json_ld) and any(graph(page).of_type("Article", "Product"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        articles = [node for node in things.of_type("Article") if node.is_main]
        products = [node for node in things.of_type("Product") if node.is_main]
        # Of several, the page may show only the start of each.
        if len(articles) == 1:
            yield from _headline(page, things, articles[0])
        if len(products) == 1:
            yield from _price(page, things, products[0])


def _headline(page: PageFacts, things: Graph, article: Node) -> Iterator[Failure]:
    """A headline may be shortened or reworded; one that shares less than half of its words with the page is another."""
    for headline in things.texts(article, "headline")[:1]:
        words = set(WORD.findall(_plain(headline[:MAX_HEADLINE])))
        shown = _plain(" ".join((page.title, *(heading.text for heading in page.headings), page.text)))
        if words and sum(word in shown for word in words) * 2 < len(words):
            yield Failure("The headline in the structured data is not on the page.", headline, article.line)


def _price(page: PageFacts, things: Graph, product: Node) -> Iterator[Failure]:
    """Only where the page shows prices as text at all."""
    offers = things.nodes_of(product, "offers")
    given = [price for offer in offers for price in things.texts(offer, "price") if prices.NUMBER.fullmatch(price)]
    shown = prices.shown_in(page.text)
    if given and shown and shown.isdisjoint(digits for price in given for digits in prices.spellings(price)):
        message = f"The price {given[0]} in the structured data is not among those on the page."
        yield Failure(message, given[0], product.line)


def _plain(text: str) -> str:
    return normalize("NFKC", unescape(text)).casefold()

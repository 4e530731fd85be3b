import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from unicodedata import normalize

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

WORD = re.compile(r"\w{3,}")
MAX_HEADLINE = 500
"""Characters that are compared."""
NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
SIGN = r"(?:[$€£¥₹₽₩₺₫₴₪฿]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|kr|zł)\b)"
AMOUNT = r"(?<!\d)(?:\d{1,3}(?: \d{3}){1,4}|\d[\d'’]{0,12})(?:[.,][\d.,]{0,12})?"
PRICE = re.compile(rf"{SIGN}\s?({AMOUNT})|({AMOUNT})\s?{SIGN}")
NO_DIGIT = re.compile(r"\D")


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
    prices = [price for offer in offers for price in things.texts(offer, "price") if NUMBER.fullmatch(price)]
    shown = {NO_DIGIT.sub("", before or after) for before, after in PRICE.findall(page.text)}
    if prices and shown and shown.isdisjoint(digits for price in prices for digits in _spellings(Decimal(price))):
        message = f"The price {prices[0]} in the structured data is not among those on the page."
        yield Failure(message, prices[0], product.line)


def _spellings(price: Decimal) -> Iterator[str]:
    """The digits of a price as pages show it: 1150 for 11.50; 39 and 3900 for 39."""
    yield NO_DIGIT.sub("", f"{price:.2f}")
    if price == int(price):
        yield str(int(price))


def _plain(text: str) -> str:
    return normalize("NFKC", unescape(text)).casefold()

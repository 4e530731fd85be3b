"""A product with its price: https://developers.google.com/search/docs/appearance/structured-data/product-snippet"""

import re

from seo_meta.core.copied import words
from seo_meta.core.own_url import settled_url
from seo_meta.core.propose import Abstain, Evidence, SiteProfile, Subject
from seo_meta.core.share_image import named_image
from seo_meta.core.topics import prices
from seo_meta.core.types import Meta, PageFacts

from .headline import headline
from .thing import Thing

CURRENCY = re.compile(r"[A-Z]{3}")
AVAILABILITY = {
    "instock": "InStock",
    "in stock": "InStock",
    "outofstock": "OutOfStock",
    "out of stock": "OutOfStock",
    "oos": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
    "discontinued": "Discontinued",
}
"""What Facebook's product tags say, in schema.org's words."""


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    """From Open Graph's product tags, and only with a price that readers see as well."""
    facts = page.facts
    price, currency = _stated(facts, "price:amount"), _stated(facts, "price:currency")
    if price is None:
        return None
    amount, code = (price.content or "").strip(), (currency.content or "").strip() if currency else ""
    name = headline(facts)
    if not (name and currency and CURRENCY.fullmatch(code) and prices.NUMBER.fullmatch(amount)):
        raise Abstain("Product is left out: it needs an h1, a price as a plain number and a currency of three letters.")
    if prices.shown_in(facts.text).isdisjoint(prices.spellings(amount)):
        raise Abstain(f"Product is left out: readers of the page do not see the price {amount}.")
    offer = {"@type": "Offer", "price": amount, "priceCurrency": code}
    evidence = [name, _evidence(price), _evidence(currency)]
    stock = _stated(facts, "availability")
    if stock and (state := AVAILABILITY.get((stock.content or "").strip().lower())):
        offer["availability"] = f"https://schema.org/{state}"
        evidence.append(_evidence(stock))
    properties = {"@type": "Product", "name": words(name.text), "url": settled_url(facts, site), "offers": offer}
    identifier = _stated(facts, "retailer_item_id")
    if identifier and (sku := words(identifier.content)):
        properties["sku"] = sku
        evidence.append(_evidence(identifier))
    if image := named_image(facts):
        properties["image"] = image.url
        evidence.append(image.evidence)
    return Thing(properties, tuple(evidence), "Product: its h1, and the price that its tags and its text both give.")


def _stated(page: PageFacts, name: str) -> Meta | None:
    names = (f"product:{name}", f"og:{name}")
    metas = [meta for meta in page.metas if meta.property in names or meta.name in names]
    return next((meta for meta in metas if meta.content and meta.content.strip()), None)


def _evidence(meta: Meta) -> Evidence:
    return Evidence(meta.property or meta.name, meta.content or "", meta.line)

"""Prices that a page shows as text, and the ways in which it may write one."""

import re
from collections.abc import Iterator
from decimal import Decimal

NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
"""A price as structured data gives it."""
SIGN = r"(?:[$€£¥₹₽₩₺₫₴₪฿]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|kr|zł)\b)"
AMOUNT = r"(?<!\d)(?:\d{1,3}(?: \d{3}){1,4}|\d[\d'’]{0,12})(?:[.,][\d.,]{0,12})?"
PRICE = re.compile(rf"{SIGN}\s?({AMOUNT})|({AMOUNT})\s?{SIGN}")
NO_DIGIT = re.compile(r"\D")


def shown_in(text: str) -> set[str]:
    """The digits of each number beside a sign of a currency."""
    return {NO_DIGIT.sub("", before or after) for before, after in PRICE.findall(text)}


def spellings(price: str) -> Iterator[str]:
    """The digits of a price (`NUMBER`) as pages show it: 1150 for 11.50; 39 and 3900 for 39."""
    amount = Decimal(price)
    yield NO_DIGIT.sub("", f"{amount:.2f}")
    if amount == int(amount):
        yield str(int(amount))

"""One row of an export, from text to values.

The CTR of an export is never read: some write a fraction and some percent. It follows from clicks and impressions.
"""

import re
from collections.abc import Mapping
from datetime import date

from seo_meta.core import urls
from seo_meta.core.defang import clip
from seo_meta.core.types import Value

MAX_TEXT = 2_048
"""Characters of a URL or query."""
MAX_NUMBER = 30
"""Characters of a number."""
MAX_DIGITS = 12
"""Of a count: a million rows of them still add up to what the database can hold."""

# Thousands are grouped by comma, point, space or apostrophe; in India also by two.
GROUPED = re.compile(r"(?!0)\d{1,3}([.,٬'’\s])\d{3}(?:\1\d{3})*|(?!0)\d{1,2}(?:,\d{2})+,\d{3}")
WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")
DECIMAL = re.compile(r"(\d{1,15})(?:[.,٫](\d{1,20}))?")


class Row(Value, frozen=True):
    """`page` is a URL in WHATWG form without fragment. `query` is None in a table without queries, and empty where
    Google withholds one that few people use. `position` counts from 1."""

    page: str
    query: str | None
    clicks: int
    impressions: int
    position: float
    day: date | None = None


def read_row(cells: Mapping[str, str]) -> Row:
    """Raises ValueError with the reason."""
    if cells.get("search_type", "web").lower() not in ("web", ""):
        raise ValueError(f"is of {clip(cells['search_type'], 40)} search, not of web search")
    clicks, impressions = whole("clicks", cells["clicks"]), whole("impressions", cells["impressions"])
    if impressions == 0:
        raise ValueError("has no impressions")
    if clicks > impressions:
        raise ValueError(f"has more clicks ({clicks:,}) than impressions ({impressions:,})")
    return Row(
        _page(cells["page"]),
        _query(cells["query"]) if "query" in cells else None,
        clicks,
        impressions,
        _position(cells, impressions),
        _day(cells["date"]) if "date" in cells else None,
    )


def _page(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"has a URL of more than {MAX_TEXT:,} characters")
    url = urls.join("about:blank", text)
    if url is None or not urls.is_http(url):
        raise ValueError(f"has no http(s) URL: {clip(text, 100)!r}")
    return url.partition("#")[0]


def _query(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"has a query of more than {MAX_TEXT:,} characters")
    if "\0" in text:  # PostgreSQL stores none
        raise ValueError("has a NUL character in its query")
    return text


def _position(cells: Mapping[str, str], impressions: int) -> float:
    """The bulk export sums positions that count from 0: support.google.com/webmasters/answer/12917991."""
    if "position" in cells:
        position = decimal("position", cells["position"])
    else:
        position = decimal("sum of positions", cells["sum_position"]) / impressions + 1
    if position < 1:
        raise ValueError(f"has a position below 1: {position:g}")
    return position


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"has no date like 2026-11-23: {clip(text, 40)!r}") from None


def whole(what: str, text: str) -> int:
    """A count as any language writes it: `1,234`, `1.234`, `1 234`, `12.0`. Raises ValueError.

    A count has no fraction, so that a separator before three digits groups thousands.
    """
    digits = ""
    if len(text) <= MAX_NUMBER:
        if GROUPED.fullmatch(text):
            digits = "".join(filter(str.isdecimal, text))
        elif match := WHOLE.fullmatch(text):
            digits = match[1]
    if not 0 < len(digits) <= MAX_DIGITS:
        raise ValueError(f"has no whole number of {what}: {clip(text, 40)!r}")
    return int(digits)


def decimal(what: str, text: str) -> float:
    """A number with a point or comma before its fraction, whatever the number of digits there: `8.3`, `8,3`, `1,234`.
    Thousands are never grouped. Raises ValueError."""
    match = DECIMAL.fullmatch(text) if len(text) <= MAX_NUMBER else None
    if match is None:
        raise ValueError(f"has no number for the {what}: {clip(text, 40)!r}")
    return float(f"{match[1]}.{match[2] or 0}")

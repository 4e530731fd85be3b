"""What studies found on titles that Google showed in other words than the page gave them.

A study counts what was shown on the day, for its own sites and searches. Its shares are no odds of a single title, and
Google names no trigger but what is wrong with a title (https://developers.google.com/search/docs/appearance/title-link).
"""

import re
import sys

from seo_meta.core.types import Value
from seo_meta.core.widths import graphemes

ZYPPY = "https://zyppy.com/seo/title-tags/google-title-rewrite-study/"
"""80,959 titles of 2,370 sites, desktop results of early 2022. Of all titles 61.6 % were altered in some way."""
BRACKETS = re.compile(r"[(\[{【（]")
PIPE = re.compile(r"[|｜]")

# Lengths, the percentage altered, and whether that is more than of titles on the whole. The study gives none for 21 to
# 50 characters, and for 51 to 60 the least of all: 39 to 42 %.
SHARES = (
    (range(1, 6), "with 1 to 5 characters 97 % were altered", True),
    (range(6, 21), "with up to 20 characters at least 50 % were altered", False),
    (range(61, 71), "with more than 60 characters 76 % were altered", True),
    (range(71, sys.maxsize), "with more than 70 characters 99.9 % were altered", True),
)


class Trigger(Value, frozen=True):
    """Something about a title that the study found with titles that were altered more often, or less."""

    text: str
    source: str
    high: bool = False
    """Whether the study gives a share for it, and that is above the share of all titles."""


def triggers(title: str, heading: str) -> list[Trigger]:
    """What a title has of that beside a main heading, which may be empty; what has a share first."""
    length = len(graphemes(title))
    found = [
        Trigger(f"it has {length} characters, and of the titles {share}", ZYPPY, high)
        for lengths, share, high in SHARES
        if length in lengths
    ]
    if BRACKETS.search(title):
        found.append(Trigger("titles with brackets were altered more often", ZYPPY))
    if PIPE.search(title):
        found.append(Trigger("titles with separators were altered more often", ZYPPY))
    if heading and heading.casefold() != title.casefold():
        found.append(Trigger("titles that are the same as the H1 were altered less often", ZYPPY))
    return found

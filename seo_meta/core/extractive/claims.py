"""What each part of a page calls the page: its headings, title, og:title, breadcrumb and address."""

from collections.abc import Sequence
from html import unescape
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from seo_meta.core.brand import without_brand
from seo_meta.core.propose import Confidence, Evidence
from seo_meta.core.topics.title_text import is_written
from seo_meta.core.types import Heading, PageFacts
from seo_meta.core.urls import page_key
from seo_meta.core.words.clean import clean, without_marks

from .agreement import agree, words
from .breadcrumbs import trail

MAX_NAME = 300
"""Characters; what is longer is a text and no name."""
MAX_HEADINGS = 20


class Name(NamedTuple):
    """One name, in words that may be proposed. `weight` orders the names of a page."""

    text: str
    evidence: tuple[Evidence, ...]
    weight: float
    confidence: Confidence
    reasons: tuple[str, ...]


def says_something(text: str, url: str) -> bool:
    """Whether a text could name the page at `url`: no default, no placeholder, nothing decoded wrongly."""
    return len(text) <= MAX_NAME and bool(words(text)) and "\ufffd" not in text and is_written(text, url)


def first_headings(facts: PageFacts) -> dict[str, Heading]:
    """The distinct H1s by their text in lower case."""
    found: dict[str, Heading] = {}
    for heading in islice((heading for heading in facts.headings if heading.level == 1), MAX_HEADINGS):
        if text := without_marks(clean(heading.text)):
            found.setdefault(text.casefold(), heading)
    return found


def heading_claim(headings: dict[str, Heading], told: Sequence[str], slug: str) -> Name | None:
    """The H1, or of several the one with which what else names the page (`told`) agrees most, or else its address."""
    if not headings:
        return None
    backed = [key for key in headings if any(agree(key, other) for other in told)]
    backed.sort(key=lambda key: (-_shared(key, told), not any(other.casefold().startswith(key) for other in told)))
    addressed = [key for key in headings if agree(key, slug)]
    heading = headings[next(iter((*backed, *addressed, *headings)))]
    alone = len(headings) == 1
    count = "The only H1 of its own" if alone else f"One of {len(headings)} H1s"
    weight, confidence, why = 0.9, Confidence.MEDIUM if alone else Confidence.LOW, "nothing else names the page"
    if backed or addressed:
        weight, confidence = 1.0, Confidence.HIGH if alone else Confidence.MEDIUM
        why = "another name of the page agrees with it" if backed else "the address agrees with it"
    elif told:
        weight, confidence, why = 0.5, Confidence.LOW, "what else names the page says something else"
    evidence = (Evidence("h1", heading.text, heading.line),)
    return Name(without_marks(clean(heading.text)), evidence, weight, confidence, (f"{count}; {why}.",))


def common_claim(headings: dict[str, Heading]) -> Name | None:
    """An H1 that many pages have, for a page that nothing else names."""
    for heading in headings.values():
        evidence = (Evidence("h1", heading.text, heading.line),)
        return Name(without_marks(clean(heading.text)), evidence, 0.2, Confidence.LOW, ("An H1 that many pages have.",))
    return None


def _shared(text: str, told: Sequence[str]) -> int:
    """How many of its words another name has at most."""
    return max(len(words(text) & words(other)) for other in told)


def lower_heading_claim(facts: PageFacts, told: Sequence[str], slug: str, apart: frozenset[str]) -> Name | None:
    """The first heading of a page without an H1: old templates begin with an H2. `apart` are no names of the page."""
    for heading in facts.headings[:MAX_HEADINGS]:
        text = without_marks(clean(heading.text))
        if heading.level == 1 or text.casefold() in apart or not says_something(text, facts.url):
            continue
        backed = any(agree(text, other) for other in (*told, slug))
        if told and not backed:
            return None
        agreed = ", with which another name agrees" if backed else ""
        reason = f"There is no H1 of its own; the first H{heading.level}{agreed}."
        evidence = (Evidence(f"h{heading.level}", heading.text, heading.line),)
        return Name(text, evidence, 0.65, Confidence.MEDIUM if backed else Confidence.LOW, (reason,))
    return None


def title_claim(facts: PageFacts, brand: str) -> Name | None:
    """The present title, without the site's name and what a template left over."""
    whole = clean(unescape(facts.title))
    text = without_marks(without_brand(whole, brand))
    if not text:
        return None
    reason = "The present title." if text == whole else "The present title without the site's name."
    evidence = (Evidence("title", facts.title, facts.titles[0].line),)
    return Name(text, evidence, 0.8, Confidence.MEDIUM, (reason,))


def social_claim(facts: PageFacts, brand: str) -> Name | None:
    for meta in facts.meta_property("og:title"):
        if text := without_marks(without_brand(clean(unescape(meta.content or "")), brand)):
            evidence = (Evidence("og:title", meta.content or "", meta.line),)
            return Name(text, evidence, 0.7, Confidence.MEDIUM, ("What og:title calls the page.",))
    return None


def crumb_claim(facts: PageFacts) -> Name | None:
    for crumb in reversed(trail(facts)):
        if crumb.is_page and (text := clean(unescape(crumb.name))):
            evidence = (Evidence("breadcrumb", crumb.name, crumb.line),)
            return Name(text, evidence, 0.6, Confidence.MEDIUM, ("The end of the page's breadcrumb.",))
    return None


def address_claim(facts: PageFacts, slug: str) -> Name | None:
    if not slug:
        return None
    segment = facts.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    reason = "The name of the file, since nothing on the page names it."
    return Name(slug, (Evidence("url", segment),), 0.1, Confidence.LOW, (reason,))


def slug_of(url: str) -> str:
    """The file name as words with a capital; empty when it is a number, a hash or the index of a folder."""
    path = page_key(url, clean_urls=True).partition("://")[2]
    segment = unquote(path.rpartition("/")[2].partition(".")[0]) if "/" in path else ""
    text = clean(segment.replace("-", " ").replace("_", " "))
    letters = sum(map(str.isalpha, text))
    longest = max((word for word in text.split() if word.isalpha()), key=len, default="")
    if len(longest) < 3 or letters * 5 < len(text) * 3:
        return ""
    return text[0].upper() + text[1:]

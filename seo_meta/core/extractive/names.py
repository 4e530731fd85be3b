"""The names of a page that say something, weighed against each other."""

from collections.abc import Iterable

from seo_meta.core.json_ld import graph
from seo_meta.core.propose import Confidence, SiteProfile, Subject
from seo_meta.core.types import PageFacts
from seo_meta.core.words.clean import clean

from .agreement import agree, same, words
from .claims import (
    MAX_NAME,
    Name,
    address_claim,
    common_claim,
    crumb_claim,
    first_headings,
    heading_claim,
    lower_heading_claim,
    says_something,
    slug_of,
    social_claim,
    title_claim,
)

YEARS = range(1990, 2100)
MIN_SHOUTED = 8
"""Cased letters; shorter texts in capitals are names and abbreviations."""


def site_name(home: PageFacts | None) -> str:
    """What the home page calls the site, in og:site_name or its WebSite data; empty when it does not."""
    if home is None:
        return ""
    open_graph = (meta.content or "" for meta in home.meta_property("og:site_name"))
    things = graph(home)
    data = (text for node in things.of_type("WebSite") for text in things.texts(node, "name"))
    return next((name for text in (*open_graph, *data) if (name := clean(text)) and len(name) <= MAX_NAME), "")


def names_of(page: Subject, site: SiteProfile) -> list[Name]:
    """The names that say what this page, and not its site, is about; the best first."""
    brand = site.style.brand or site_name(site.home)
    apart = _names_of_site(page, site, brand)
    found: list[Name] = []
    for name in sorted(
        _claims(page.facts, brand, apart, frozenset(site.style.shared_headings)), key=lambda name: -name.weight
    ):
        if name.text.casefold() in apart or not says_something(name.text, page.facts.url):
            continue
        place = next((place for place, other in enumerate(found) if same(name.text, other.text)), None)
        if place is None:
            found.append(name)
        else:
            found[place] = _in_small_letters(found[place], name)
    names = [name._replace(weight=name.weight / 2) if _shouts(name.text) else name for name in found]
    return sorted(names, key=lambda name: -name.weight)


def _names_of_site(page: Subject, site: SiteProfile, brand: str) -> frozenset[str]:
    """What stands on many pages: the brand, the site's name, and unless this is the home page what that is called."""
    names = [brand, site_name(site.home)]
    names += [clean(meta.content or "") for meta in page.facts.meta_property("og:site_name")]
    if site.home is not None and not page.is_home:
        names += first_headings(site.home)
        names += [claim.text for claim in (title_claim(site.home, brand), social_claim(site.home, brand)) if claim]
    return frozenset(name.casefold() for name in names if name)


def _claims(facts: PageFacts, brand: str, apart: frozenset[str], common: frozenset[str]) -> list[Name]:
    """Each name with what speaks for and against it. `apart` are names of the site, `common` H1s of many pages."""
    title, social, crumb = title_claim(facts, brand), social_claim(facts, brand), crumb_claim(facts)
    others = [name for name in (title, social, crumb) if name]
    # A title may hold the site's name, with which a logo in an H1 agrees, so it is asked only where it is alone.
    told = [name.text for name in others if name is not title or len(others) == 1]
    slug = slug_of(facts.url)
    headings = {key: heading for key, heading in first_headings(facts).items() if key not in apart}
    own = {key: heading for key, heading in headings.items() if key not in common}
    heading = heading_claim(own, told, slug) or lower_heading_claim(facts, told, slug, apart | common)
    if heading is None:
        return others or [name for name in (common_claim(headings), address_claim(facts, slug)) if name]
    if title and _is_outdated(title, headings):
        others.remove(title)
    if agree(heading.text, slug):
        others = [_doubted(name) if words(name.text).isdisjoint(words(heading.text)) else name for name in others]
    return [
        heading,
        *(name for name in others if name.evidence[0].source != "title" or not _is_outdated(name, headings)),
    ]


def _doubted(name: Name) -> Name:
    """A name that shares no word with a heading with which the address agrees: copied from another page, often."""
    reasons = (*name.reasons, "It shares no word with the heading.")
    return name._replace(weight=name.weight / 2, confidence=Confidence.LOW, reasons=reasons)


def _is_outdated(title: Name, headings: Iterable[str]) -> bool:
    """Whether the title names a year and a heading a later one (Google calls such titles obsolete)."""
    latest = max((year for heading in headings for year in _years(heading)), default=0)
    return latest > max(_years(title.text), default=latest)


def _years(text: str) -> list[int]:
    return [int(word) for word in words(text) if word.isascii() and word.isdigit() and int(word) in YEARS]


def _shouts(text: str) -> bool:
    """Whether more than three in five of its cased letters are capitals (T16)."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals + small >= MIN_SHOUTED and capitals * 5 > (capitals + small) * 3


def _in_small_letters(name: Name, other: Name) -> Name:
    """A name in capitals takes on the mixed case of another source. Case is never changed otherwise."""
    if name.text.casefold() != other.text.casefold() or not _shouts(name.text) or _shouts(other.text):
        return name
    reasons = (*name.reasons, f"It stands there in capitals; in small letters as in {other.evidence[0].source}.")
    return name._replace(text=other.text, evidence=(*name.evidence, *other.evidence), reasons=reasons)

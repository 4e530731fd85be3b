"""What a page calls itself: its H1, its title, og:title, breadcrumb and file name, as far as they say something."""

from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from seo_meta.core.brand import without_brand
from seo_meta.core.json_ld import graph
from seo_meta.core.propose import Confidence, Evidence, SiteProfile, Subject
from seo_meta.core.topics.title_text import has_placeholder, is_default
from seo_meta.core.types import Heading, PageFacts
from seo_meta.core.urls import page_key

from .breadcrumbs import trail
from .wording import agree, clean, shouts, words

MAX_NAME = 300
"""Characters; what is longer is a text and no name."""
MAX_HEADINGS = 20
MARKS = frozenset("|｜–—-·•»›:/#¶")
"""What a template leaves at the end when the value beside it is missing."""


class Name(NamedTuple):
    """One name, in words that may be proposed. `weight` orders the names of a page."""

    text: str
    evidence: tuple[Evidence, ...]
    weight: float
    confidence: Confidence
    reasons: tuple[str, ...]


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
    facts = page.facts
    site_names = _names_of_site(page, site)
    found: dict[str, Name] = {}
    for name in sorted(_claims(facts, site), key=lambda name: -name.weight):
        key = name.text.casefold()
        if key not in site_names and _says_something(name.text, facts.url):
            found[key] = _in_small_letters(found[key], name) if key in found else name
    names = [name._replace(weight=name.weight / 2) if shouts(name.text) else name for name in found.values()]
    return sorted(names, key=lambda name: -name.weight)


def _names_of_site(page: Subject, site: SiteProfile) -> frozenset[str]:
    """What stands on many pages: the brand, the site's name, and unless this is the home page what that is called."""
    names = [site.style.brand, site_name(site.home)]
    names += [clean(meta.content or "") for meta in page.facts.meta_property("og:site_name")]
    if site.home is not None and not page.is_home:
        names += [clean(heading.text) for heading in _first_headings(site.home)]
        names += [claim.text for claim in (_title(site.home, site), _social(site.home, site)) if claim]
    return frozenset(name.casefold() for name in names if name)


def _in_small_letters(name: Name, same: Name) -> Name:
    """A name in capitals takes on the mixed case of another source. Case is never changed otherwise."""
    if not shouts(name.text) or shouts(same.text):
        return name
    reasons = (*name.reasons, f"It stands there in capitals; in small letters as in {same.evidence[0].source}.")
    return name._replace(text=same.text, evidence=(*name.evidence, *same.evidence), reasons=reasons)


def _claims(facts: PageFacts, site: SiteProfile) -> Iterator[Name]:
    """Each name with what speaks for and against it. One that no other agrees with stands back."""
    title, social, crumb = _title(facts, site), _social(facts, site), _crumb(facts)
    slug = _slug(facts.url)
    # A title may hold the site's name, with which a logo in an H1 agrees, so it is asked last.
    told = [name.text for name in (social, crumb) if name] or [name.text for name in (title,) if name]
    yield from _headings(facts, told, slug)
    headings = [heading.text for heading in _first_headings(facts)]
    if title and not _is_outdated(title.text, headings):
        yield title
    yield from (name for name in (social, crumb) if name)
    if slug and not told and not headings:
        reasons = ("The name of the file, since nothing on the page names it.",)
        segment = facts.url.partition("?")[0].rstrip("/").rpartition("/")[2]
        yield Name(slug, (Evidence("url", segment),), 0.1, Confidence.LOW, reasons)


def _first_headings(facts: PageFacts) -> list[Heading]:
    headings = (heading for heading in facts.headings if heading.level == 1 and clean(heading.text))
    return list(islice(headings, MAX_HEADINGS))


def _headings(facts: PageFacts, told: list[str], slug: str) -> Iterator[Name]:
    headings = _first_headings(facts)
    for heading in headings:
        text = _without_marks(clean(heading.text))
        backed = [other for other in told if agree(text, other)]
        alone = len(headings) == 1
        count = "The only H1 of the page" if alone else f"One of {len(headings)} H1s"
        evidence = (Evidence("h1", heading.text, heading.line),)
        if backed or (slug and agree(text, slug)):
            by = "another name of the page agrees with it" if backed else "the address agrees with it"
            confidence = Confidence.HIGH if alone else Confidence.MEDIUM
            yield Name(text, evidence, 1.0, confidence, (f"{count}; {by}.",))
        elif told:
            yield Name(
                text, evidence, 0.5, Confidence.LOW, (f"{count}; what else names the page says something different.",)
            )
        else:
            confidence = Confidence.MEDIUM if alone else Confidence.LOW
            yield Name(text, evidence, 0.9, confidence, (f"{count}; nothing else names the page.",))


def _title(facts: PageFacts, site: SiteProfile) -> Name | None:
    """The present title, without the site's name and what a template left over."""
    brand = site.style.brand or site_name(site.home)
    text = _without_marks(without_brand(clean(unescape(facts.title)), brand))
    if not text:
        return None
    evidence = Evidence("title", facts.title, facts.titles[0].line)
    return Name(text, (evidence,), 0.8, Confidence.MEDIUM, ("The present title without the site's name.",))


def _social(facts: PageFacts, site: SiteProfile) -> Name | None:
    brand = site.style.brand or site_name(site.home)
    for meta in facts.meta_property("og:title"):
        if text := _without_marks(without_brand(clean(unescape(meta.content or "")), brand)):
            evidence = Evidence("og:title", meta.content or "", meta.line)
            return Name(text, (evidence,), 0.7, Confidence.MEDIUM, ("What og:title calls the page.",))
    return None


def _crumb(facts: PageFacts) -> Name | None:
    for crumb in reversed(trail(facts)):
        if crumb.is_page and (text := clean(unescape(crumb.name))):
            reasons = ("The end of the page's breadcrumb.",)
            return Name(text, (Evidence("breadcrumb", crumb.name, crumb.line),), 0.6, Confidence.MEDIUM, reasons)
    return None


def _slug(url: str) -> str:
    """The file name as words with a capital; empty when it is a number, a hash or the index of a folder."""
    path = page_key(url, clean_urls=True).partition("://")[2]
    segment = unquote(path.rpartition("/")[2].partition(".")[0]) if "/" in path else ""
    text = clean(segment.replace("-", " ").replace("_", " "))
    letters = sum(map(str.isalpha, text))
    longest = max((word for word in text.split() if word.isalpha()), key=len, default="")
    if len(longest) < 3 or letters * 5 < len(text) * 3:
        return ""
    return text[0].upper() + text[1:]


def _without_marks(text: str) -> str:
    """Without separators at the ends: `Overview |` of a title whose other half is missing."""
    parts = text.split()
    while parts and parts[-1] in MARKS:
        parts.pop()
    while len(parts) > 1 and parts[0] in MARKS:
        parts.pop(0)
    return " ".join(parts)


def _says_something(text: str, url: str) -> bool:
    return (
        len(text) <= MAX_NAME
        and bool(words(text))
        and "\ufffd" not in text
        and not is_default(text)
        and not has_placeholder(text, url)
    )


def _is_outdated(title: str, headings: Iterable[str]) -> bool:
    """Whether the title names a year and a heading a later one (Google calls such titles obsolete)."""
    latest = max((year for heading in headings for year in _years(heading)), default=0)
    return latest > max(_years(title), default=latest)


def _years(text: str) -> list[int]:
    return [int(word) for word in words(text) if word.isascii() and word.isdigit() and 1990 <= int(word) < 2100]

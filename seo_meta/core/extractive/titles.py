"""Titles out of what a page calls itself, in the style of its site."""

from collections.abc import Iterator

import msgspec

from seo_meta.core.brand import SEPARATOR_OF_MOST, names_brand
from seo_meta.core.limits import Limits
from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Evidence,
    HouseStyle,
    SiteProfile,
    Subject,
    Variant,
)
from seo_meta.core.topics.title_text import is_written
from seo_meta.core.words.clean import clean

from .agreement import words
from .claims import Name
from .fitting import Fitted, fit, fits, is_short
from .names import names_of, site_name
from .telling_facts import Fact, telling_facts

SHORT = 0.75
TOO_WIDE = 0.5
"""What a title is worth beside one of good width, for the order of a page's candidates."""


def titles(page: Subject, site: SiteProfile) -> list[Candidate]:
    """The titles that the page's own words give, the best first. One may equal the present title: whether a value is
    new and free is decided over the site (`core/distinct.py`). Raises Abstain."""
    style = _style(site)
    names = names_of(page, site)
    found = _of_home(page, site, style, names) if page.is_home else _of_page(page, site, style, names)
    candidates: dict[str, Candidate] = {}
    for candidate in found:
        candidates.setdefault(candidate.value, candidate)
    if candidates:
        return sorted(candidates.values(), key=lambda candidate: -candidate.score)
    if names:
        raise Abstain("What the page calls itself is wider than results show, and has no clause to leave out.")
    raise Abstain("Nothing names the page: no H1, og:title or breadcrumb of its own. An H1 would help.")


def _style(site: SiteProfile) -> HouseStyle:
    """That of the section. Where no title is good enough to learn from, the site is named as its home page does."""
    if site.style.pages or site.style.brand:
        return site.style
    return msgspec.structs.replace(site.style, brand=site_name(site.home))


def _of_page(page: Subject, site: SiteProfile, style: HouseStyle, names: list[Name]) -> Iterator[Candidate]:
    facts = telling_facts(page.facts)
    for name in names:
        fitted = fit(name.text, style, site.limits)
        if fitted is None and not _has_title(page):
            fitted = Fitted(
                name.text, name.text, ("It is wider than results show, and has no clause to leave out.",), False
            )
        if fitted is None:
            continue
        candidate = _candidate(name, fitted, style, site.limits)
        variants = tuple(_variants(fitted, facts, style, site.limits))
        if is_short(fitted.value, site.limits) and variants and variants[0].fact == "parent":
            yield _with_fact(candidate, variants[0], variants[1:])
        yield msgspec.structs.replace(candidate, variants=variants)


def _candidate(name: Name, fitted: Fitted, style: HouseStyle, limits: Limits) -> Candidate:
    reasons = (*name.reasons, *fitted.reasons)
    if style.brand and names_brand(fitted.value, style.brand):
        reasons += ("The site is named as the house style has it.",)
    confidence = name.confidence if fitted.whole else name.confidence.at_most_medium
    worth = SHORT if is_short(fitted.value, limits) else 1.0 if fits(fitted.value, limits) else TOO_WIDE
    return Candidate(fitted.value, confidence, reasons, name.evidence, score=name.weight * worth)


def _with_fact(candidate: Candidate, fact: Variant, variants: tuple[Variant, ...]) -> Candidate:
    """A candidate of its own out of one too short to say much."""
    return msgspec.structs.replace(
        candidate,
        value=fact.value,
        confidence=candidate.confidence.at_most_medium,
        reasons=(*candidate.reasons, f"Too short alone, so its {fact.fact} is added."),
        evidence=(*candidate.evidence, fact.evidence),
        variants=variants,
    )


def _variants(fitted: Fitted, facts: list[Fact], style: HouseStyle, limits: Limits) -> Iterator[Variant]:
    """The name with one more fact each, as far as it says something new and fits."""
    separator = style.separator or SEPARATOR_OF_MOST
    own = words(fitted.subject) | words(style.brand)
    for fact in facts:
        if any(words(text) <= own for text in fact.texts):
            continue
        tail = separator + separator.join(fact.texts)
        longer = fit(fitted.subject, style, limits, tail)
        if longer is not None:
            yield Variant(fact.kind, longer.value, fact.evidence)


def _has_title(page: Subject) -> bool:
    title = page.facts.title
    return bool(title) and is_written(title, page.facts.url)


def _of_home(page: Subject, site: SiteProfile, style: HouseStyle, names: list[Name]) -> Iterator[Candidate]:
    """The site's name stands first on the home page, and may stand alone (T12)."""
    brand, evidence = _brand_of_home(page, style)
    home_style = msgspec.structs.replace(style, brand=brand, brand_first=True)
    for name in names:
        says_no_more = words(brand) <= words(name.text) or words(name.text) <= words(brand)
        fitted = fit(name.text, HouseStyle() if says_no_more else home_style, site.limits)
        if fitted is not None and (not brand or names_brand(fitted.value, brand)):
            yield _candidate(name, fitted, home_style, site.limits)
    if brand:
        yield Candidate(brand, Confidence.LOW, ("The site's name alone.",), evidence, score=0.1)


def _brand_of_home(page: Subject, style: HouseStyle) -> tuple[str, tuple[Evidence, ...]]:
    for meta in page.facts.meta_property("og:site_name"):
        name = clean(meta.content or "")
        if name and name.casefold() == (style.brand or name).casefold():
            return style.brand or name, (Evidence("og:site_name", meta.content or "", meta.line),)
    return style.brand or site_name(page.facts), ()

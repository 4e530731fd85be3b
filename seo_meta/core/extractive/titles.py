"""Titles out of what a page calls itself, in the style of its site."""

from collections.abc import Iterator

import msgspec

from seo_meta.core.brand import SEPARATOR_OF_MOST, names_brand
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
from seo_meta.core.topics.title_text import has_placeholder, is_default

from .fitting import Fitted, fit, is_short
from .names import Name, names_of, site_name
from .telling_facts import Fact, telling_facts
from .wording import clean, words


def titles(page: Subject, site: SiteProfile) -> list[Candidate]:
    """The titles that the page's own words give, the best first. One may equal the present title: whether a value is
    new and free is decided over the site (`core/distinct.py`). Raises Abstain."""
    style = _style(site)
    names = names_of(page, site)
    found = list(_of_home(page, site, style, names) if page.is_home else _of_page(page, site, style, names))
    candidates = list({candidate.value: candidate for candidate in reversed(found)}.values())[::-1]
    if candidates:
        return candidates
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
        if fitted is None:
            if _has_title(page):
                continue
            reason = "It is wider than results show, and has no clause to leave out."
            fitted = Fitted(name.text, name.text, (reason,), whole=False)
        variants = tuple(_variants(fitted, facts, style, site))
        candidate = _candidate(name, fitted, style, variants)
        if is_short(fitted.value, site.limits) and variants:
            yield _with_fact(candidate, variants[0])
        yield candidate


def _candidate(name: Name, fitted: Fitted, style: HouseStyle, variants: tuple[Variant, ...]) -> Candidate:
    reasons = (*name.reasons, *fitted.reasons)
    if style.pages and style.brand and names_brand(fitted.value, style.brand):
        reasons += (f"The site is named as in the titles of {style.section or 'the other pages'}.",)
    confidence = name.confidence
    if not fitted.whole:
        confidence = Confidence.LOW if confidence is Confidence.LOW else Confidence.MEDIUM
    return Candidate(fitted.value, confidence, reasons, name.evidence, score=name.weight, variants=variants)


def _with_fact(candidate: Candidate, variant: Variant) -> Candidate:
    """A candidate of its own out of one too short to say much."""
    return Candidate(
        variant.value,
        Confidence.LOW if candidate.confidence is Confidence.LOW else Confidence.MEDIUM,
        (*candidate.reasons, f"Too short alone, so its {variant.fact} is added."),
        (*candidate.evidence, variant.evidence),
        score=candidate.score,
        variants=candidate.variants[1:],
    )


def _variants(fitted: Fitted, facts: list[Fact], style: HouseStyle, site: SiteProfile) -> Iterator[Variant]:
    """The name with one more fact each, as far as it says something new and fits."""
    separator = style.separator or SEPARATOR_OF_MOST
    own = words(fitted.subject) | words(style.brand)
    for fact in facts:
        if any(words(text) <= own for text in fact.texts):
            continue
        tail = separator + separator.join(fact.texts)
        longer = fit(fitted.subject, style, site.limits, tail)
        if longer is not None:
            yield Variant(fact.kind, longer.value, fact.evidence)


def _has_title(page: Subject) -> bool:
    title = page.facts.title
    return bool(title) and not is_default(title) and not has_placeholder(title, page.facts.url)


def _of_home(page: Subject, site: SiteProfile, style: HouseStyle, names: list[Name]) -> Iterator[Candidate]:
    """The site's name stands first on the home page, and may stand alone (T12)."""
    brand, evidence = _brand_of_home(page, style)
    home_style = msgspec.structs.replace(style, brand=brand, brand_first=True)
    for name in names:
        fitted = fit(name.text, home_style, site.limits)
        if fitted is not None:
            yield _candidate(name, fitted, HouseStyle(), ())
    if brand:
        yield Candidate(brand, Confidence.LOW, ("The site's name alone.",), evidence, score=0.1)


def _brand_of_home(page: Subject, style: HouseStyle) -> tuple[str, tuple[Evidence, ...]]:
    for meta in page.facts.meta_property("og:site_name"):
        if name := clean(meta.content or ""):
            return style.brand or name, (Evidence("og:site_name", meta.content or "", meta.line),)
    return style.brand or site_name(page.facts), ()

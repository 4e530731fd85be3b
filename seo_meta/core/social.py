"""The properties of a card for shared links that a page lacks: https://ogp.me/

Each function yields those of one kind that are to be set, nothing where the page has them, and raises Abstain where it
has nothing to set them to.
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import open_graph
from .brand import without_brand
from .copied import MAX_NAME, NOWHERE, web_address, words
from .json_ld import graph
from .own_url import settled_url
from .propose import Abstain, Evidence, SiteProfile, Subject
from .rules.og.url_vs_canonical import OgUrlVsCanonical
from .rules.twitter.card_invalid import CARDS
from .rules.twitter.large_image_without_image import LARGE
from .share_image import ShareImage, named_image, share_image
from .topics.rich_results import own_articles
from .types import PageFacts

MAX_TEXT = 500
"""Characters of a description that are carried over; networks cut far earlier."""
DISAGREES = OgUrlVsCanonical()


class Setting(NamedTuple):
    """A property to be set. `judged` when more than copying was needed."""

    name: str
    content: str
    reason: str
    evidence: Evidence | None = None
    judged: bool = False


def title(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:title"):
        return
    whole = words(page.title)
    if not whole:
        raise Abstain(f"og:title is left out: no title of up to {MAX_NAME} characters is decided.")
    core = without_brand(whole, site.style.brand)  # which og:site_name carries
    reason = "og:title is the title." if core == whole else "og:title is the title without the brand."
    yield Setting("og:title", core, reason, _in_title(page))


def description(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:description"):
        return
    text = words(page.description, MAX_TEXT)
    if not text:
        raise Abstain(f"og:description is left out: no description of up to {MAX_TEXT} characters is decided.")
    evidence = Evidence("description", text) if text in page.facts.description else None
    yield Setting("og:description", text, "og:description is the description.", evidence)


def type(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:type"):
        return
    published = next((meta for meta in page.facts.meta_property("article:published_time") if words(meta.content)), None)
    article = next(own_articles(graph(page.facts)), None)
    if page.is_home or not (published or article):
        yield Setting("og:type", "website", "og:type is website, as of all pages that are no article.")
        return
    told = Evidence("json-ld", article.label, article.line) if article else None
    if published:
        told = Evidence("article:published_time", published.content or "", published.line)
    yield Setting("og:type", "article", "og:type is article, since the page describes itself as one.", told)


def url(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    facts = page.facts
    if _has(facts, "og:url") and not (DISAGREES.applies(facts) and any(DISAGREES.check(facts, site.limits))):
        return
    own = settled_url(facts, site)
    link = next((link for link in facts.canonicals if link.url == facts.canonical and link.url), None)
    evidence = Evidence("canonical", link.href or "", link.line) if link else Evidence("url", facts.url)
    yield Setting("og:url", own, "og:url is the canonical URL.", evidence, judged=_has(facts, "og:url"))


def image(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    facts = page.facts
    metas = [meta for name, meta in open_graph.properties(facts) if name in open_graph.IMAGES]
    written = [meta.content.strip() for meta in metas if meta.content and meta.content.strip()]
    if len(written) > 1 or any(web_address(NOWHERE, address) for address in written):
        return
    best = _completed(page) or share_image(page, site)
    if best is None:
        raise Abstain(
            "og:image is left out: no image of the page is declared large enough, and the home page names none."
        )
    yield Setting("og:image", best.url, f"og:image is the {best.evidence.source}.", best.evidence, best.chosen)
    if best.alt and not _has(facts, "og:image:alt"):
        yield Setting("og:image:alt", best.alt, "og:image:alt is the image's alt.")


def _completed(page: Subject) -> ShareImage | None:
    """The page's own og:image with a relative address."""
    named = named_image(page.facts)
    return named if named and named.evidence.source == "og:image" else None


def site_name(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    """Only along with the rest: no network asks for it."""
    if _has(page.facts, "og:site_name") or any(open_graph.properties(page.facts)):
        return
    of_home = site.home.meta_property("og:site_name") if site.home else ()
    named = next((meta for meta in of_home if words(meta.content)), None)
    if named:
        evidence = Evidence("og:site_name of the home page", named.content or "", named.line)
        yield Setting("og:site_name", words(named.content), "og:site_name is that of the home page.", evidence)
    elif brand := words(site.style.brand):
        yield Setting("og:site_name", brand, "og:site_name is the brand in the site's titles.")


def card(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _content(page.facts, "twitter:card").lower() in CARDS:
        return
    shown = named_image(page.facts) or share_image(page, site)
    if shown and shown.is_large:
        yield Setting("twitter:card", LARGE, f"twitter:card is {LARGE}, since the image is declared that large.")
    else:
        yield Setting("twitter:card", "summary", "twitter:card is summary: no large image is declared.")


def _has(page: PageFacts, name: str) -> bool:
    return bool(_content(page, name))


def _content(page: PageFacts, name: str) -> str:
    """What the page says under a property; networks read `name` as well."""
    metas = (meta for meta in page.metas if name in (meta.property or meta.name).split())
    return next((meta.content.strip() for meta in metas if meta.content and meta.content.strip()), "")


def _in_title(page: Subject) -> Evidence | None:
    """The title as the page has it; one that is approved and not yet there is evidence of nothing."""
    title = page.facts.title
    return Evidence("title", title, page.facts.titles[0].line) if title and title == page.title else None

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, stop_at
from seo_meta.core.copied import MAX_NAME, MAX_REASON, NOWHERE, as_json, web_address, words
from seo_meta.core.defang import clip
from seo_meta.core.json_ld import graph
from seo_meta.core.own_url import settled_url
from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Evidence,
    Field,
    Generator,
    HouseStyle,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.core.rules.og.url_vs_canonical import OgUrlVsCanonical
from seo_meta.core.rules.twitter.card_invalid import CARDS
from seo_meta.core.rules.twitter.large_image_without_image import LARGE
from seo_meta.core.share_image import ShareImage, named_image, share_image
from seo_meta.core.topics.rich_results import own_articles
from seo_meta.core.types import PageFacts

MAX_TEXT = 500
"""Characters of a description that are carried over; networks cut far earlier."""


class Setting(NamedTuple):
    """A property to be set. `judged` when more than copying was needed."""

    name: str
    content: str
    reason: str
    evidence: Evidence | None = None
    judged: bool = False


@generators.register
class Social(Generator):
    """What Open Graph and X cards of a page lack. X reads Open Graph, so nothing is said twice."""

    id = "social"
    mends = {
        Field.SOCIAL: frozenset(
            (
                *("og.title-missing", "og.description-missing", "og.type-missing", "og.url-missing"),
                *("og.url-vs-canonical", "og.image-missing", "og.image-relative", "og.empty-content"),
                *("twitter.card-missing", "twitter.card-invalid", "twitter.large-image-without-image"),
            )
        )
    }

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        if stop := stop_at(Gate.CANONICAL, page.facts):
            raise Abstain(clip(f"Shared links show the canonical page; {stop.reason}.", MAX_REASON))
        _refuse_half(page)
        settings: list[Setting] = []
        left_out: list[str] = []
        for part in PARTS:
            try:
                settings += part(page, site)
            except Abstain as reason:
                left_out.append(str(reason))
        if not settings:
            raise Abstain(" ".join(left_out) or "The page has all that its cards need.")
        return [_candidate(settings, left_out)]


def _refuse_half(page: Subject) -> None:
    """A page without any card gets a whole one or none. Raises Abstain."""
    if any(open_graph.properties(page.facts)):
        return
    for decided, had, name in ((page.title, True, "title"), (page.description, page.facts.description, "description")):
        if had and not decided:
            raise Abstain(f"The page has no Open Graph yet, and its {name} is undecided: decide that first.")


def _candidate(settings: list[Setting], left_out: list[str]) -> Candidate:
    judged = any(setting.judged for setting in settings)
    return Candidate(
        as_json({setting.name: setting.content for setting in sorted(settings)}),
        Confidence.MEDIUM if judged or left_out else Confidence.HIGH,
        (*(setting.reason for setting in settings), *left_out),
        tuple(setting.evidence for setting in settings if setting.evidence),
        Treatment.PROPOSED if judged else Treatment.AUTO,
    )


def _title(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:title"):
        return
    title = words(page.title)
    if not title:
        raise Abstain(f"og:title is left out: no title of up to {MAX_NAME} characters is decided.")
    core = _without_brand(title, site.style)
    reason = "og:title is the title." if core == title else "og:title is the title without the brand."
    yield Setting("og:title", core, reason, _in_title(page))


def _description(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:description"):
        return
    description = words(page.description, MAX_TEXT)
    if not description:
        raise Abstain(f"og:description is left out: no description of up to {MAX_TEXT} characters is decided.")
    stands = page.facts.description if description in page.facts.description else ""
    evidence = Evidence("description", description) if stands else None
    yield Setting("og:description", description, "og:description is the description.", evidence)


def _type(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    if _has(page.facts, "og:type"):
        return
    published = next((meta for meta in page.facts.meta_property("article:published_time") if meta.content), None)
    article = next(own_articles(graph(page.facts)), None)
    if page.is_home or not (published or article):
        yield Setting("og:type", "website", "og:type is website, as of all pages that are no article.")
        return
    told = Evidence("json-ld", article.types[0], article.line) if article else None
    if published:
        told = Evidence("article:published_time", published.content or "", published.line)
    yield Setting("og:type", "article", "og:type is article, since the page describes itself as one.", told)


def _url(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    facts = page.facts
    disagrees = OgUrlVsCanonical()
    if _has(facts, "og:url") and not (disagrees.applies(facts) and any(disagrees.check(facts, site.limits))):
        return
    url = settled_url(facts, site)
    evidence = Evidence("canonical" if facts.canonical else "url", url if facts.canonical else facts.url)
    yield Setting("og:url", url, "og:url is the canonical URL.", evidence, judged=_has(facts, "og:url"))


def _image(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    facts = page.facts
    metas = [meta for name, meta in open_graph.properties(facts) if name in open_graph.IMAGES]
    written = [meta.content.strip() for meta in metas if meta.content and meta.content.strip()]
    if len(written) > 1 or any(web_address(NOWHERE, address) for address in written):
        return
    image = _completed(page) or share_image(page, site)
    if image is None:
        raise Abstain(
            "og:image is left out: no image of the page is declared large enough, and the home page names none."
        )
    yield Setting("og:image", image.url, f"og:image is the {image.evidence.source}.", image.evidence, image.chosen)
    if image.alt and not _has(facts, "og:image:alt"):
        yield Setting("og:image:alt", image.alt, "og:image:alt is the image's alt.", None)


def _completed(page: Subject) -> ShareImage | None:
    """The page's own og:image with a relative address."""
    image = named_image(page.facts)
    return image if image and image.evidence.source == "og:image" else None


def _site_name(page: Subject, site: SiteProfile) -> Iterator[Setting]:
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


def _card(page: Subject, site: SiteProfile) -> Iterator[Setting]:
    written = {_content(page.facts, "twitter:card").lower()} - {""}
    if written & set(CARDS):
        return
    image = named_image(page.facts) or share_image(page, site)
    card = LARGE if image and image.is_large else "summary"
    size = "declared large" if card == LARGE else "not declared large"
    yield Setting("twitter:card", card, f"twitter:card is {card}: the image is {size}.")


PARTS: tuple[Callable[[Subject, SiteProfile], Iterator[Setting]], ...] = (
    *(_title, _description, _type, _url, _image, _site_name),
    _card,
)


def _has(page: PageFacts, name: str) -> bool:
    return bool(_content(page, name))


def _content(page: PageFacts, name: str) -> str:
    """What the page says under a property; networks read `name` as well."""
    metas = (meta for meta in page.metas if name in (meta.property or meta.name).split())
    return next((meta.content.strip() for meta in metas if meta.content and meta.content.strip()), "")


def _without_brand(title: str, style: HouseStyle) -> str:
    """og:site_name carries the brand. A title that is the brand alone stays."""
    if not (style.brand and style.separator):
        return title
    if style.brand_first:
        return title.removeprefix(style.brand + style.separator).strip() or title
    return title.removesuffix(style.separator + style.brand).strip() or title


def _in_title(page: Subject) -> Evidence | None:
    """The title as the page has it; one that is approved and not yet there is evidence of nothing."""
    title = page.facts.title
    return Evidence("title", title, page.facts.titles[0].line) if title and title == page.title else None

"""A page as networks show a link to it, with the property that each text comes from.

Cards of X: https://developer.x.com/en/docs/x-for-websites/cards/overview/markup. Facebook:
https://developers.facebook.com/docs/sharing/webmasters/. LinkedIn, Slack and Discord read Open Graph in the same way;
what they fall back to is from their own help pages and from trying.
"""

from .defang import clip
from .images import declared_size
from .search_result import Shown, breadcrumbs, first_of
from .share_image import LARGE_HEIGHT, LARGE_WIDTH, usable
from .types import Image, PageFacts, Value
from .urls import is_http
from .widths import cut_to_width

LARGE = "summary_large_image"
MAX_URL = 120
OG_IMAGES = ("og:image", "og:image:url", "og:image:secure_url")
X_IMAGES = ("twitter:image", "twitter:image:src")


class CardImage(Value, frozen=True):
    """`fault` says why a network shows none, where the page names one; without `url` and `fault` it names none."""

    url: str = ""
    source: str = ""
    alt: str = ""
    size: str = ""
    fault: str = ""


class SharedCard(Value, frozen=True):
    """All of it is harmless text on one line, but not escaped for HTML. `layout` is `large` (the image above the text,
    1.91 to 1) or `small` (a square beside it)."""

    network: str
    layout: str
    host: str
    site: Shown
    title: Shown
    description: Shown
    image: CardImage


def shared_cards(page: PageFacts) -> tuple[SharedCard, ...]:
    """The card of each network."""
    return (_x(page), _facebook(page), _chat(page))


def _x(page: PageFacts) -> SharedCard:
    """X takes its own properties first, and writes the title into a large image."""
    kind = _meta(page, "twitter:card").text
    return SharedCard(
        network="X",
        layout="large" if kind.lower() == LARGE else "small",
        host=_host(page),
        site=Shown(),
        title=_fitted(_title(page, "twitter:title", "og:title"), 24, 2),
        description=_fitted(_text(page, "twitter:description", "og:description"), 30, 2),
        image=_image(page, X_IMAGES, OG_IMAGES),
    )


def _facebook(page: PageFacts) -> SharedCard:
    return SharedCard(
        network="Facebook, LinkedIn",
        layout="small" if _declared_small(page) else "large",
        host=_host(page),
        site=Shown(),
        title=_fitted(_title(page, "og:title"), 30, 2),
        description=_fitted(_text(page, "og:description"), 34, 1),
        image=_image(page, OG_IMAGES),
    )


def _chat(page: PageFacts) -> SharedCard:
    return SharedCard(
        network="Slack, Discord",
        layout="large" if _meta(page, "twitter:card").text.lower() == LARGE else "small",
        host=_host(page),
        site=first_of(("og:site_name", _meta(page, "og:site_name").text), ("the host", _host(page))),
        title=_fitted(_title(page, "og:title", "twitter:title"), 28, 2),
        description=_fitted(_text(page, "og:description", "twitter:description"), 32, 4),
        image=_image(page, OG_IMAGES, X_IMAGES),
    )


def _host(page: PageFacts) -> str:
    return breadcrumbs(page.url)[0]


def _title(page: PageFacts, *names: str) -> Shown:
    own = ((name, _meta(page, name).text) for name in names)
    return first_of(*own, ("<title>", page.title))


def _text(page: PageFacts, *names: str) -> Shown:
    own = ((name, _meta(page, name).text) for name in names)
    return first_of(*own, ("the description", page.description))


def _fitted(shown: Shown, em: float, lines: int) -> Shown:
    return Shown(cut_to_width(shown.text, em, lines), shown.source)


def _meta(page: PageFacts, name: str) -> Shown:
    metas = (meta for meta in page.metas if name in (meta.property or meta.name).split())
    return first_of(*((name, meta.content or "") for meta in metas))


def _image(page: PageFacts, *groups: tuple[str, ...]) -> CardImage:
    """The first that a network can show, or else the first that the page names, with what is wrong with it."""
    named = [meta for names in groups for name in names if (meta := _meta(page, name)).text]
    for meta in named:
        if not _fault(page, meta.text):
            alt = _meta(page, "og:image:alt").text or _meta(page, "twitter:image:alt").text
            width, height = _declared(page)
            size = f"{width} × {height}" if width and height and meta.source in OG_IMAGES else ""
            return CardImage(clip(meta.text, MAX_URL), meta.source, alt, size)
    if named:
        return CardImage(clip(named[0].text, MAX_URL), named[0].source, fault=_fault(page, named[0].text))
    return CardImage()


def _fault(page: PageFacts, address: str) -> str:
    if not is_http(address.lower()):
        return "Not shown: networks need the whole address."
    return "" if usable(page, address) else "Not shown: networks take no image of this format."


def _declared(page: PageFacts) -> tuple[int, int]:
    width, height = (_meta(page, name).text for name in ("og:image:width", "og:image:height"))
    return declared_size(Image(width=width, height=height))


def _declared_small(page: PageFacts) -> bool:
    width, height = _declared(page)
    return 0 < width < LARGE_WIDTH or 0 < height < LARGE_HEIGHT

"""What the links of a page are, and how findings about them are put together."""

from collections import Counter
from collections.abc import Iterable, Iterator

from . import urls
from .types import Anchor, PageFacts


def origin_of(url: str) -> str:
    """Scheme, host and port, with the slash that every resolved URL has behind them."""
    return "/".join(url.split("/", 3)[:3]) + "/"


def internal_anchors(page: PageFacts) -> Iterator[Anchor]:
    """The links to other pages of the page's own host; the site may be a part of that host only."""
    origin = origin_of(page.url)
    for anchor in page.anchors:
        if anchor.url and anchor.url.startswith(origin) and anchor.url != page.url:
            yield anchor


def external_anchors(page: PageFacts) -> Iterator[Anchor]:
    """The links to pages of other hosts."""
    origin = origin_of(page.url)
    for anchor in page.anchors:
        if anchor.url and urls.is_http(anchor.url) and not anchor.url.startswith(origin):
            yield anchor


def path_of(anchor: Anchor) -> str:
    """The path of the target, percent-encoded, from its first slash."""
    return "/" + (anchor.url or "").split("/", 3)[-1].partition("?")[0]


def by_target(anchors: Iterable[Anchor]) -> Iterator[tuple[Anchor, str]]:
    """The first link to each address, in order, and how many there are: `" (3 links)"`, empty for one."""
    anchors = list(anchors)
    counts = Counter(anchor.url for anchor in anchors)
    for anchor in anchors:
        if times := counts.pop(anchor.url, 0):
            yield anchor, f" ({times} links)" if times > 1 else ""

"""What the links of a page are, and how findings about them are put together."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from seo_meta.core import urls
from seo_meta.core.types import Anchor, PageFacts

from .per_page import once_per_page


def origin_of(url: str) -> str:
    """Scheme, host and port, with the slash that every resolved URL has behind them."""
    return "/".join(url.split("/", 3)[:3]) + "/"


@once_per_page
def internal_anchors(page: PageFacts) -> list[Anchor]:
    """The links to other pages of the page's own host; the site may be a part of that host only."""
    own, origin = page.url, origin_of(page.url)
    return [each for each in page.anchors if each.url and each.url.startswith(origin) and each.url != own]


@once_per_page
def internal_targets(page: PageFacts) -> frozenset[str]:
    """The distinct addresses of `internal_anchors`."""
    return frozenset(each.url for each in internal_anchors(page) if each.url)


def anchors_to(page: PageFacts, targets: Container[str]) -> list[Anchor]:
    return [each for each in internal_anchors(page) if each.url in targets] if targets else []


@once_per_page
def external_anchors(page: PageFacts) -> list[Anchor]:
    """The links to pages of other hosts."""
    origin = origin_of(page.url)
    return [each for each in page.anchors if each.url and not each.url.startswith(origin) and urls.is_http(each.url)]


@once_per_page
def addresses(page: PageFacts) -> frozenset[str]:
    """The distinct `href` of its links that are URLs, as written: fewer to look at than the links themselves."""
    return frozenset(each.href for each in page.anchors if each.href and each.url)


def anchors_with(page: PageFacts, hrefs: Container[str]) -> list[Anchor]:
    return [each for each in page.anchors if each.href in hrefs] if hrefs else []


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

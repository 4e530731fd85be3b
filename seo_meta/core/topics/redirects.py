"""Where redirects lead: those of a site in the end, and those that a page carries in itself."""

import re
from collections.abc import Iterator

import msgspec

from seo_meta.core import urls
from seo_meta.core.site import Site, SitePage, unpack
from seo_meta.core.types import PageFacts

from .per_site import once_per_site

# The grammar of https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps, whose `url=`
# and quotes are optional.
REFRESH = re.compile(r"\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)


class Redirects(msgspec.Struct, frozen=True):
    """All by the key of the redirecting page. Those that run in a circle, or into one, have no end."""

    pages: dict[int, SitePage]
    next: dict[int, int]
    """Key of where the page leads."""
    ends: dict[int, tuple[int, int]]
    """(key of the last redirect on the way, hops to where that one leads)"""
    loops: tuple[tuple[int, ...], ...]
    """Keys in the order of the circle, from its first page in the order of URLs."""

    def end(self, key: int) -> int | None:
        """The key of what the redirects lead to in the end; None when they never end."""
        return self.next[self.ends[key][0]] if key in self.ends else None

    def last(self, key: int) -> SitePage:
        """The last redirect on the way of one that ends."""
        return self.pages[self.ends[key][0]]


@once_per_site
def read_redirects(site: Site) -> Redirects:
    """One pass over the site."""
    pages = {unpack(page.key)[0]: page for page in site.pages() if page.redirect}
    following = {key: unpack(page.redirect)[0] for key, page in pages.items()}
    ends: dict[int, tuple[int, int] | None] = {}
    loops = tuple(_follow(following, ends))
    return Redirects(pages, following, {key: end for key, end in ends.items() if end}, loops)


def _follow(following: dict[int, int], ends: dict[int, tuple[int, int] | None]) -> Iterator[tuple[int, ...]]:
    """Fill `ends`, each page once, and yield the circles."""
    for start in following:
        path: dict[int, None] = {}
        key = start
        while key in following and key not in ends and key not in path:
            path[key] = None
            key = following[key]
        walked = list(path)
        if key in path:
            end = None
            yield tuple(walked[walked.index(key) :])
        else:
            end = ends[key] if key in ends else (walked[-1], 0) if walked else None
        for hops, each in enumerate(reversed(walked), start=1):
            ends[each] = (end[0], end[1] + hops) if end else None


def refresh_target(refresh: str, page: PageFacts) -> str | None:
    """Where a `Refresh` leads, be it header or `<meta>`; None when it only loads the page again."""
    found = REFRESH.match(refresh)
    target = urls.resolve(page.base_url, found[1])[0] if found else None
    return None if target == page.url else target

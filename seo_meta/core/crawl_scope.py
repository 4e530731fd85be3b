"""Which of the URLs that a crawl meets it reads, and why not the others."""

from enum import IntEnum
from urllib.parse import unquote

import msgspec

from . import robots_txt, traps, urls
from .scope import Scope

MAX_REDIRECTS = 10
FILTERED = "left out by include or exclude"


class UrlState(IntEnum):
    """What became of a URL that a crawl met."""

    WAITING = 0
    READ = 1
    LEFT_OUT = 2
    """On purpose: robots.txt forbids it, the scope leaves it out, it looks like a trap. The run is complete."""
    MISSED = 3
    """It should have been read; the run is partial."""


class Met(msgspec.Struct, frozen=True):
    """A URL of the site that was met, and what becomes of it."""

    url: str
    depth: int
    hops: int
    state: UrlState
    reason: str = ""


class CrawlScope:
    """One origin, the paths of `scope`, what robots.txt allows, and no deeper than `max_depth` links."""

    def __init__(self, base_url: str, scope: Scope, robots_text: str, agent: str, max_depth: int | None = None) -> None:
        self.base_url = base_url
        self._scope = scope
        self._robots_text = robots_text
        self._agent = agent
        self._max_depth = max_depth

    def meet(self, url: str, depth: int, hops: int = 0) -> Met | None:
        """`url` is absolute, in WHATWG form and without fragment; None when it lies outside the site."""
        if not urls.in_scope(url, self.base_url):
            return None
        if not self._scope.allows(unquote(url.removeprefix(self.base_url).partition("?")[0])):
            return Met(url, depth, hops, UrlState.LEFT_OUT, FILTERED)
        if trap := traps.reason(url):
            return Met(url[: traps.MAX_LENGTH + 1], depth, hops, UrlState.LEFT_OUT, trap)
        if hops > MAX_REDIRECTS:
            return Met(url, depth, hops, UrlState.MISSED, f"comes after more than {MAX_REDIRECTS} redirects in a row")
        if not robots_txt.allows(self._robots_text, url, self._agent):
            return Met(url, depth, hops, UrlState.LEFT_OUT, "forbidden by robots.txt")
        if self._max_depth is not None and depth > self._max_depth:
            return Met(url, depth, hops, UrlState.MISSED, f"lies more than {self._max_depth} links from the start")
        return Met(url, depth, hops, UrlState.WAITING)

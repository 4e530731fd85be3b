"""A site as site rules see it: a stream of small page values, and the links between them as packed keys.

Links are eight-byte keys (`text.key64`) so that ten thousand pages of a hundred links are a few megabytes and "which of
these targets exist" is one set operation; a rule opens the anchors only of pages where something is missing.
"""

from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol
from urllib.parse import unquote

import msgspec

from . import text, urls
from .types import Anchor, PageFacts


class SitePage(msgspec.Struct, frozen=True, gc=False):
    """What one pass over the site needs of a page. `links`, `fragments` and `ids` are packed keys (`unpack`)."""

    id: int
    url: str
    key: bytes
    """`key64` of the page's look-up key."""
    status: int
    indexable: bool
    self_canonical: bool
    language: str
    title: str
    description: str
    word_count: int
    content_hash: str
    links: bytes
    """The distinct pages inside the site that it links to, with nofollow or without: a reader follows both."""
    fragments: bytes
    """The distinct `page#fragment` keys inside the site that it links to."""
    ids: bytes
    """Its own `page#id` keys."""


class Site(Protocol):
    """What a site rule may ask. Every call of `pages` starts a new pass in the order of URLs."""

    complete: bool
    """Whether every page in scope was read whole."""
    filtered: bool
    """Whether pages were left out of scope on purpose, by include or exclude."""
    home: bytes
    """`key64` of the home page."""
    inventory: bool
    """Whether all that the site serves is known, as in a built folder; a live site may have more than was read."""

    def pages(self) -> Iterator[SitePage]: ...

    def files(self) -> frozenset[int]:
        """Unpacked keys of what exists besides the pages: images, downloads, pages out of scope."""
        ...

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        """The anchors of one page, with lines."""
        ...

    def key(self, url: str) -> bytes | None:
        """`key64` of the look-up key of `url`; None when it lies outside the site."""
        ...


def site_page(id: int, facts: PageFacts, scope: str, *, clean_urls: bool) -> SitePage:
    """The small value of a page; `scope` is the base URL that the site's pages share."""
    links, fragments, ids = pack(facts, scope, clean_urls=clean_urls)
    return SitePage(
        id=id,
        url=facts.url,
        key=text.key64(facts.key),
        status=facts.status,
        indexable=facts.indexable,
        self_canonical=facts.self_canonical,
        language=(facts.lang or "").strip().lower(),
        title=facts.title,
        description=facts.description,
        word_count=facts.word_count,
        content_hash=facts.content_hash,
        links=links,
        fragments=fragments,
        ids=ids,
    )


def unpack(keys: bytes) -> "array[int]":
    """The keys of a packed set as integers. Takes any bytes-like value, since databases hand out several."""
    numbers = array("Q")
    numbers.frombytes(keys)
    return numbers


def fragment_key(page: bytes, fragment: str) -> bytes:
    """The key of a place in the page with the key `page`. Percent escapes are decoded: some generators write them into
    ids too."""
    return text.digest64(page + unquote(fragment).encode("utf-8", "replace"))


@lru_cache(maxsize=50_000)
def target_key(url: str, *, clean_urls: bool) -> bytes:
    """`key64` of the look-up key of a link's target. Pages of a site share most of theirs, so answers are kept."""
    return text.key64(urls.page_key(url, clean_urls=clean_urls))


def pack(facts: PageFacts, scope: str, *, clean_urls: bool) -> tuple[bytes, bytes, bytes]:
    """(links, fragments, ids) of a page as packed keys."""
    links: set[bytes] = set()
    fragments: set[bytes] = set()
    for anchor in facts.anchors:
        if anchor.url is None or not urls.in_scope(anchor.url, scope):
            continue
        key = target_key(anchor.url, clean_urls=clean_urls)
        links.add(key)
        if anchor.fragment and not is_browser_fragment(anchor.fragment):
            fragments.add(fragment_key(key, anchor.fragment))
    if facts.redirect_url and urls.in_scope(facts.redirect_url, scope):
        links.add(target_key(facts.redirect_url, clean_urls=clean_urls))
    own = text.key64(facts.key)
    ids = {fragment_key(own, identifier) for identifier in facts.ids}
    return b"".join(sorted(links)), b"".join(sorted(fragments)), b"".join(sorted(ids))


def is_browser_fragment(fragment: str) -> bool:
    """Whether no element needs to answer it: `#top`, text fragments (`#:~:text=`), routes of scripts (`#!`, `#/`)."""
    return fragment.lower() == "top" or ":~:" in fragment or fragment.startswith(("!", "/"))

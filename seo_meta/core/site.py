"""A site as site rules see it: a stream of small page values, and the links between them as packed keys.

Links are eight-byte keys (`text.key64`) so that ten thousand pages of a hundred links are a few megabytes and "which of
these targets exist" is one set operation; a rule opens the anchors only of pages where something is missing.
"""

from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from sys import byteorder
from typing import Protocol
from urllib.parse import unquote

import msgspec

from . import text, urls
from .external_links import ExternalLink
from .resources import resource_urls
from .types import Anchor, PageFacts
from .waivers import WaiverUse

KEY_BYTES = 8


class SitePage(msgspec.Struct, frozen=True, gc=False):
    """What one pass over the site needs of a page. `links` and what follows are packed keys (`unpack`)."""

    id: int
    url: str
    key: bytes
    """`key64` of the page's look-up key."""
    status: int
    is_html: bool
    indexable: bool
    noindex: bool
    self_canonical: bool
    canonical: bytes
    """`key64` of the look-up key of its canonical; empty without one."""
    redirect: bytes
    """`key64` of the look-up key of where a 3xx answer leads; empty for other answers."""
    language: str
    title: str
    description: str
    h1: str
    alternates: str
    """Its hreflang annotations as JSON; empty without any (`read_alternates`)."""
    word_count: int
    content_hash: str
    signature: str
    """`text.signature` of the main text."""
    template: str
    links: bytes
    """The distinct pages inside the site that it links to, with nofollow or without: a reader follows both."""
    followed: bytes
    """Those of them that it links to without nofollow."""
    fragments: bytes
    """The distinct `page#fragment` keys inside the site that it links to."""
    ids: bytes
    """Its own `page#id` keys."""
    resources: bytes
    """The distinct files inside the site that it loads: images, scripts, style sheets and media."""


class TextFile(msgspec.Struct, frozen=True):
    """robots.txt or llms.txt. `state` is `ok`, `absent` (4xx, not in the folder) or `unreachable` (5xx, no answer)."""

    url: str = ""
    state: str = "absent"
    status: int | None = None
    text: str = ""
    byte_size: int = 0


class SitemapFile(msgspec.Struct, frozen=True):
    """A sitemap that was found. `state` is `ok`, `unreachable`, `invalid` (it cannot be parsed, or not to its end), or
    `not-read` (it lies on another site, robots.txt forbids it to us, or too many indexes lead to it); `error` says
    why."""

    url: str
    state: str = "ok"
    error: str = ""
    is_index: bool = False
    parent: str = ""
    """URL of the index that names it."""
    byte_size: int = 0
    """Uncompressed; reading ends one byte above the 50 MB that a sitemap may have."""
    entries: int = 0
    """How many it has: of an index, sitemaps. 50,001 stands for any larger number."""
    declared: bool = False
    """Whether robots.txt names it."""
    namespace: str | None = None
    """Of its elements when that is not the protocol's; empty for none."""
    loop: str = ""
    """Of an index, the first that it lists and that leads to it: itself, or an index above it."""


class SitemapEntry(msgspec.Struct, frozen=True, gc=False):
    """One `<url>` of a sitemap: `url` in WHATWG form, or as written when it is no absolute http(s) URL. `key` is None
    outside the site. Of a sitemap the first 50,000 are kept."""

    sitemap: str
    url: str
    key: bytes | None
    lastmod: str = ""


MAX_OUTBOUND = 500
"""Addresses outside the site that are kept of one page."""
MAX_OUTBOUND_LENGTH = 2048
"""Characters of such an address; longer ones are left out."""


class Site(Protocol):
    """What a site rule may ask. Every call of `pages` starts a new pass in the order of URLs."""

    base_url: str
    today: str
    """The date of the run, ISO 8601."""
    complete: bool
    """Whether every page in scope was read whole."""
    filtered: bool
    """Whether pages were left out of scope on purpose, by include or exclude."""
    home: bytes
    """`key64` of the home page."""
    inventory: bool
    """Whether all that the site serves is known, as in a built folder; a live site may have more than was read."""
    robots: TextFile
    llms: TextFile
    sitemaps: tuple[SitemapFile, ...]

    def pages(self) -> Iterator[SitePage]: ...

    def outbound(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(page, addresses outside the site that it links to), of the pages that answered 200 and have any."""
        ...

    def external_links(self) -> Mapping[str, ExternalLink]:
        """What checks of late found out about those addresses, by URL; those never checked are absent."""
        ...

    def sitemap_entries(self) -> Iterator[SitemapEntry]:
        """The entries of all sitemaps, in the order of sitemaps."""
        ...

    def files(self) -> frozenset[int]:
        """Unpacked keys of what exists besides the pages: images, downloads, pages out of scope."""
        ...

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        """The anchors of one page, with lines."""
        ...

    def facts(self, page: int) -> PageFacts:
        """All facts of one page; for the few pages that a pass has picked out."""
        ...

    def waivers(self) -> tuple[WaiverUse, ...]:
        """The site's waivers, with how many findings of the other rules each fits."""
        ...

    def key(self, url: str) -> bytes | None:
        """`key64` of the look-up key of `url`; None when it lies outside the site."""
        ...

    def previous(self) -> "Site | None":
        """The complete run of this site before this one, or None."""
        ...


def site_page(id: int, facts: PageFacts, scope: str, *, clean_urls: bool) -> SitePage:
    """The small value of a page; `scope` is the base URL that the site's pages share."""
    redirect = facts.redirect_url
    return SitePage(
        id=id,
        url=facts.url,
        key=text.key64(facts.key),
        status=facts.status,
        is_html=facts.is_html,
        indexable=facts.indexable,
        noindex=facts.noindex is not None,
        self_canonical=facts.self_canonical,
        canonical=text.key64(facts.canonical_key) if facts.canonical_key else b"",
        redirect=target_key(redirect, clean_urls=clean_urls) if redirect else b"",
        language=(facts.lang or "").strip().lower(),
        title=facts.title,
        description=facts.description,
        h1=next((heading.text for heading in facts.headings if heading.level == 1), ""),
        alternates=_write_alternates(facts),
        word_count=facts.word_count,
        content_hash=facts.content_hash,
        signature=facts.signature,
        template=facts.template,
        **pack(facts, scope, clean_urls=clean_urls),
    )


def _write_alternates(facts: PageFacts) -> str:
    links = (link for link in facts.linked("alternate") if link.in_head)
    alternates = [(link.hreflang, link.url) for link in links if link.hreflang and link.url]
    return msgspec.json.encode(alternates).decode() if alternates else ""


def read_alternates(page: SitePage) -> list[tuple[str, str]]:
    """(code as written, URL) of each hreflang annotation of a page."""
    return msgspec.json.decode(page.alternates, type=list[tuple[str, str]]) if page.alternates else []


def unpack(keys: bytes) -> "array[int]":
    """The keys of a packed set as integers. Takes any bytes-like value, since databases hand out several."""
    numbers = array("Q")
    numbers.frombytes(keys)
    return numbers


def split(keys: bytes) -> Iterator[bytes]:
    """The keys of a packed set."""
    return (keys[start : start + KEY_BYTES] for start in range(0, len(keys), KEY_BYTES))


def pack_key(number: int) -> bytes:
    """The key that `unpack` made a number of."""
    return number.to_bytes(8, byteorder)


def fragment_key(page: bytes, fragment: str) -> bytes:
    """The key of a place in the page with the key `page`. Percent escapes are decoded: some generators write them into
    ids too."""
    if "%" in fragment:
        fragment = unquote(fragment)
    return text.digest64(page + fragment.encode("utf-8", "replace"))


@lru_cache(maxsize=50_000)
def target_key(url: str, *, clean_urls: bool) -> bytes:
    """`key64` of the look-up key of a link's target. Pages of a site share most of theirs, so answers are kept."""
    return text.key64(urls.page_key(url, clean_urls=clean_urls))


def pack(facts: PageFacts, scope: str, *, clean_urls: bool) -> dict[str, bytes]:
    """The packed fields of `SitePage`."""
    links: set[bytes] = set()
    followed: set[bytes] = set()
    fragments: set[bytes] = set()
    # A page links to the same address several times; None stands for one outside the site.
    keys: dict[str, bytes | None] = {}
    for anchor in facts.anchors:
        url = anchor.url
        if url is None:
            continue
        if url not in keys:
            keys[url] = target_key(url, clean_urls=clean_urls) if urls.in_scope(url, scope) else None
        key = keys[url]
        if key is None:
            continue
        links.add(key)
        if not anchor.rel or "nofollow" not in anchor.rel:
            followed.add(key)
        if anchor.fragment and not is_browser_fragment(anchor.fragment):
            fragments.add(fragment_key(key, anchor.fragment))
    if facts.redirect_url and urls.in_scope(facts.redirect_url, scope):
        links.add(target_key(facts.redirect_url, clean_urls=clean_urls))
    own = text.key64(facts.key)
    ids = {fragment_key(own, identifier) for identifier in facts.ids}
    resources = {
        target_key(url, clean_urls=clean_urls) for url in set(resource_urls(facts)) if urls.in_scope(url, scope)
    }
    packed = {"links": links, "followed": followed, "fragments": fragments, "ids": ids, "resources": resources}
    return {name: b"".join(sorted(keys)) for name, keys in packed.items()}


def outbound(facts: PageFacts, scope: str) -> tuple[str, ...]:
    """The first 500 distinct http(s) addresses outside the site that a page links to."""
    targets: dict[str, None] = {}
    for anchor in facts.anchors:
        url = anchor.url
        if url and url not in targets and not urls.in_scope(url, scope) and _can_be_asked(url):
            targets[url] = None
            if len(targets) == MAX_OUTBOUND:
                break
    return tuple(targets)


def _can_be_asked(url: str) -> bool:
    """Whether it is an http(s) URL of sane length, and carries no user name, which would not be sent."""
    return urls.is_http(url) and len(url) <= MAX_OUTBOUND_LENGTH and "@" not in url.split("/", 3)[2]


def is_browser_fragment(fragment: str) -> bool:
    """Whether no element needs to answer it: `#top`, text fragments (`#:~:text=`), routes of scripts (`#!`, `#/`)."""
    return fragment.lower() == "top" or ":~:" in fragment or fragment.startswith(("!", "/"))

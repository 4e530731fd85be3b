"""URLs by the WHATWG rules (https://url.spec.whatwg.org/), through ada."""

import re
from functools import lru_cache
from urllib.parse import unquote

import ada_url

CLEAN_URL_TAIL = re.compile(r"(?:/index)?\.html?$|/index$|/$", re.IGNORECASE)


def join(base: str, href: str) -> str | None:
    """Resolve `href` against `base` as a browser does; None when it is not a URL."""
    try:
        return ada_url.join_url(base, href)
    except ValueError:
        return None


def resolve(base: str, href: str) -> tuple[str | None, str]:
    """(absolute URL without fragment, or None; decoded fragment). `base` has no fragment."""
    if href.startswith("#"):
        return base, unquote(href[1:])
    joined = join(base, href)
    if joined is None:
        return None, ""
    address, _, fragment = joined.partition("#")
    return address, unquote(fragment) if "%" in fragment else fragment


def page_key(url: str, *, clean_urls: bool) -> str:
    """The look-up key of a page: the URL without fragment, which alone decides whether two links meet.

    With `clean_urls` (a built folder) `/about`, `/about/`, `/about.html` and `/about/index.html` are one page, as on
    the hosts that serve such folders; a query does not choose a file there. The URL itself is kept as it was linked.
    """
    address = url.partition("#")[0]
    if not clean_urls:
        return address
    return CLEAN_URL_TAIL.sub("", unquote(address.partition("?")[0]))


def is_http(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def in_scope(url: str, base_url: str) -> bool:
    """Whether `url` lies under `base_url`, which ends with a slash; the bare prefix without the slash belongs to it."""
    return url.startswith(base_url) or url == base_url[:-1]


@lru_cache(maxsize=50_000)
def host_of(url: str) -> str:
    """The host without port; empty for what is no URL. Rules ask for the same few again and again."""
    try:
        return str(ada_url.URL(url).hostname)
    except ValueError:
        return ""


def without_origin(key: str) -> str:
    """The part of a key after the host, so that a finding keeps its identity on a preview host."""
    return "/" + key.split("/", 3)[3] if key.count("/") > 2 else "/"

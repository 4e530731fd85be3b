"""The URL under which a page should be known: its own, as the site publishes it, without what visits add to it.

https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import open_graph, traps, urls
from .defang import clip
from .json_ld import MAX_SHOWN
from .propose import Abstain, Confidence, Evidence, SiteProfile
from .topics import parameters
from .topics.pagination import IN_QUERY as PAGE_NUMBER
from .topics.pagination import place_of
from .types import PageFacts


class OwnUrl(NamedTuple):
    """`as_read` says that it is the address where the page was found, so that nothing had to be weighed."""

    url: str
    as_read: bool
    confidence: Confidence
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Statement(NamedTuple):
    """A URL that the page gives itself, as written and in the site's scheme and host."""

    evidence: Evidence
    url: str


def settled_url(page: PageFacts, site: SiteProfile) -> str:
    """The canonical URL that the page has, or else its own where that needs no decision. Raises Abstain."""
    if page.canonical and urls.is_http(page.canonical):
        return page.canonical.partition("#")[0]
    own = own_url(page, site)
    if not own.as_read:
        raise Abstain("The canonical URL of the page is undecided: decide that first.")
    return own.url


def own_url(page: PageFacts, site: SiteProfile) -> OwnUrl:
    """Raises Abstain where it cannot be told from the page and its address."""
    url = on_site(page.url, site)
    if endless := traps.reason(url):
        raise Abstain(f"The address of the page is no original: {endless}.")
    # Each page of a list is an original, also where its number stands in the query.
    unknown = [part for part in parameters.parts(url) if not PAGE_NUMBER.fullmatch(part)]
    stated = list(_stated(page, url, site))
    forms = list(dict.fromkeys(statement.url for statement in stated))
    if unknown and len(forms) != 1:
        view = f"?{clip(unknown[0], MAX_SHOWN)} may choose another page or only another view of one"
        raise Abstain(f"{view}: decide which address is the original.")
    found = (Evidence("url", page.url), *(statement.evidence for statement in stated))
    sources = " and ".join(dict.fromkeys(statement.evidence.source for statement in stated))
    if forms in ([], [url]):
        plain = "It is the page's own URL" + (" without additions." if url != page.url else ".")
        return OwnUrl(url, True, Confidence.HIGH, (plain, f"{sources}: the same URL.") if forms else (plain,), found)
    if len(forms) == 1:
        agreed = f"{sources}: the page's address in this form; it was found as {page.url}."
        return OwnUrl(forms[0], False, Confidence.MEDIUM, (agreed,), found)
    # What shared links say comes first, since the canonical must agree with it.
    chosen = forms[0] if stated[0].evidence.source == "og:url" else url
    differ = f"The page writes its own address in {len(forms)} forms: {' and '.join(forms[:2])}."
    return OwnUrl(chosen, False, Confidence.LOW, (differ,), found)


def on_site(url: str, site: SiteProfile) -> str:
    """The URL in the site's scheme and host, without fragment, tracking parameters and session ids; of a built folder
    without query, which chooses no file there. Raises Abstain for another host."""
    host = urls.host_of(site.base_url)
    if host.endswith(".invalid"):
        raise Abstain("Where the site is published is not known: name its base URL.")
    if not urls.is_http(url) or bare_host(url) != bare_host(site.base_url):
        raise Abstain(f"The page was not found on {host}, and no canonical is made up across hosts.")
    tidy = parameters.without_tracking(url)
    if site.clean_urls:
        tidy = tidy.partition("?")[0]
    origin = "/".join(site.base_url.split("/", 3)[:3])
    return f"{origin}/{tidy.partition('://')[2].partition('/')[2]}"


def bare_host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")


def is_same_page(url: str, own: str) -> bool:
    """Whether two URLs of one site differ in spelling alone: slash, `index.html`, or parameters that `url` lacks."""
    if urls.page_key(url, clean_urls=True) != urls.page_key(own, clean_urls=True):
        return False
    return set(parameters.parts(url)) <= set(parameters.parts(own)) and place_of(url).number == place_of(own).number


def _stated(page: PageFacts, own: str, site: SiteProfile) -> Iterator[Statement]:
    """What the page calls itself, each source once for each form. Raises Abstain when Open Graph names another page."""
    seen = set()
    for evidence, url in _self_references(page, site):
        form = on_site(url, site) if bare_host(url) == bare_host(own) else ""
        if evidence.source == "og:url" and not is_same_page(form, own):
            raise Abstain(f"og:url names {clip(url, MAX_SHOWN)} instead of this page: decide which is right.")
        if is_same_page(form, own) and (evidence.source, form) not in seen:
            seen.add((evidence.source, form))
            yield Statement(evidence, form)


def _self_references(page: PageFacts, site: SiteProfile) -> Iterator[tuple[Evidence, str]]:
    """What may be an address of the page itself, with its absolute URL. Its links count in a built folder, where
    several addresses lead to one file."""
    for name, meta in open_graph.properties(page):
        address = (meta.content or "").strip()
        url = urls.join(page.base_url, address) if name == "og:url" and address else None
        if url and urls.is_http(url):
            yield Evidence("og:url", meta.content or "", meta.line), url
            break
    for link in page.linked("alternate"):
        if link.hreflang and link.url and urls.is_http(link.url):
            yield Evidence("hreflang", link.href or "", link.line), link.url
    for anchor in page.anchors if site.clean_urls else ():
        if anchor.url and urls.is_http(anchor.url) and not anchor.fragment and anchor.href not in ("", "#"):
            yield Evidence("link", anchor.href or "", anchor.line), anchor.url

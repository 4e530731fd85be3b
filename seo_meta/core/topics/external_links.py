"""Where a site links to addresses of other sites that checks found something out about."""

from collections.abc import Callable, Iterator, Mapping

from seo_meta.core.external_links import BROKEN, ExternalLink
from seo_meta.core.findings import SiteFailure
from seo_meta.core.site import Site

from .anchors import by_target


def select_links(site: Site, wanted: Callable[[ExternalLink], bool]) -> dict[str, ExternalLink]:
    return {url: link for url, link in site.external_links().items() if wanted(link)}


def failures_at(
    site: Site, links: Mapping[str, ExternalLink], message: Callable[[ExternalLink], str]
) -> Iterator[SiteFailure]:
    """A failure at the first link of each page to each of the addresses. `message` is a clause about the address."""
    for page, targets in site.outbound() if links else ():
        if links.keys().isdisjoint(targets):
            continue
        for anchor, repeated in by_target(each for each in site.anchors(page) if each.url in links):
            url = anchor.url or ""
            yield SiteFailure(page, f"The link leads to {url}, {message(links[url])}{repeated}.", url, anchor.line)


def last_answer(link: ExternalLink) -> str:
    """The last answer in brackets, as in ` (404)`; empty when it does not tell whether the address is broken."""
    return f" ({link.status or link.reason})" if link.answer in BROKEN else ""

"""Which pages name another page as their canonical, and what is there."""

from typing import NamedTuple

from seo_meta.core.findings import SiteFailure
from seo_meta.core.site import Site

from .per_site import once_per_site


class Naming(NamedTuple):
    """An indexable page that names another URL than its own."""

    id: int
    key: bytes
    url: str
    canonical: bytes
    """`key64` of the look-up key of the URL that it names."""


class Target(NamedTuple):
    """A page of the site that others name."""

    url: str
    status: int
    noindex: bool


class Canonicals(NamedTuple):
    naming: tuple[Naming, ...]
    targets: dict[bytes, Target]


@once_per_site
def read_canonicals(site: Site) -> Canonicals:
    """Two passes over the pages; kept, since several rules ask for the same site."""
    naming = tuple(
        Naming(page.id, bytes(page.key), page.url, bytes(page.canonical))
        for page in site.pages()
        if page.indexable and not page.self_canonical
    )
    named = {page.canonical for page in naming}
    targets = {
        key: Target(page.url, page.status, page.noindex)
        for page in (site.pages() if named else ())
        if (key := bytes(page.key)) in named
    }
    return Canonicals(naming, targets)


def canonical_of(site: Site, page: int) -> tuple[str, int | None]:
    """(URL, line) of the canonical link that counts. Opens the page, so only for those that were picked out."""
    links = site.facts(page).canonicals
    return next(((link.url, link.line) for link in links if link.in_head and link.url), ("", None))


def at_canonical(site: Site, page: int, message: str) -> SiteFailure:
    """A failure at the page's canonical link, for whose URL the message has a `{}`."""
    url, line = canonical_of(site, page)
    return SiteFailure(page, message.format(url), url, line)

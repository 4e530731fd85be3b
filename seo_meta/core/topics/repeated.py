"""Pages that share a title, a description or a heading."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from seo_meta.core.site import Site, SitePage, read_alternates
from seo_meta.core.text import digest64

from .pagination import place_of


class Repeated(NamedTuple):
    """A page that shares a text with others."""

    id: int
    text: str
    """In lower case."""
    pages: int
    """How many pages have the text."""
    other: str
    """URL of one of the others."""


class _Member(NamedTuple):
    id: int
    url: str
    versions: bytes


def repeated_texts(site: Site, text_of: Callable[[SitePage], str]) -> Iterator[Repeated]:
    """The pages that share a text within one language, among those that are indexable and their own canonical.

    The pages of one list may well share it, and so may the versions of one page for several regions: they count as one
    page, for which the first of them stands.
    """
    groups: defaultdict[tuple[str, str], list[_Member]] = defaultdict(list)
    for page in site.pages():
        if page.indexable and page.self_canonical and (text := text_of(page)):
            groups[page.language, text.casefold()].append(_Member(page.id, page.url, _versions(site, page)))
    for (_, text), members in groups.items():
        distinct = list(_distinct(members)) if len(members) > 1 else []
        for member in distinct if len(distinct) > 1 else ():
            other = distinct[0] if distinct[0] is not member else distinct[1]
            yield Repeated(member.id, text, len(distinct), other.url)


def family(site: Site, page: SitePage) -> str:
    """The same for the versions of one page for several regions, which may share a title; empty without any."""
    return _versions(site, page).hex()


def _versions(site: Site, page: SitePage) -> bytes:
    """The same for the versions of one page that name each other and themselves (hreflang); else empty."""
    keys = {key for _, url in read_alternates(page) if (key := site.key(url))}
    return digest64(b"".join(sorted(keys))) if bytes(page.key) in keys else b""


def _distinct(members: list[_Member]) -> Iterator[_Member]:
    seen: set[str | bytes] = set()
    for member in members:
        names: set[str | bytes] = {place_of(member.url).series, member.versions or member.url}
        if seen.isdisjoint(names):
            yield member
        seen |= names

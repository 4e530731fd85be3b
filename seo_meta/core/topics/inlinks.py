"""Which pages of a site are linked, and how. Links of error pages and of a page to itself do not count."""

from collections import Counter

import msgspec

from seo_meta.core.site import Site, unpack

from .per_site import once_per_site


class Inlinks(msgspec.Struct, frozen=True):
    """By the keys of the targets, which need not be pages."""

    followed: Counter[int]
    """How many pages link there without nofollow, or are redirected there."""
    nofollowed: frozenset[int]
    """Linked with nofollow by a page that has no other link there."""
    searchable: frozenset[int]
    """Linked by, or redirected from, what search engines may index or pass through."""
    unsearchable: frozenset[int]
    """Linked by pages with noindex."""


@once_per_site
def read_inlinks(site: Site) -> Inlinks:
    """One pass over the site."""
    followed: Counter[int] = Counter()
    nofollowed: set[int] = set()
    searchable: set[int] = set()
    unsearchable: set[int] = set()
    for page in site.pages():
        if page.status >= 400:
            continue
        own = unpack(page.key)
        links = set(unpack(page.links)).difference(own)
        (unsearchable if page.noindex else searchable).update(links)
        unmarked = links if page.redirect else set(unpack(page.followed)).difference(own)
        followed.update(unmarked)
        nofollowed |= links - unmarked
    return Inlinks(followed, frozenset(nofollowed), frozenset(searchable), frozenset(unsearchable))

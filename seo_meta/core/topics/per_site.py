"""What several site rules ask of the same site, read once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from seo_meta.core.site import Site

T = TypeVar("T")


def once_per_site(read: Callable[[Site], T]) -> Callable[[Site], T]:
    """Keep the answer of `read` for as long as the site itself is kept."""
    known: WeakKeyDictionary[Site, T] = WeakKeyDictionary()

    @wraps(read)
    def answer(site: Site) -> T:
        if site not in known:
            known[site] = read(site)
        return known[site]

    return answer

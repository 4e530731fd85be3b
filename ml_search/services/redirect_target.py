"""Where an address that is gone should lead: the page that is called what the address and the links to it say."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.apps import apps

from ml_search.anchors import anchor_texts
from ml_search.core.stems import query_of, stems
from ml_search.core.words import words
from ml_search.errors import QueryError
from ml_search.models import IndexedPage
from ml_search.ranking import ranked_pages
from seo_meta.selectors import StoredSite

CANDIDATES = 10
"""Pages that are compared for each thing that is known of the address."""
MIN_SCORE = 0.5
"""A page that shares less is a guess; the address should then answer 410."""
MAX_TEXTS = 5
"""Link texts that are looked at."""
FILE_WORDS = frozenset(("index", "default", "html", "htm", "php", "asp", "aspx", "jsp"))


class RedirectTarget(NamedTuple):
    page: IndexedPage
    score: float
    """Words shared with the page's title, H1 or address, from 0 to 1 (Dice)."""
    evidence: str
    """What was compared: words of the address, a link's text, or the title that the page had."""


def redirect_target(run: Any, url: str) -> RedirectTarget | None:
    """The best page of a run's site for an address that answers 404, or None when none is good enough.

    Raises QueryError for an address outside the site, and for one that search engines may still show.
    """
    site = StoredSite(run)
    key = site.key(url)
    if key is None:
        raise QueryError(f"{url} is not an address of {run.site.base_url}.")
    pages = IndexedPage.objects.filter(site=run.site_id)
    if pages.filter(key=key, page__run=run).exists():
        raise QueryError(f"{url} is a page of the site. Name an address that is gone.")
    known = [*_former_titles(run, key), *_linked_as(site, key), *_said_by(url, run.site.base_url)]
    found: list[RedirectTarget] = []
    for text in known:
        wanted = set(stems(text))
        ids = [page.id for page in ranked_pages(run.site_id, query_of(text))[:CANDIDATES]]
        for page in pages.filter(pk__in=ids, page__run=run).select_related("page"):
            found.append(RedirectTarget(page, _likeness(wanted, page, run.site.base_url), text))
    best = max(found, key=lambda one: (one.score, -one.page.pk), default=None)
    return best if best is not None and best.score >= MIN_SCORE else None


def _former_titles(run: Any, key: bytes) -> list[str]:
    """What the page was called when it was last read with status 200."""
    rows = apps.get_model("seo_meta", "Page").objects.filter(run__site=run.site_id, key=key, status=200)
    last = rows.order_by("-run").values_list("h1", "title").first() or ()
    return [text for text in last if text]


def _linked_as(site: StoredSite, key: bytes) -> list[str]:
    return [text for text, _ in anchor_texts(site, [key])[key].most_common(MAX_TEXTS)]


def _said_by(url: str, base_url: str) -> list[str]:
    """The words of the last segment of the path, and those of all."""
    segments = [" ".join(_address_words(segment)) for segment in _path(url, base_url).split("/")]
    segments = [segment for segment in segments if segment]
    return list(dict.fromkeys((*segments[-1:], " ".join(segments)))) if segments else []


def _likeness(wanted: set[str], page: IndexedPage, base_url: str) -> float:
    address = _said_by(page.url, base_url)
    names = (page.title, page.page.h1 if page.page else "", *address)
    return max((_dice(wanted, set(stems(name))) for name in names), default=0.0)


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _path(url: str, base_url: str) -> str:
    return unquote(urlsplit(url).path).removeprefix(urlsplit(base_url).path)


def _address_words(segment: str) -> Iterable[str]:
    return (word for word in words(segment.replace("_", " ")) if word not in FILE_WORDS)

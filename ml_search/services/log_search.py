"""What was searched for and what was chosen, without a word about who searched."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError
from django.utils import timezone

from ml_search.core.answer import Wish
from ml_search.errors import QueryError
from ml_search.models import IndexedPage, Search

if TYPE_CHECKING:
    from seo_meta.models import Site

SALT = "ml_search.search"
CLICKED_WITHIN = timedelta(hours=1)
TYPED_WITHIN = timedelta(minutes=1)
"""Between two requests of a query that is being typed."""
KEPT = timedelta(days=365)
KEPT_CHARACTERS = 300
"""Of a query."""


def log_search(site: "Site", wish: Wish, found: int) -> str:
    """Write a search down; the id that tells of its click. Empty when it is not to be written, for hits after the
    first, and when the database does not take it: who searches must not wait for a log."""
    if wish.offset or not wish.logged:
        return ""
    query, filtered = normalised(wish.query), bool(wish.filters)
    try:
        before = _typed_before(site, wish.follows, query)
        if before is not None:
            Search.objects.filter(pk=before).update(query=query, hits=found, filtered=filtered, asked_at=timezone.now())
            return _signer().sign(str(before))
        row = Search.objects.create(site_id=site.pk, query=query, hits=found, filtered=filtered)
    except DatabaseError:
        return ""
    return _signer().sign(str(row.pk))


def log_click(query_id: str, page: int, place: int) -> None:
    """Write a click down, unless the page is another site's. Raises QueryError for an id that we did not give, or is
    too old."""
    search = Search.objects.filter(pk=_known(query_id, CLICKED_WITHIN)).first()
    if search is None:
        raise QueryError("The query_id is unknown or too old. Search again.")
    if IndexedPage.objects.filter(pk=page, site=search.site_id).exists():
        Search.objects.filter(pk=search.pk).update(clicked=page, place=place)


def forget_searches() -> None:
    """Remove those that are older than KEPT."""
    Search.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()


def normalised(query: str) -> str:
    return " ".join(query.replace("\0", " ").lower().split())[:KEPT_CHARACTERS]


def _typed_before(site: "Site", follows: str, query: str) -> int | None:
    """The row of the beginning of this query, whose place it takes: what was typed last is what was meant."""
    if not follows:
        return None
    try:
        before = Search.objects.filter(pk=_known(follows, TYPED_WITHIN), site=site.pk, clicked=None).first()
    except QueryError:
        return None
    return before.pk if before and query.startswith(before.query) else None


def _known(query_id: str, within: timedelta) -> int:
    """Signed, or anybody could change the log of any site by counting."""
    try:
        return int(_signer().unsign(query_id, max_age=within))
    except BadSignature:
        raise QueryError("The query_id is unknown or too old. Search again.") from None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)

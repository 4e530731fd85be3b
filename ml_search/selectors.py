"""Reads that commands, API and admin share."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef

from ml_search.errors import NoSite, QueryError
from ml_search.models import IndexedPage, Search

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from seo_meta.models import Site

MAX_NAMED = 5
"""Sites that an error names."""
MAX_ID = 2**31


class Unanswered(NamedTuple):
    query: str
    times: int
    last: datetime


def find_site(wanted: str, among: "QuerySet[Site]") -> "Site":
    """The site with that id or base URL; without either, the only one that can be searched.

    Raises NoSite, or QueryError where a choice is needed.
    """
    if wanted.isascii() and wanted.isdigit() and int(wanted) < MAX_ID:
        found = among.filter(pk=int(wanted))
    elif wanted:
        found = among.filter(base_url__in=(wanted, f"{wanted}/"))
    else:
        found = among.filter(Exists(IndexedPage.objects.filter(site=OuterRef("pk"))))
    sites = list(found[: MAX_NAMED + 1])
    if len(sites) == 1:
        return sites[0]
    if not sites and wanted:
        raise NoSite(f"There is no site {wanted}.")
    if not sites:
        raise NoSite("No site is indexed yet. Read one with `meta_auto`, then index it with `ml_index`.")
    names = ", ".join(site.base_url for site in sites[:MAX_NAMED])
    raise QueryError(f"Say which site: {names}{' and others' if len(sites) > MAX_NAMED else ''}.")


def public_site(wanted: str, among: "QuerySet[Site]") -> "Site":
    """A site that anybody may search (SITEAGENT_PUBLIC_SEARCH). Raises NoSite for others, be they there or not."""
    allowed = {url.rstrip("/") for url in settings.SITEAGENT_PUBLIC_SEARCH}
    if wanted.rstrip("/") not in allowed:
        raise NoSite("There is no public search of this site. The operator allows it with SITEAGENT_PUBLIC_SEARCH.")
    return find_site(wanted.rstrip("/"), among)


def zero_results(site: int, limit: int = 100) -> list[Unanswered]:
    """What was searched for without a filter and is found nowhere, the most frequent first; without what was found
    since."""
    same = Search.objects.filter(site=OuterRef("site"), query=OuterRef("query"))
    found_since = same.filter(pk__gt=OuterRef("pk"), hits__gt=0)
    nothing = Search.objects.filter(~Exists(found_since), site=site, hits=0, filtered=False)
    rows = nothing.order_by().values("query").annotate(times=Count("pk"), last=Max("asked_at"))
    return [Unanswered(**row) for row in rows.order_by("-times", "-last")[:limit]]

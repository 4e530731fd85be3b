"""What an index lacks of a run, without reading or writing anything."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import msgspec

from ml_search.core.chunking import VERSION, text_hash
from ml_search.core.findable import findable
from ml_search.models import IndexedPage
from seo_meta.errors import RunError
from seo_meta.plugins import SitePage
from seo_meta.selectors import StoredSite, worst_severities

if TYPE_CHECKING:
    from seo_meta.models import Run


class Standing(msgspec.Struct, frozen=True):
    """A page of the run that belongs into the index."""

    page: SitePage
    severity: str
    """Of the worst finding of it; empty for none."""

    @property
    def source(self) -> str:
        """Of all that its chunks are made from. The ids are those that deep links lead to."""
        page = self.page
        parts = (VERSION, page.title, page.h1, page.description, page.language, page.content_hash, page.ids)
        return text_hash(repr(parts)).hex()


class Plan(msgspec.Struct, frozen=True):
    run: "Run"
    changed: dict[int, Standing]
    """Pages to read, by the id in the run."""
    unchanged: dict[int, Standing]
    """Pages that the index has as they are, by the id of the indexed page."""
    gone: tuple[int, ...]
    """Indexed pages that the site no longer has, or no longer wants to be found."""


def plan_index(run: "Run") -> Plan:
    """Raises RunError for a run that was not judged to its end."""
    if run.state != run.State.DONE:
        raise RunError(f"Run {run.pk} was not judged to its end. Do so with: seo_audit --run {run.pk}")
    known = {
        bytes(key): (id, source)
        for id, key, source in IndexedPage.objects.filter(site=run.site_id).values_list("id", "key", "source")
    }
    changed: dict[int, Standing] = {}
    unchanged: dict[int, Standing] = {}
    kept: set[bytes] = set()
    worst = worst_severities(run)
    for page in findable(StoredSite(run)):
        standing = Standing(page, worst.get(page.id, ""))
        key = bytes(page.key)
        kept.add(key)
        id, source = known.get(key, (0, ""))
        if source == standing.source:
            unchanged[id] = standing
        else:
            changed[page.id] = standing
    # Of a partial run nobody knows what else there is; what it has seen and must not be found goes in any case.
    seen = set(known) if run.complete and not run.filtered else _seen(run)
    gone = tuple(id for key, (id, _) in known.items() if key in seen and key not in kept)
    return Plan(run, changed, unchanged, gone)


def _seen(run: "Run") -> set[bytes]:
    return {bytes(key) for key in cast("Iterator[bytes]", run.read_pages.values_list("key", flat=True).iterator())}

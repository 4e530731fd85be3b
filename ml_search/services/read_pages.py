"""Pages read again, cut into chunks, and stored with their keywords: a batch in one transaction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction

from ml_search.core.chunking import Boilerplate, block_keys, chunk
from ml_search.models import IndexedPage
from ml_search.page_vectors import batches
from seo_meta.plugins import Section, primary, read_sections, section_of
from seo_meta.selectors import StoredSite, read_again

from .plan_index import Plan, Standing
from .progress import Progress
from .store_chunks import store_chunks

if TYPE_CHECKING:
    from seo_meta.fetch.reach import Reach
    from seo_meta.models import Run

BATCH = 100
"""Pages of one transaction. What is boilerplate in them is told by the pages that the index has and those read so far:
to know all of them first, a live site would be read twice."""
MAX_SECTION = 100
"""Characters of the name of a folder."""


class Unread(msgspec.Struct, frozen=True):
    """A page that the index lacks, and why."""

    url: str
    reason: str


class _Read(msgspec.Struct, frozen=True):
    standing: Standing
    sections: tuple[Section, ...]
    blocks: bytes


def read_pages(run: "Run", plan: Plan, reach: "Reach", progress: Progress) -> list[Unread]:
    """Store the changed pages of a plan; those that cannot be read keep what the index has of them."""
    _refresh(plan)
    if not plan.changed:
        return []
    progress.start("Reading pages", len(plan.changed))
    site = StoredSite(run)
    shared = _boilerplate(plan)
    unread: list[Unread] = []
    for batch in batches(read_again(run, plan.changed, reach), BATCH):
        read: list[_Read] = []
        for again in batch:
            standing = plan.changed[again.page]
            if again.document is None:
                unread.append(Unread(standing.page.url, again.reason))
                continue
            sections = read_sections(again.document, site.facts(again.page))
            read.append(_Read(standing, sections, block_keys(sections)))
            shared.add(read[-1].blocks)
        _store(run, read, shared.keys())
        progress.advance(len(batch))
    return unread


def forget_pages(plan: Plan) -> None:
    for ids in batches(plan.gone, BATCH):
        IndexedPage.objects.filter(pk__in=ids).delete()


def _boilerplate(plan: Plan) -> Boilerplate:
    """As the pages tell that stay as they are."""
    shared = Boilerplate()
    rows = IndexedPage.objects.filter(site=plan.run.site_id).values_list("id", "blocks")
    for id, blocks in rows.iterator():
        if id in plan.unchanged:
            shared.add(bytes(blocks))
    return shared


def _store(run: "Run", read: Sequence[_Read], shared: frozenset[bytes]) -> None:
    with transaction.atomic():
        IndexedPage.objects.filter(site=run.site_id, key__in=[one.standing.page.key for one in read]).delete()
        pages = IndexedPage.objects.bulk_create([_row(run, one) for one in read])
        passages = (chunk(one.standing.page.description, one.sections, shared) for one in read)
        store_chunks(zip(pages, passages, strict=True))


def _row(run: "Run", read: _Read) -> IndexedPage:
    page = read.standing.page
    return IndexedPage(
        site_id=run.site_id,
        key=page.key,
        page_id=page.id,
        url=page.url,
        title=page.title or page.h1,
        language=primary(page.language),
        section=section_of(page.url, run.site.base_url)[:MAX_SECTION],
        template=page.template,
        standing=read.standing.severity,
        source=read.standing.source,
        blocks=read.blocks,
    )


def _refresh(plan: Plan) -> None:
    """Unchanged pages have another id and other findings in this run."""
    for batch in batches(plan.unchanged.items(), 500):
        rows = [IndexedPage(pk=id, page_id=one.page.id, standing=one.severity) for id, one in batch]
        IndexedPage.objects.bulk_update(rows, ("page", "standing"))

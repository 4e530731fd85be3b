"""Pages, findings and counts of a run into the database, a shard a transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from seo_meta.core import text
from seo_meta.core.findings import Finding as FoundValue
from seo_meta.core.site import SitePage, outbound, site_page
from seo_meta.core.types import PageFacts
from seo_meta.models import Finding, Page, Run
from seo_meta.models.bulk import insert_rows
from seo_meta.models.page import pack_facts

FROM_SITE_PAGE = tuple(name for name in SitePage.__struct_fields__ if name != "id")
PAGE_COLUMNS = ("run_id", "url_hash", "file", "byte_size", "facts", "outbound", *FROM_SITE_PAGE)
FROM_VALUE = FoundValue.__struct_fields__
FINDING_COLUMNS = ("run_id", "page_id", *FROM_VALUE)


def store_pages(run: Run, pages: Sequence[tuple[PageFacts, Sequence[FoundValue]]]) -> None:
    """Insert pages and their findings in one transaction: either the whole batch is there or nothing of it."""
    hashes = [text.content_hash(facts.url) for facts, _ in pages]
    rows = [_page_row(run, facts, hash) for (facts, _), hash in zip(pages, hashes, strict=True)]
    with transaction.atomic():
        insert_rows(Page, PAGE_COLUMNS, rows)
        ids = dict(Page.objects.filter(run=run, url_hash__in=hashes).values_list("url_hash", "id"))
        findings = zip(hashes, (findings for _, findings in pages), strict=True)
        store_findings(run, ((ids[hash], finding) for hash, found in findings for finding in found))


def store_findings(run: Run, findings: Iterable[tuple[int | None, FoundValue]]) -> None:
    """Insert (page id or None, finding) pairs; the caller holds the transaction."""
    rows = ((run.pk, page, *(getattr(finding, name) for name in FROM_VALUE)) for page, finding in findings)
    insert_rows(Finding, FINDING_COLUMNS, rows)


def _page_row(run: Run, facts: PageFacts, url_hash: str) -> tuple[Any, ...]:
    page = site_page(0, facts, run.site.base_url, clean_urls=run.clean_urls)
    values = (getattr(page, name) for name in FROM_SITE_PAGE)
    targets = "\n".join(outbound(facts, run.site.base_url)) if facts.status == 200 else ""
    return (run.pk, url_hash, facts.file, facts.byte_size, pack_facts(facts), targets, *values)


def outcome_table(outcomes: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Rule id to outcome to count, in the order of rule ids, as `Run.outcomes` keeps it."""
    table: dict[str, dict[str, int]] = {}
    for (rule, outcome), count in sorted(outcomes.items()):
        table.setdefault(rule, {})[str(outcome)] = count
    return table

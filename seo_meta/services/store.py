"""Pages, findings and counts of a run into the database, a batch a transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db.models import Count

from seo_meta.core import text, verdicts
from seo_meta.core.audit import Verdicts
from seo_meta.core.findings import Finding as FoundValue
from seo_meta.core.site import SitePage, outbound, site_page
from seo_meta.core.types import PageFacts
from seo_meta.core.validators import Validators
from seo_meta.core.verdicts import Silence
from seo_meta.models import Finding, Page, Run, SitemapEntry
from seo_meta.models.bulk import insert_rows
from seo_meta.models.page import pack_facts

FROM_SITE_PAGE = tuple(name for name in SitePage.__struct_fields__ if name != "id")
FROM_VALIDATORS = Validators.__struct_fields__
PAGE_COLUMNS = (
    *("run_id", "url_hash", "file", "byte_size", "facts", "verdicts", "ignores", "unchanged", "outbound"),
    *(*FROM_SITE_PAGE, *FROM_VALIDATORS),
)
FROM_VALUE = FoundValue.__struct_fields__
FINDING_COLUMNS = ("run_id", "page_id", *FROM_VALUE)
ENTRY_COLUMNS = ("run_id", "sitemap", "url", "lastmod")
ENTRIES_AT_ONCE = 5_000
SILENCE = msgspec.json.Decoder(Silence)


class ReadPage(msgspec.Struct, frozen=True):
    """A page as it goes into the database. `verdicts` is None when it was not judged."""

    facts: PageFacts
    verdicts: Verdicts | None = None
    validators: Validators = Validators()

    @property
    def findings(self) -> list[FoundValue]:
        return self.verdicts.findings if self.verdicts else []


def store_pages(run: Run, pages: Sequence[ReadPage]) -> None:
    """Insert pages and their findings; the caller holds the transaction."""
    hashes = [text.content_hash(page.facts.url) for page in pages]
    rules = sorted(run.page_rules)
    insert_rows(Page, PAGE_COLUMNS, [_row(run, page, hash, rules) for page, hash in zip(pages, hashes, strict=True)])
    ids = dict(Page.objects.filter(run=run, url_hash__in=hashes).values_list("url_hash", "id"))
    pairs = zip(pages, hashes, strict=True)
    store_findings(run, ((ids[hash], finding) for page, hash in pairs for finding in page.findings))


def stored_hashes(run: Run, urls: Iterable[str]) -> set[str]:
    """`Page.url_hash` of those of the pages that the run has already."""
    hashes = [text.content_hash(url) for url in urls]
    return set(Page.objects.filter(run=run, url_hash__in=hashes).order_by().values_list("url_hash", flat=True))


def store_entries(run: Run, entries: Iterable[tuple[str, str, str]]) -> None:
    """Insert (URL of the sitemap, loc, lastmod) of sitemap entries; the caller holds the transaction."""
    insert_rows(SitemapEntry, ENTRY_COLUMNS, ((run.pk, *entry) for entry in entries))


def store_findings(run: Run, findings: Iterable[tuple[int | None, FoundValue]]) -> None:
    """Insert (page id or None, finding) pairs; the caller holds the transaction."""
    rows = ((run.pk, page, *(getattr(finding, name) for name in FROM_VALUE)) for page, finding in findings)
    insert_rows(Finding, FINDING_COLUMNS, rows)


def _row(run: Run, page: ReadPage, url_hash: str, rules: Sequence[str]) -> tuple[Any, ...]:
    facts = page.facts
    targets = outbound(facts, run.site.base_url) if facts.status == 200 else ()
    small = site_page(0, facts, run.site.base_url, clean_urls=run.clean_urls)
    return (
        *(run.pk, url_hash, facts.file, facts.byte_size, pack_facts(facts), *said_of(page, rules)),
        *(False, "\n".join(targets)),
        *(getattr(small, name) for name in FROM_SITE_PAGE),
        *(getattr(page.validators, name) for name in FROM_VALIDATORS),
    )


def said_of(page: ReadPage, rules: Sequence[str]) -> tuple[str, str]:
    """`Page.verdicts` and `Page.ignores` of a page."""
    if page.verdicts is None:
        return "", ""
    silence = Silence(page.facts.ignores, page.verdicts.ignored) if page.facts.ignores else None
    return verdicts.pack(page.verdicts, rules), msgspec.json.encode(silence).decode() if silence else ""


def page_outcomes(run: Run) -> dict[str, dict[str, int]]:
    """Rule id to outcome to how many pages, counted from what each page keeps."""
    judged = Page.objects.filter(run=run).exclude(verdicts="").order_by()
    packed = judged.values_list("verdicts").annotate(pages=Count("pk"))
    return verdicts.tally(packed.iterator(), silences(run).values(), sorted(run.page_rules))


def silences(run: Run) -> dict[str, Silence]:
    """What pages want ignored, by URL: those that want anything."""
    rows = Page.objects.filter(run=run).exclude(ignores="").order_by().values_list("url", "ignores")
    return {url: SILENCE.decode(stored) for url, stored in rows.iterator()}

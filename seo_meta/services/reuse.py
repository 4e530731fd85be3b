"""Pages that are as in the run before: copied with what was found on them, neither parsed nor judged again."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import msgspec
from django.db import connection

from seo_meta.core import text
from seo_meta.core.validators import Validators
from seo_meta.models import Finding, Page, Run
from seo_meta.models.page import Kept, unpack_kept

JUDGES = ("limits", "severities", "off", "overrides", "profile", "brand")
"""What of the policy has a say in what page rules find."""
SEEN = ("complete", "filtered", "robots", "llms", "sitemaps")
"""What site rules see of a run besides its pages, files and sitemap entries."""
HEAVY = ("files", "outcomes", "robots", "llms", "sitemaps", "skipped")
OWN = ("id", "run_id", "unchanged")
COPIED = tuple(field.attname for field in Page._meta.concrete_fields if field.attname not in OWN)
COPIED_FINDING = tuple(
    field.attname for field in Finding._meta.concrete_fields if field.attname not in (*OWN, "page_id")
)


class KnownPage(msgspec.Struct, frozen=True):
    """A page of the run before."""

    id: int
    url_hash: str
    validators: Validators
    followed: bytes = b""
    facts: bytes = b""

    @property
    def kept(self) -> Kept:
        """Opened when asked for, which takes longer than all the rest. Raises zlib.error for one without its facts."""
        return unpack_kept(self.facts)


class EarlierRun:
    """The run before, as far as anything can be taken from it. Without one nothing is known."""

    def __init__(self, run: Run | None) -> None:
        self.run = run

    def pages(self, urls: Iterable[str], *, with_facts: bool = False) -> dict[str, KnownPage]:
        """Those of the pages at `urls` that may be taken over."""
        if self.run is None:
            return {}
        by_hash = {text.content_hash(url): url for url in urls}
        rows = Page.objects.filter(run=self.run, url_hash__in=by_hash).exclude(source_hash="").order_by()
        columns = (*("url_hash", "id", *Validators.__struct_fields__), *(("followed", "facts") if with_facts else ()))
        return {
            by_hash[hash]: KnownPage(id, hash, Validators(*rest[:3]), *rest[3:])
            for hash, id, *rest in rows.values_list(*columns)
        }


def earlier_run(run: Run) -> EarlierRun:
    """The latest finished run of the same site that the same rules judged in the same way."""
    runs = Run.objects.filter(site=run.site_id, kind=run.kind, state=Run.State.DONE, version=run.version, pk__lt=run.pk)
    # Every shard asks, and of the rest of a run only the rules about the whole site want anything.
    latest = runs.defer(*HEAVY).order_by("-pk").first()
    if latest is None or latest.page_rules != run.page_rules or _judging(latest.policy) != _judging(run.policy):
        return EarlierRun(None)
    return EarlierRun(latest)


def same_run(run: Run) -> Run | None:
    """The run before, when all that site rules see of `run` was there already: those that are timeless say the same."""
    before = earlier_run(run).run
    if before is None or not run.pages == run.reused == before.pages or before.site_rules != run.site_rules:
        return None
    if any(getattr(before, name) != getattr(run, name) for name in SEEN) or bytes(before.files) != bytes(run.files):
        return None
    entries = (one.sitemap_entries.values_list("sitemap", "url", "lastmod").iterator() for one in (before, run))
    return before if all(one == other for one, other in zip_longest(*entries)) else None


def _judging(policy: Mapping[str, Any]) -> dict[str, Any]:
    return {name: policy.get(name) for name in JUDGES}


def copy_pages(run: Run, pages: Sequence[tuple[KnownPage, Validators]]) -> None:
    """Copy earlier pages into `run` with their findings, each with the validators that it has now.

    The caller holds the transaction.
    """
    if not pages:
        return
    ids = [known.id for known, _ in pages]
    places = ", ".join(["%s"] * len(ids))
    page, finding = (connection.ops.quote_name(model._meta.db_table) for model in (Page, Finding))
    columns, found = ", ".join(COPIED), ", ".join(COPIED_FINDING)
    moved = [(now.etag, now.last_modified, run.pk, known.id) for known, now in pages if now != known.validators]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {page} (run_id, unchanged, {columns}) "  # noqa: S608
            f"SELECT %s, TRUE, {columns} FROM {page} WHERE id IN ({places})",
            [run.pk, *ids],
        )
        cursor.execute(
            f"INSERT INTO {finding} (run_id, page_id, {found}) "  # noqa: S608
            f"SELECT %s, new.id, {', '.join(f'found.{name}' for name in COPIED_FINDING)} FROM {page} old "
            f"JOIN {page} new ON new.run_id = %s AND new.url_hash = old.url_hash "
            f"JOIN {finding} found ON found.page_id = old.id "
            f"WHERE old.id IN ({places}) AND found.rule IN ({', '.join(['%s'] * len(run.page_rules))})",
            [run.pk, run.pk, *ids, *run.page_rules],
        )
        cursor.executemany(
            f"UPDATE {page} SET etag = %s, last_modified = %s WHERE run_id = %s "  # noqa: S608
            f"AND url_hash = (SELECT url_hash FROM {page} WHERE id = %s)",
            moved,
        )


def copy_site_findings(run: Run, earlier: Run, rules: Iterable[str]) -> dict[str, dict[str, int]]:
    """Copy what `rules` said of an earlier run with the same pages; returns their rows of `Run.outcomes`.

    The caller holds the transaction.
    """
    known = {rule: earlier.outcomes[rule] for rule in rules if rule in earlier.outcomes}
    page, finding = (connection.ops.quote_name(model._meta.db_table) for model in (Page, Finding))
    columns = ", ".join(COPIED_FINDING)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {finding} (run_id, page_id, {columns}) "  # noqa: S608
            f"SELECT %s, new.id, {', '.join(f'found.{name}' for name in COPIED_FINDING)} FROM {finding} found "
            f"LEFT JOIN {page} old ON old.id = found.page_id "
            f"LEFT JOIN {page} new ON new.run_id = %s AND new.url_hash = old.url_hash "
            f"WHERE found.run_id = %s AND found.rule IN ({', '.join(['%s'] * len(known))}) ORDER BY found.id",
            [run.pk, run.pk, earlier.pk, *known],
        )
    return known

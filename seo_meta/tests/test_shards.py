"""Runs that are split among workers: alike whoever reads what, and whoever dies over it."""

from pathlib import Path

import pytest

from seo_meta.models import Finding, Job, Page, QueuedShard, Run
from seo_meta.services import shard_hand
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.services.order_run import AuditOrder, order_audit
from seo_meta.tests.loopback import Loopback, page, serving
from seo_meta.tests.workers import host_of

PAGES = 240


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Pages with faults of their own and of the site: every third has the title of another."""
    for number in range(PAGES):
        title = f"<title>Page {number // 3}</title>" if number % 7 else ""
        (tmp_path / f"{number}.html").write_text(f'<!doctype html>{title}<a href="/{number + 1}.html">on</a>')
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title>")
    settings.SITEAGENT_FOLDERS = [str(tmp_path)]
    return tmp_path


@pytest.fixture
def site(settings):
    links = {f"/{n}": page(f"/{2 * n}", f"/{2 * n + 1}", f"/gone/{n}", f"/{n}?x=1") for n in range(1, 64)}
    with serving({"/": page("/1"), **links}) as site:
        settings.SITEAGENT_PRIVATE_HOSTS = [host_of(site)]
        yield site


@pytest.fixture
def split(settings, monkeypatch):
    monkeypatch.setattr(shard_hand, "LINGER", 0.0)
    settings.SITEAGENT_SHARDS = 4


@pytest.fixture
def queue(settings, transactional_db):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def order(source: Path | Loopback, rate: float = 0) -> Run:
    where = source.url if isinstance(source, Loopback) else str(source)
    return order_audit(AuditOrder(where, CrawlOptions(rate=rate, concurrency=8)), "ann")


def stored(run: Run) -> dict[str, object]:
    """All that a run says, without ids and times."""
    run.refresh_from_db()
    pages = (
        Page.objects.filter(run=run).order_by("url").values_list("url", "status", "title", "content_hash", "verdicts")
    )
    found = Finding.objects.filter(run=run).order_by("page__url", "fingerprint", "evidence", "line")
    return {
        "run": (run.state, run.complete, run.stop_reason, run.pages, run.skipped, run.filtered, run.outcomes),
        "pages": list(pages.values_list("url", "status", "title", "content_hash", "verdicts")),
        "findings": list(found.values_list("page__url", "rule", "fingerprint", "evidence", "line")),
        "entries": run.sitemap_entries.count(),
    }


@pytest.fixture
def undivided(settings, folder) -> dict[str, object]:
    """What the folder comes to when one process reads it; that run is gone again."""
    run = order(folder)
    found = stored(run)
    run.delete()
    return found


# The same, whoever reads what


def test_a_folder_that_is_split_comes_to_the_same(db, undivided, folder, split):
    run = order(folder)
    assert stored(run) == undivided
    assert run.jobs.get().state == Job.State.DONE
    assert not QueuedShard.objects.exists()


def test_a_site_that_is_split_comes_to_the_same_and_is_asked_for_each_page_once(db, settings, site):
    alone = order(site)
    found = stored(alone)
    alone.delete()
    asked = sorted(site.requests)
    site.requests.clear()
    settings.SITEAGENT_SHARDS = 4
    run = order(site)
    assert stored(run) == found
    assert sorted(site.requests) == asked
    assert not QueuedShard.objects.exists()

"""Runs that are split among workers: alike whoever reads what, and whoever dies over it."""

import signal
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from django.utils.timezone import now
from django_tasks.backends.base import BaseTaskBackend

from seo_meta.models import Finding, Job, Page, QueuedShard, Run, Site
from seo_meta.services import pipeline, shard_hand, shard_kinds
from seo_meta.services.audit import audit_whole_site
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.services.do_job import do_job
from seo_meta.services.order_run import AuditOrder, cancel_run, order_audit
from seo_meta.services.read_folder import read_shard
from seo_meta.services.read_site import BATCH
from seo_meta.services.shard_hand import Hand
from seo_meta.services.shards import Shard
from seo_meta.services.tasks import work_on_shard
from seo_meta.services.turns import leave_alone, reserve
from seo_meta.sources.folder import FolderSource
from seo_meta.tests.crawling import Silent
from seo_meta.tests.loopback import Loopback, page, serving
from seo_meta.tests.stored import stored_run
from seo_meta.tests.workers import host_of, is_over, pretend_silence, wait_for, worker

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


def test_a_site_that_is_split_comes_to_the_same_and_is_asked_for_each_page_once(db, settings, site, monkeypatch):
    alone = order(site)
    found = stored(alone)
    alone.delete()
    asked = sorted(site.requests)
    site.requests.clear()
    monkeypatch.setattr(shard_hand, "LINGER", 0.0)
    settings.SITEAGENT_SHARDS = 4
    run = order(site)
    assert stored(run) == found
    assert sorted(site.requests) == asked
    assert not QueuedShard.objects.exists()


def test_an_unchanged_folder_is_taken_over_shard_by_shard(db, undivided, folder, split):
    first = order(folder)
    again = order(folder)
    again.refresh_from_db()
    assert again.reused > 0
    assert stored(again)["findings"] == stored(first)["findings"]


# Twice does no harm


def test_a_shard_that_is_done_twice_stores_nothing_twice(db, folder):
    run = stored_run(source=str(folder), state="running")
    before = Page.objects.count()
    shard = Shard(run.pk, FolderSource(folder).entries[:50])
    first, second = read_shard(shard), read_shard(shard)
    assert first == second
    assert Page.objects.count() == before + 50


def test_a_task_for_a_shard_that_is_done_or_gone_does_nothing(db, folder):
    run = stored_run(source=str(folder), state="running")
    row = QueuedShard.objects.create(run=run, key="1", kind="folder", content=b"", state="done", queued_at=now())
    work_on_shard.enqueue(row.pk)
    work_on_shard.enqueue(row.pk + 1)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("done", 0)


def test_a_job_that_begins_again_finds_the_shards_that_are_done(
    transactional_db, undivided, folder, split, monkeypatch
):
    def dies(run, progress):
        raise SystemExit(0)

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "audit_whole_site", dies)
        run = order(folder)
    job = run.jobs.get()
    assert (job.state, QueuedShard.objects.filter(state="done").count()) == (Job.State.QUEUED, 3)
    monkeypatch.setattr(shard_kinds, "read_shard", None)
    do_job(job.pk)
    assert stored(run) == undivided


def test_a_run_is_closed_once_though_two_believe_that_it_is_theirs(db):
    run = stored_run(state="read")
    late = Run.objects.get(pk=run.pk)
    audit_whole_site(run, Silent())
    found = Finding.objects.filter(run=run).count()
    assert (run.state, found > 0) == (Run.State.DONE, True)
    audit_whole_site(late, Silent())
    assert Finding.objects.filter(run=run).count() == found


def test_a_worker_that_leaves_puts_back_what_it_has_in_hand(db, folder):
    run = stored_run(source=str(folder), state="running")
    content = msgspec.msgpack.encode(Shard(run.pk, FolderSource(folder).entries[:5]))
    row = QueuedShard.objects.create(run=run, key="1", kind="folder", content=content, queued_at=now())
    with Hand(run, "folder") as hand:
        assert hand.take()
        row.refresh_from_db()
        assert (row.state, row.holder, row.tries) == ("taken", hand.name, 1)
    row.refresh_from_db()
    assert (row.state, row.holder) == ("waiting", "")


# What others do


class Away(BaseTaskBackend):
    """A broker that does not answer."""

    supports_get_result = True

    def enqueue(self, task, args, kwargs):
        raise ConnectionError("no")

    def get_result(self, result_id):
        raise ConnectionError("no")


def test_a_queue_that_is_away_neither_refuses_an_order_nor_stops_a_run(db, settings, undivided, folder, split):
    settings.TASKS = {"default": {"BACKEND": f"{__name__}.Away"}}
    run = order(folder)
    job = run.jobs.get()
    assert (job.state, job.task) == (Job.State.QUEUED, "")
    do_job(job.pk)
    assert stored(run) == undivided


def test_workers_are_promised_the_time_of_a_site_one_after_the_other(db):
    site = stored_run().site_id
    first = reserve(site, 100.0)
    second = reserve(site, 10.0)
    assert 99.0 < second - first < 101.0
    leave_alone(site, 1_000.0)
    assert reserve(site, 0.0) - first > 999.0
    assert reserve(Site.objects.create(base_url="https://other.test/").pk, 1.0) < second


@pytest.mark.parametrize("victims", [1, 3])
def test_a_run_outlives_the_workers_that_are_killed_over_it(queue, site, settings, victims):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    alone = order(site)
    found = stored(alone)
    alone.delete()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    run = order(site, rate=50)
    with ExitStack() as alive:
        crew = [alive.enter_context(worker(site, SITEAGENT_SHARDS="3")) for _ in range(3)]
        wait_for(lambda: Page.objects.filter(run=run).count() > 10)
        for one in crew[:victims]:
            one.send_signal(signal.SIGKILL)
            one.wait()
        pretend_silence()
        for _ in range(victims):
            alive.enter_context(worker(site, SITEAGENT_SHARDS="3"))
        wait_for(lambda: is_over(run))
    assert stored(run) == found
    assert not QueuedShard.objects.exists()


def test_a_split_run_is_cancelled_with_what_its_workers_have_in_hand(queue, site):
    run = order(site, rate=10)
    with worker(site, SITEAGENT_SHARDS="2"), worker(site, SITEAGENT_SHARDS="2"):
        wait_for(lambda: Page.objects.filter(run=run).count() > 10)
        cancel_run(run, "bob")
        wait_for(lambda: is_over(run))
        read = Page.objects.filter(run=run).count()
        again = order(site, rate=50)
        wait_for(lambda: is_over(again))
    run.refresh_from_db()
    again.refresh_from_db()
    assert (run.state, again.state) == (Run.State.CANCELLED, Run.State.DONE)
    assert not QueuedShard.objects.exists()
    assert Page.objects.filter(run=run).count() <= read + 2 * BATCH

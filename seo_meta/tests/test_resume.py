"""A crawl that died goes on where its last batch ended; two of one site do not run at once."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from seo_meta.config import SiteConfig
from seo_meta.errors import RunError, SourceError
from seo_meta.lock import exclusive
from seo_meta.models import FrontierUrl, Page, Run
from seo_meta.services import audit, read_site, seed
from seo_meta.services.pipeline import audit_source
from seo_meta.tests.crawling import Silent, crawl, reading_of
from seo_meta.tests.loopback import answer, page, serving

pytestmark = pytest.mark.django_db

PATHS = [f"/{number}" for number in range(40)]


@pytest.fixture
def site():
    with serving({"/": page(*PATHS), **{path: page("/") for path in PATHS}}) as site:
        yield site


def die_after(monkeypatch, batches: int) -> None:
    """End the crawl as Ctrl-C does, when so many batches are stored."""
    take_in = read_site._Crawl._take_in
    left = iter(range(batches))

    def dying(self, batch, result):
        take_in(self, batch, result)
        if next(left, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(read_site._Crawl, "_take_in", dying)


def interrupted(site, monkeypatch, batches: int = 1, **options) -> Run:
    with monkeypatch.context() as patch:
        die_after(patch, batches)
        with pytest.raises(KeyboardInterrupt):
            crawl(site, audit=True, **options)
    return Run.objects.get()


def test_the_same_command_goes_on_and_asks_for_nothing_twice(site, monkeypatch):
    died = interrupted(site, monkeypatch)
    read = Page.objects.filter(run=died).count()
    assert 0 < read < 41
    crawled = crawl(site, audit=True)
    assert crawled.run == died
    assert len(crawled.pages) == 41
    assert crawled.run.complete
    assert all(site.requests.count(path) == 1 for path in PATHS)
    assert site.requests.count("/robots.txt") == 1


def test_what_was_found_before_counts_with_the_rest(site, monkeypatch):
    whole = crawl(site, audit=True).run
    findings = sorted(whole.findings.values_list("rule", "page__url", "fingerprint"))
    outcomes = whole.outcomes
    Run.objects.all().delete()
    interrupted(site, monkeypatch)
    resumed = crawl(site, audit=True).run
    assert sorted(resumed.findings.values_list("rule", "page__url", "fingerprint")) == findings
    assert resumed.outcomes == outcomes


def test_the_limit_of_pages_counts_those_that_were_read_before(site, monkeypatch):
    interrupted(site, monkeypatch, max_pages=30)
    crawled = crawl(site, audit=True, max_pages=30)
    assert len(crawled.pages) == 30
    assert crawled.run.stop_reason == "limit of 30 pages"


def test_another_command_begins_anew(site, monkeypatch):
    died = interrupted(site, monkeypatch)
    crawled = crawl(site, audit=True, max_pages=5)
    died.refresh_from_db()
    assert crawled.run != died
    assert (died.state, died.stop_reason) == (Run.State.FAILED, "the process ended before the run did")


def test_a_crawl_of_yesterday_begins_anew(site, monkeypatch):
    died = interrupted(site, monkeypatch)
    Run.objects.update(started_at=timezone.now() - timedelta(hours=25))
    assert crawl(site, audit=True).run != died


def test_a_crawl_that_died_over_its_sitemaps_begins_anew(site, monkeypatch):
    def dying(run, source, options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seed, "seed", dying)
        with pytest.raises(KeyboardInterrupt):
            crawl(site)
    assert Run.objects.get().state == Run.State.FAILED
    assert len(crawl(site).pages) == 41


def test_an_error_fails_the_run_with_its_reason(site, monkeypatch):
    def broken(self, batch, result):
        raise ValueError("no")

    monkeypatch.setattr(read_site._Crawl, "_take_in", broken)
    with pytest.raises(ValueError, match="no"):
        crawl(site)
    run = Run.objects.get()
    assert (run.state, run.stop_reason) == (Run.State.FAILED, "ValueError: no")


def test_the_frontier_keeps_only_what_was_not_read(site):
    site.routes["/"] = page("/0", "/a?PHPSESSID=1")
    run = crawl(site).run
    assert list(FrontierUrl.objects.filter(run=run).values_list("url", flat=True)) == [f"{site.url}a?PHPSESSID=1"]


def test_a_batch_that_an_orphan_stored_meanwhile_is_not_stored_again(site, monkeypatch):
    """A worker may outlive its parent for a moment; the next run reads the same URLs."""
    store = read_site.BatchReader.__call__

    def twice(self, batch):
        store(self, batch)
        self.known.clear()
        return store(self, batch)

    monkeypatch.setattr(read_site.BatchReader, "__call__", twice)
    crawled = crawl(site, audit=True)
    assert len(crawled.pages) == Page.objects.count() == 41


HOLDER = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from seo_meta.lock import exclusive
from seo_meta.services.pipeline import audit_source
with exclusive("https://example.com/"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_site_is_read_by_one_run_at_a_time_and_the_lock_dies_with_its_holder(transactional_db):
    command = [sys.executable, "-c", HOLDER, str(connection.settings_dict["NAME"])]
    settings = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.test", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(command, env=os.environ | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(RunError, match=r"Another run of https://example\.com/ is going on"),
            exclusive("https://example.com/"),
        ):
            pass
        with exclusive("https://example.org/"):
            pass
        holder.kill()
        holder.wait()
        with exclusive("https://example.com/"):
            pass


def test_a_robots_txt_that_fails_is_replaced_by_the_copy_of_today(site):
    crawl(site)
    site.routes["/robots.txt"] = answer("", 503)
    assert len(crawl(site).pages) == 41
    Run.objects.filter(robots__state="absent").update(started_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(SourceError, match="answers 503"):
        crawl(site)


def test_a_run_that_died_over_the_rules_about_the_whole_site_is_not_read_again(site, monkeypatch):
    def dying(*arguments):
        raise KeyboardInterrupt

    site.routes["/"] = page(*PATHS, "/private")
    config = SiteConfig(exclude=("private",))
    with monkeypatch.context() as patch:
        patch.setattr(audit, "audit_site", dying)
        with pytest.raises(KeyboardInterrupt):
            audit_source(reading_of(site, config=config, max_pages=20), Silent())
    asked = len(site.requests)
    run = audit_source(reading_of(site, config=config, max_pages=20), Silent())
    assert run == Run.objects.get()
    assert len(site.requests) == asked
    assert (run.state, run.pages, run.filtered) == (Run.State.DONE, 20, True)
    assert run.stop_reason == "limit of 20 pages"


def test_a_crawl_without_an_audit_is_over_when_it_is_read(site):
    assert crawl(site).run != crawl(site).run

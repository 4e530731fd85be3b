"""Jobs in the hands of real worker processes: done, cancelled, stopped and killed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from seo_meta import __version__
from seo_meta.errors import CancelledError, RunError
from seo_meta.lock import taken
from seo_meta.models import Job, Page, Run
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.services.job_progress import JobProgress, lock_of
from seo_meta.services.order_run import AuditOrder, ProposalOrder, cancel_run, order_audit, order_proposals
from seo_meta.services.propose import Wish, propose
from seo_meta.services.sweep import TRIES, sweep
from seo_meta.services.tasks import work_on
from seo_meta.tests.factories import facts_of
from seo_meta.tests.loopback import Loopback, page, serving
from seo_meta.tests.stored import stored_run
from seo_meta.tests.workers import ROOT, database_url, host_of, is_over, pretend_silence, wait_for, worker

PATHS = [f"/{number}" for number in range(60)]


@pytest.fixture
def site(settings):
    with serving({"/": page(*PATHS), **{path: page("/") for path in PATHS}}) as site:
        settings.SITEAGENT_PRIVATE_HOSTS = [host_of(site)]
        yield site


@pytest.fixture
def queue(settings, transactional_db):
    """Orders wait in the database, as on a server."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def order(site: Loopback, rate: float = 50, proposals: int = 0) -> Run:
    return order_audit(AuditOrder(site.url, CrawlOptions(rate=rate), proposals), "ann")


def has_read_some(run: Run) -> bool:
    return run.jobs.filter(stage="Reading", done__gt=0).exists() and Page.objects.filter(run=run).count() < len(PATHS)


def test_a_worker_does_what_waits(site, queue):
    run = order(site, proposals=3)
    assert (run.state, run.jobs.get().state) == (Run.State.QUEUED, Job.State.QUEUED)
    assert not site.requests
    with worker(site, "--batch") as process:
        assert process.wait(timeout=60) == 0
    run.refresh_from_db()
    job = run.jobs.get()
    assert (run.state, run.pages, run.complete) == (Run.State.DONE, 61, True)
    assert (job.state, job.tries, job.stage, job.requested_by) == (Job.State.DONE, 1, "Proposing", "ann")
    assert run.proposals.exists()
    order_proposals(run, ProposalOrder(limit=1), "bob")
    with worker(site, "--batch") as process:
        assert process.wait(timeout=60) == 0
    assert run.jobs.first().state == Job.State.DONE


def test_a_crawl_is_watched_and_cancelled_while_it_goes_on(site, queue):
    run = order(site, rate=4)
    with worker(site):
        wait_for(lambda: has_read_some(run))
        cancel_run(run, "bob")
        wait_for(lambda: is_over(run))
        run.refresh_from_db()
        assert (run.state, run.stop_reason) == (Run.State.CANCELLED, "cancelled by bob")
        assert run.jobs.get().state == Job.State.CANCELLED
        read = Page.objects.filter(run=run).count()
        assert 0 < read < 60
        again = order(site)
        wait_for(lambda: is_over(again))
    again.refresh_from_db()
    assert (again.state, again.pages) == (Run.State.DONE, 61)
    assert Page.objects.filter(run=run).count() == read


def test_a_crawl_whose_worker_is_killed_goes_on_where_it_stopped(site, queue):
    run = order(site, rate=10)
    with worker(site) as process:
        wait_for(lambda: has_read_some(run))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run.jobs.get().state == Job.State.RUNNING
    pretend_silence()
    with worker(site) as process:
        wait_for(lambda: is_over(run))
    run.refresh_from_db()
    job = run.jobs.get()
    assert (run.state, run.pages, run.complete) == (Run.State.DONE, 61, True)
    assert (job.state, job.tries) == (Job.State.DONE, 1)
    # What was read before is not read again, but for the pages that the worker had in hand.
    assert len(site.requests) < 2 * len(PATHS)
    assert site.requests.count("/") == site.requests.count("/robots.txt") == 1
    assert dead_tasks() == 1


def dead_tasks() -> int:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(status="FAILED", task_path=work_on.module_path).count()


def test_a_worker_that_is_told_to_stop_puts_its_job_back_without_counting_it(site, queue):
    run = order(site, rate=10)
    with worker(site) as process:
        wait_for(lambda: has_read_some(run))
        process.terminate()
        assert process.wait(timeout=30) == 0
    job = run.jobs.get()
    assert (job.state, job.tries) == (Job.State.QUEUED, 0)
    pretend_silence()
    with worker(site, "--batch") as process:
        assert process.wait(timeout=60) == 0
    run.refresh_from_db()
    assert (run.state, run.pages) == (Run.State.DONE, 61)


def test_a_job_that_is_silent_is_left_to_the_process_that_is_at_it(queue):
    run = stored_run(state="running", kind="http")
    job = Job.objects.create(run=run, order={"source": run.source}, beat_at=timezone.now(), tries=1)
    pretend_silence()
    with taken(lock_of(job.pk)):
        sweep()
        job.refresh_from_db()
        assert job.state == Job.State.RUNNING
    sweep()
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.QUEUED, "the process ended before the work did; begun again")


def test_a_worker_that_stands_still_for_long_goes_on_and_nobody_took_its_job(site, queue):
    run = order(site, rate=10)
    with worker(site) as process:
        wait_for(lambda: has_read_some(run))
        process.send_signal(signal.SIGSTOP)
        pretend_silence()
        sweep()
        assert (run.jobs.get().state, run.jobs.get().tries) == (Job.State.RUNNING, 1)
        process.send_signal(signal.SIGCONT)
        wait_for(lambda: is_over(run))
    run.refresh_from_db()
    assert (run.state, run.pages) == (Run.State.DONE, 61)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
def test_a_crawl_outlives_a_restart_of_the_database(site, queue):
    run = order(site, rate=10)
    with worker(site) as process:
        wait_for(lambda: has_read_some(run))
        with connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
        assert process.wait(timeout=60) == 3
    pretend_silence()
    with worker(site):
        wait_for(lambda: is_over(run))
    run.refresh_from_db()
    assert (run.state, run.pages) == (Run.State.DONE, 61)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_a_wish_to_cancel_does_not_wait_for_a_long_transaction(transactional_db):
    run = stored_run(state="running")
    with JobProgress() as progress:
        progress.about(run)
        other = connection.copy()
        with transaction.atomic():
            progress.start("Comparing pages", 100)
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'; UPDATE seo_meta_job SET cancelled_by = 'bob'")
            with pytest.raises(CancelledError, match="cancelled by bob"):
                progress.start("Comparing pages", 100)
        other.close()


@pytest.mark.parametrize(
    ("of_run", "of_job"),
    [
        pytest.param({"kind": "http"}, {"tries": TRIES}, id="it was begun again before"),
        pytest.param({"kind": "folder"}, {"tries": 1}, id="a folder of which pages are stored"),
        pytest.param({"kind": "http", "seeded": True}, {"tries": 1}, id="a crawl of another version"),
        pytest.param({"kind": "http"}, {"order": {}}, id="a command"),
    ],
)
def test_what_cannot_begin_again_fails(queue, of_run, of_job):
    run = stored_run(facts_of("<title>T</title>"), state="running", **of_run)
    Job.objects.create(run=run, beat_at=timezone.now(), **{"order": {"source": run.source}, **of_job})
    pretend_silence()
    sweep()
    run.refresh_from_db()
    job = run.jobs.get()
    assert (run.state, job.state) == (Run.State.FAILED, Job.State.FAILED)
    assert run.stop_reason == job.reason == "the process ended before the work did"


def test_a_command_that_died_over_a_crawl_may_be_given_again_for_a_day(queue):
    run = stored_run(state="running", kind="http", seeded=True, version=__version__)
    Job.objects.create(run=run, beat_at=timezone.now())
    pretend_silence()
    sweep()
    run.refresh_from_db()
    assert (run.state, run.jobs.get().state) == (Run.State.RUNNING, Job.State.FAILED)
    assert run.jobs.get().reason.endswith("the same command goes on with it")
    Run.objects.update(started_at=timezone.now() - timedelta(hours=25))
    sweep()
    run.refresh_from_db()
    assert (run.state, run.stop_reason) == (Run.State.FAILED, "the process ended before the work did")


def test_what_was_to_be_cancelled_when_its_process_died_is_cancelled(queue):
    run = stored_run(state="running", kind="http")
    Job.objects.create(run=run, order={"source": run.source}, beat_at=timezone.now(), cancelled_by="bob")
    pretend_silence()
    sweep()
    run.refresh_from_db()
    assert (run.state, run.jobs.get().state) == (Run.State.CANCELLED, Job.State.CANCELLED)


def test_a_job_whose_task_was_lost_is_put_into_the_queue_again(site, queue):
    run = order(site)
    lost = run.jobs.get().task
    sweep()
    pretend_silence()
    sweep()
    assert run.jobs.get().task == lost
    work_on.get_result(lost).db_result.delete()
    sweep()
    assert run.jobs.get().task != lost


def test_a_task_that_comes_twice_does_the_work_once(site, queue):
    run = order(site)
    work_on.enqueue(run.jobs.get().pk)
    with worker(site, "--batch") as process:
        assert process.wait(timeout=60) == 0
    assert run.jobs.get().tries == 1
    assert site.requests.count("/") == 1


def test_a_command_is_watched_too_and_ends_when_somebody_cancels_it(site, queue):
    with worker(site, command=("seo_audit", site.url, "--allow-private", "--rate", "4")) as process:
        wait_for(lambda: Job.objects.filter(stage="Reading", done__gt=0).exists())
        run = Run.objects.get()
        cancel_run(run, "bob")
        assert process.wait(timeout=60) == 2
        assert b"cancelled by bob" in process.stderr.read()
    run.refresh_from_db()
    assert (run.state, run.jobs.get().state) == (Run.State.CANCELLED, Job.State.CANCELLED)


def test_a_command_leaves_a_run_alone_that_other_work_waits_for(db):
    run = stored_run()
    Job.objects.create(run=run, state=Job.State.QUEUED, order={"limit": 1}, beat_at=timezone.now())
    with pytest.raises(RunError, match=f"Other work on run {run.pk} is under way"):
        propose(run, Wish(), JobProgress())
    assert run.jobs.get().state == Job.State.QUEUED


def test_an_unexpected_error_fails_the_job_with_its_name(db):
    run = stored_run(state="running")

    def work() -> None:
        with JobProgress() as progress:
            progress.about(run)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        work()
    assert (run.jobs.get().state, run.jobs.get().reason) == (Job.State.FAILED, "ValueError: no")


def test_settings_without_a_queue_have_nothing_for_a_worker(db):
    command = [sys.executable, "manage.py", "seo_worker"]
    settings = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci", "DATABASE_URL": database_url()}
    done = subprocess.run(
        command, cwd=ROOT, env={**settings, "PATH": os.environ["PATH"]}, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "nothing for a worker" in done.stderr


ORDER_IN_CI = """
import os, django
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
body = {"source": os.environ["SITEAGENT_FOLDERS"], "proposals": 1}
answer = Client(headers={"host": "localhost"}).post("/api/v1/runs", body, content_type="application/json")
print(answer.status_code, answer.json()["state"], answer.json()["pages"], answer.json()["progress"]["requested_by"])
"""


def test_a_pipeline_needs_no_worker(tmp_path):
    (tmp_path / "index.html").write_text("<title>Tea</title>")
    environment = {
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci",
        "DATABASE_URL": f"sqlite:///{tmp_path}/ci.sqlite3",
        "SITEAGENT_FOLDERS": str(tmp_path),
        "ENV": "ci",
        "DISABLE_AUTH": "1",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-c", ORDER_IN_CI]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout == "202 done 1 this machine\n", done.stderr

from datetime import timedelta

import pytest
from django.utils import timezone

from seo_meta.core.review import State
from seo_meta.metrics import metrics
from seo_meta.models import Job, Run, Site
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_proposal, stored_run

pytestmark = pytest.mark.django_db


def found() -> dict[str, dict[tuple[str, ...], float]]:
    return {metric.name: dict(metric.samples) for metric in metrics()}


def test_an_installation_that_did_nothing_yet_says_0_of_everything() -> None:
    values = found()
    assert values["siteagent_runs"] == {(state,): 0 for state in Run.State.values}
    assert {value for name in set(values) - {"siteagent_pages_total"} for value in values[name].values()} == {0}


def test_findings_are_those_of_the_latest_finished_run_of_each_site() -> None:
    stored_run(facts_of("<p>x"), facts_of("<p>y", "other.html"))
    stored_run(facts_of("<p>x"))
    stored_run(facts_of("<p>x"), state="failed")
    elsewhere = Site.objects.create(base_url="https://elsewhere.example/")
    Run.objects.filter(pk=stored_run(facts_of("<title>A title</title><p>x")).pk).update(site=elsewhere)
    assert found()["siteagent_findings"] == {("error",): 1, ("warning",): 4, ("info",): 0, ("review",): 0}


def test_runs_and_proposals_are_counted_by_state() -> None:
    run = stored_run(facts_of("<p>x"))
    stored_run(state="failed")
    (page,) = run.read_pages.all()
    stored_proposal(page, "A title")
    values = found()
    assert (values["siteagent_runs"]["done",], values["siteagent_runs"]["failed",]) == (1, 1)
    assert values["siteagent_proposals"][State.OPEN,] == 1


def test_pages_are_counted_over_all_runs_and_stay_counted_when_a_run_is_deleted() -> None:
    before = found()["siteagent_pages_total"][()]
    run = stored_run(facts_of("<p>x"), facts_of("<p>y", "other.html"))
    assert found()["siteagent_pages_total"][()] == before + 2
    run.delete()
    assert found()["siteagent_pages_total"][()] == before + 2


def test_the_queue_has_a_length_and_an_age() -> None:
    now = timezone.now()
    for seconds, state in ((90, "queued"), (30, "queued"), (500, "running"), (900, "done")):
        job = Job.objects.create(run=stored_run(), state=state, beat_at=now)
        Job.objects.filter(pk=job.pk).update(beat_at=now - timedelta(seconds=seconds))
    values = found()
    assert values["siteagent_jobs"] == {("queued",): 2, ("running",): 1}
    assert 90 <= values["siteagent_queue_oldest_seconds"][()] < 120


def test_only_what_never_goes_down_is_a_counter_and_is_named_as_one() -> None:
    assert [(one.name, one.counter) for one in metrics() if one.counter or one.name.endswith("_total")] == [
        ("siteagent_pages_total", True)
    ]
    assert all(len(values) == len(one.labels) for one in metrics() for values in one.samples)


def test_no_metric_names_a_page_or_a_site() -> None:
    assert {label for one in metrics() for label in one.labels} == {"state", "severity"}

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seo_meta.models import Job, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.injection import HOSTILE, payloads, storable
from seo_meta.tests.loopback import page, serving
from seo_meta.tests.stored import stored_proposal, stored_run

from .screens import forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

RUNS = "/admin/seo_meta/run/"


@pytest.fixture
def site(settings):
    with serving({"/": page("/tea"), "/tea": page("/")}) as site:
        settings.SITEAGENT_PRIVATE_HOSTS = [site.url.removeprefix("http://").rstrip("/")]
        yield site


def job(run: Run, state: str = "running", **fields: object) -> Job:
    return Job.objects.create(run=run, state=state, beat_at=timezone.now(), **fields)


def test_an_audit_is_started_from_a_form_and_watched(admin_client, site):
    response = admin_client.post(RUNS + "start/", {"source": site.url, "rate": "50", "max_pages": "1"}, follow=True)
    run = Run.objects.get()
    assert response.redirect_chain == [(f"{RUNS}{run.pk}/watch/", 302)]
    assert (run.state, run.pages) == ("done", 1)
    assert run.jobs.get().requested_by == "admin"
    assert f'href="{RUNS}{run.pk}/report/"' in response.content.decode()


def test_a_source_that_may_not_be_read_is_refused_with_the_reason(admin_client):
    for source in ("/etc", "http://169.254.169.254/", "http://user:secret@example.com/", "\x00", "<script>"):
        response = admin_client.post(RUNS + "start/", {"source": source})
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        assert forbidden(response.content.decode()) == []
    assert not Run.objects.exists()


@pytest.mark.parametrize("fields", [{"source": ""}, {"source": "x", "max_pages": "-1"}, {"source": "x", "rate": "1e9"}])
def test_what_makes_no_sense_is_refused(admin_client, fields):
    assert admin_client.post(RUNS + "start/", fields).status_code == 422


def test_a_site_that_is_being_read_is_watched_instead(admin_client, site):
    admin_client.post(RUNS + "start/", {"source": site.url, "rate": "50"})
    run = Run.objects.get()
    job(run)
    response = admin_client.post(RUNS + "start/", {"source": site.url})
    assert response.status_code == 422
    assert f'href="{RUNS}{run.pk}/watch/"' in response.content.decode()


def test_progress_is_a_bar_that_asks_for_itself_and_a_link_without_javascript(admin_client):
    run = stored_run(state="running")
    job(run, stage="Reading", done=30, total=120)
    html = seen(admin_client, f"{RUNS}{run.pk}/watch/")
    assert 'max="100" value="25"' in html
    assert "Reading: 30 of 120" in html
    assert f'hx-get="{RUNS}{run.pk}/watch/" hx-trigger="every 2s"' in html
    assert f'<a class="seo-button" href="{RUNS}{run.pk}/watch/">Refresh</a>' in html
    part = admin_client.get(f"{RUNS}{run.pk}/watch/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="watch"')


def test_a_run_that_is_over_no_longer_asks_for_itself(admin_client):
    run = stored_run(state="failed", stop_reason="robots.txt cannot be read")
    job(run, state="failed")
    html = seen(admin_client, f"{RUNS}{run.pk}/watch/")
    assert "hx-trigger" not in html
    assert "robots.txt cannot be read" in html


def test_a_run_that_waits_is_cancelled_at_once(admin_client):
    run = stored_run(state="queued")
    job(run, state="queued")
    assert f'action="{RUNS}{run.pk}/cancel/"' in seen(admin_client, f"{RUNS}{run.pk}/watch/")
    assert admin_client.get(f"{RUNS}{run.pk}/cancel/").status_code == 405
    html = admin_client.post(f"{RUNS}{run.pk}/cancel/", follow=True).content.decode()
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert "cancelled by admin" in html


def test_what_is_over_cannot_be_cancelled(admin_client):
    run = stored_run()
    html = admin_client.post(f"{RUNS}{run.pk}/cancel/", follow=True).content.decode()
    assert "nothing to cancel" in html


def test_only_those_who_may_start_and_cancel(client):
    run = stored_run(state="queued")
    job(run, state="queued")
    staff(client, "viewer")
    assert "/cancel/" not in seen(client, f"{RUNS}{run.pk}/watch/")
    assert client.post(f"{RUNS}{run.pk}/cancel/").status_code == 403
    assert client.post(RUNS + "start/", {"source": "https://example.com/"}).status_code == 403


def test_the_report_says_what_was_not_read_and_why(admin_client):
    run = stored_run(complete=False, skipped=[{"file": "<b>\x1b.html", "reason": "is not a file"}])
    html = seen(admin_client, f"{RUNS}{run.pk}/report/")
    assert "&lt;b&gt;\\x1b.html" in html
    assert "is not a file" in html


def test_the_report_counts_findings_by_rule_and_what_changed(admin_client):
    stored_run(facts_of("<title>A</title>", "a.html"))
    run = stored_run(facts_of("<html lang=en>", "a.html"), outcomes={"lang.missing": {"pass": 1}})
    html = seen(admin_client, f"{RUNS}{run.pk}/report/")
    assert f"?run={run.pk}&amp;outcome__exact=fail&amp;rule=title.missing" in html
    assert "<strong>1</strong> new, <strong>1</strong> fixed" in html


def test_the_report_says_what_was_proposed_and_why_something_was_not(admin_client):
    one, other = pages("a", "b")
    stored_proposal(one, "New")
    stored_proposal(other, reason="No sentence fits 920 px.")
    html = seen(admin_client, f"{RUNS}{one.run_id}/report/")
    assert "1 abstained, 1 open" in html
    assert "No sentence fits … px." in html


def test_the_report_costs_the_same_few_queries_however_much_there_is(admin_client):
    def queries(run: Run) -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(admin_client, f"{RUNS}{run.pk}/report/")
        return len(captured)

    stored_run(facts_of("", "a.html"))
    few = queries(stored_run(facts_of("", "a.html")))
    assert queries(stored_run(*(facts_of("", f"{number}.html") for number in range(20)))) == few <= 14


def test_text_of_runs_is_shown_and_never_run(admin_client):
    for text in storable(*HOSTILE, *payloads("admin_html", "html_source", "file_path")):
        run = stored_run(source=text[:1000], stop_reason=text[:300], skipped=[{"file": text, "reason": text}])
        for screen in ("report", "watch"):
            html = seen(admin_client, f"{RUNS}{run.pk}/{screen}/")
            assert forbidden(html) == []
            assert "\u202e" not in html


def test_the_lists_of_the_admin_lead_to_reports_and_to_runs_that_go_on(admin_client):
    done, running = stored_run(), stored_run(state="running")
    found = re.findall(r"run/(\d+)/(report|watch)/", seen(admin_client, RUNS))
    assert set(found) == {(str(done.pk), "report"), (str(running.pk), "watch")}

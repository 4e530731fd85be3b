"""Runs that are ordered over REST. The test settings have no worker: what is ordered is done when the answer comes."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seo_meta.models import Job, Run, Site
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.loopback import page, serving
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db

FAST = {"rate": 50, "proposals": 0}


@pytest.fixture
def site(settings):
    with serving({"/": page("/tea"), "/tea": page("/")}) as site:
        settings.SITEAGENT_PRIVATE_HOSTS = [site.url.removeprefix("http://").rstrip("/")]
        yield site


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(f"/api/v1{path}", body or {}, content_type="application/json")


def under_way(run: Run, state: Job.State = Job.State.RUNNING, **fields: Any) -> Job:
    return Job.objects.create(run=run, state=state, beat_at=timezone.now(), order={"source": run.source}, **fields)


def test_an_order_is_accepted_with_the_place_where_to_watch_it(admin_client, site):
    response = post(admin_client, "/runs", {"source": site.url, **FAST})
    assert response.status_code == 202
    run = Run.objects.get()
    assert response["Location"] == f"/api/v1/runs/{run.pk}"
    watched = admin_client.get(response["Location"]).json()
    assert (watched["state"], watched["pages"], watched["complete"]) == ("done", 2, True)
    progress = watched["progress"]
    assert [progress[name] for name in ("kind", "state", "requested_by")] == ["audit", "done", "admin"]


def test_the_limits_of_an_order_hold(admin_client, site):
    post(admin_client, "/runs", {"source": site.url, "max_pages": 1, **FAST})
    run = Run.objects.get()
    assert (run.pages, run.stop_reason) == (1, "limit of 1 pages")


def test_an_order_may_ask_for_proposals_at_once_or_later(admin_client, site):
    post(admin_client, "/runs", {"source": site.url, **FAST, "proposals": 5})
    run = Run.objects.get()
    assert run.proposals.exists()
    run.proposals.all().delete()
    response = post(admin_client, f"/runs/{run.pk}/propose", {"fields": ["title"], "limit": 1})
    assert response.status_code == 202
    assert set(run.proposals.values_list("field", flat=True)) == {"title"}
    assert response.json()["progress"]["kind"] == "propose"


def test_a_folder_is_known_by_the_site_that_it_turns_out_to_be(admin_client, settings, tmp_path):
    (tmp_path / "index.html").write_text(f'<title>Tea</title><link rel=canonical href="{BASE}">')
    settings.SITEAGENT_FOLDERS = [str(tmp_path)]
    body = post(admin_client, "/runs", {"source": str(tmp_path), **FAST}).json()
    assert (body["state"], body["site"]) == ("done", BASE)
    assert Site.objects.get().base_url == BASE


def test_a_site_that_does_not_answer_fails_the_run_with_the_reason(admin_client, settings):
    with serving() as gone:
        settings.SITEAGENT_PRIVATE_HOSTS = ["127.0.0.1", gone.url.removeprefix("http://").rstrip("/")]
    body = post(admin_client, "/runs", {"source": gone.url, **FAST}).json()
    assert (body["state"], body["progress"]["state"]) == ("failed", "failed")
    assert body["stop_reason"] == body["progress"]["reason"] != ""


@pytest.mark.parametrize(
    "source",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"),
        *("http://10.0.0.7:8080/", "http://2130706433/", "http://0x7f.1/", "http://metadata.google.internal/"),
        *("https://example.com:22/", "http://printer.localhost/", "http://[::ffff:127.0.0.1]/"),
        *(
            "file:///etc/passwd",
            "ftp://example.com/",
            "/etc",
            "/etc/passwd",
            ".",
            "../..",
            "/etc\u0000",
            "~",
            "urls.txt",
        ),
        *("http://", "http://user:secret@example.com/", ""),
    ],
)
def test_an_order_reaches_neither_the_network_nor_the_files_of_the_server(admin_client, source):
    response = post(admin_client, "/runs", {"source": source})
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert not Run.objects.exists()


def test_a_name_that_resolves_to_a_private_address_is_refused_when_it_is_read(admin_client, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *arguments, **options: [(2, 1, 6, "", ("10.0.0.1", 443))])
    body = post(admin_client, "/runs", {"source": "https://intranet.example/", **FAST}).json()
    assert (body["state"], body["pages"]) == ("failed", 0)
    assert "its address is not a public one" in body["stop_reason"]


def test_a_private_host_is_read_on_the_port_that_the_operator_named_alone(admin_client, site, settings):
    settings.SITEAGENT_PRIVATE_HOSTS = ["127.0.0.1"]
    assert post(admin_client, "/runs", {"source": site.url}).status_code == 422


def test_no_secret_of_the_operator_goes_to_a_site_that_an_order_names(admin_client, site, settings):
    settings.SITEAGENT_HTTP_COOKIE = "session=secret"
    post(admin_client, "/runs", {"source": site.url, **FAST})
    assert site.headers
    assert not any("cookie" in headers for headers in site.headers)


def test_a_folder_is_read_only_below_those_that_the_operator_names(admin_client, settings, tmp_path):
    inside, outside = tmp_path / "sites" / "blog", tmp_path / "secrets"
    for folder in (inside, outside):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<title>Tea</title>")
    (tmp_path / "sites" / "way-out").symlink_to(outside)
    settings.SITEAGENT_FOLDERS = [str(tmp_path / "sites")]
    assert post(admin_client, "/runs", {"source": str(inside), **FAST}).json()["pages"] == 1
    for path in (outside, inside / "../../secrets", tmp_path / "sites" / "way-out", inside / "index.html"):
        assert post(admin_client, "/runs", {"source": str(path)}).status_code == 422


def test_a_folder_that_is_not_there_is_refused_as_one_that_may_not_be_read(admin_client):
    details = [
        post(admin_client, "/runs", {"source": path}).json()["detail"].replace(path, "X")
        for path in (str(Path.cwd()), "/nowhere/at/all")
    ]
    assert details[0] == details[1]


@pytest.mark.parametrize("state", Job.UNFINISHED)
def test_a_site_is_worked_on_once_at_a_time_and_the_answer_says_by_which_run(admin_client, site, state):
    stored = stored_run(state="running", source=site.url, kind="http")
    under_way(stored, state)
    response = post(admin_client, "/runs", {"source": site.url})
    assert response.status_code == 409
    assert response["Location"] == f"/api/v1/runs/{stored.pk}"
    assert f"Run {stored.pk} of {site.url} is going on" in response.json()["detail"]


def test_proposals_wait_for_what_is_done_with_the_site(admin_client):
    finished, running = stored_run(), stored_run(state="running")
    under_way(running)
    response = post(admin_client, f"/runs/{finished.pk}/propose")
    assert (response.status_code, response["Location"]) == (409, f"/api/v1/runs/{running.pk}")


def test_proposals_are_made_for_a_run_that_was_judged_to_its_end(admin_client):
    run = stored_run(facts_of("<title>Tea</title>"), state="failed")
    assert post(admin_client, f"/runs/{run.pk}/propose").status_code == 409


@pytest.mark.parametrize("body", [{"generator": "oracle"}, {"fields": ["colour"]}, {"limit": 0}])
def test_proposals_that_nobody_can_make_are_refused(admin_client, body):
    assert post(admin_client, f"/runs/{stored_run().pk}/propose", body).status_code == 422


@pytest.mark.parametrize(
    "body", [{"rate": 0}, {"rate": 1e9}, {"concurrency": 99}, {"max_pages": 0}, {"max_pages": 2**40}, {"proposals": -1}]
)
def test_limits_outside_what_is_documented_are_refused(admin_client, body):
    assert post(admin_client, "/runs", {"source": BASE, **body}).status_code == 422


def test_what_waits_is_cancelled_at_once(admin_client):
    run = stored_run(state="queued", finished_at=None)
    under_way(run, Job.State.QUEUED)
    response = post(admin_client, f"/runs/{run.pk}/cancel")
    assert response.status_code == 202
    body = response.json()
    assert (body["state"], body["stop_reason"]) == ("cancelled", "cancelled by admin")
    assert (body["progress"]["state"], body["progress"]["cancelled_by"]) == ("cancelled", "admin")


def test_what_a_process_is_at_is_asked_to_end(admin_client):
    run = stored_run(state="running")
    under_way(run)
    body = post(admin_client, f"/runs/{run.pk}/cancel").json()
    assert (body["state"], body["progress"]["cancelled_by"]) == ("running", "admin")


def test_what_is_over_cannot_be_cancelled(admin_client):
    response = post(admin_client, f"/runs/{stored_run().pk}/cancel")
    assert response.status_code == 409
    assert "nothing to cancel" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/runs", "/runs/{}/propose", "/runs/{}/cancel"])
def test_nothing_is_ordered_without_a_login_or_against_a_forged_form(client, admin_user, path):
    path = path.format(stored_run().pk)
    assert post(client, path, {"source": BASE}).status_code == 401
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(admin_user)
    assert post(careful, path, {"source": BASE}).status_code == 403


@pytest.mark.parametrize("path", ["/runs/99/propose", "/runs/99/cancel"])
def test_work_on_a_run_that_is_not_there_is_404(admin_client, path):
    assert post(admin_client, path).status_code == 404

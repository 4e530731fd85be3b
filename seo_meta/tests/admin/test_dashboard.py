import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seo_meta.models import Proposal, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.injection import HOSTILE, payloads, storable
from seo_meta.tests.stored import stored_proposal, stored_run

from .screens import forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

DASHBOARD = "/admin/seo_meta/site/dashboard/"
GOOD = "<html lang=en><title>Guji</title><meta name=description content='Floral and sweet.'>"


def test_without_a_run_it_says_how_to_make_one(admin_client: Client) -> None:
    html = seen(admin_client, DASHBOARD)
    assert "Nothing was read yet" in html
    assert "/admin/seo_meta/run/start/" in html


def test_the_last_run_is_summed_up_with_what_changed(admin_client: Client) -> None:
    stored_run(facts_of(GOOD, "a.html"), facts_of(GOOD, "b.html"))
    run = stored_run(facts_of(GOOD, "a.html"), facts_of("", "b.html"))
    html = seen(admin_client, DASHBOARD)
    assert f"Report of run {run.pk}" in html
    assert re.findall(r'seo-figure">(\d+)<', html) == ["1", "2", "0", "0"]
    assert "+1 since the run before" in html


def test_runs_over_time_are_a_chart_that_is_said_in_words_and_as_a_table(admin_client: Client) -> None:
    stored_run(facts_of("", "a.html"))
    assert "Findings over the last runs" not in seen(admin_client, DASHBOARD)
    run = stored_run(facts_of(GOOD, "a.html"))
    html = seen(admin_client, DASHBOARD)
    assert f"to run {run.pk} of" in html.split("<desc")[1]
    assert html.count("<g>") == html.count('<th scope="row">') - html.count("seo-age-0") == 2


def test_coverage_counts_pages_without_a_fault_that_could_be_mended(admin_client: Client) -> None:
    noindex = "<meta name=robots content=noindex>"
    stored_run(facts_of(GOOD, "a.html"), facts_of("<title>B</title>", "b.html"), facts_of(noindex, "c.html"))
    html = seen(admin_client, DASHBOARD)
    assert 'aria-label="Title: 2 of 2 pages"' in html
    assert 'aria-label="Description: 1 of 2 pages"' in html
    assert "Structured data:" not in html  # no rule about it judged the run


def test_the_queue_is_told_by_state_and_age(admin_client: Client) -> None:
    _, old = (stored_proposal(page, f"New {page.pk}") for page in pages("a", "b"))
    Proposal.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=60), state="approved")
    rows = re.findall(r'tab=(\w+)".*?</tr>', seen(admin_client, DASHBOARD), re.DOTALL)
    assert rows == ["open", "snoozed", "stale", "approved"]
    cells = dict(re.findall(r'tab=(\w+)".*?</th>(.*?)</tr>', seen(admin_client, DASHBOARD), re.DOTALL))
    assert re.findall(r">(\d+)<", cells["open"]) == ["1", "0", "0", "0", "1"]
    assert re.findall(r">(\d+)<", cells["approved"]) == ["0", "0", "0", "1", "1"]


def test_pages_that_are_worth_most_come_first(admin_client: Client) -> None:
    first, second = pages("a", "b")
    stored_proposal(first, "New a", worth=1)
    stored_proposal(second, "New b", worth=20)
    html = seen(admin_client, DASHBOARD)
    assert html.index(f"page/{second.pk}/view/") < html.index(f"page/{first.pk}/view/")


def test_a_run_that_goes_on_is_named_and_the_numbers_are_of_the_last_that_ended(admin_client: Client) -> None:
    judged = stored_run(facts_of("", "a.html"))
    going = stored_run(state="running")
    html = seen(admin_client, DASHBOARD)
    assert f"/admin/seo_meta/run/{going.pk}/watch/" in html
    assert f'the numbers are of <a href="/admin/seo_meta/run/{judged.pk}/report/' in html


def test_it_costs_the_same_few_queries_however_much_there_is(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(admin_client, DASHBOARD)
        return len(captured)

    stored_run(facts_of("", "x.html"))
    few = queries()
    for page in pages(*"abcdefghij"):
        stored_proposal(page, f"New {page.pk}")
    stored_run(*(facts_of("", f"{number}.html") for number in range(20)))
    assert queries() == few <= 12


def test_text_of_sites_is_shown_and_never_run(admin_client: Client) -> None:
    for text in storable(*HOSTILE, *payloads("admin_html", "html_source", "proposal")):
        Run.objects.all().delete()
        stored_run(facts_of("", "a.html"), source=text[:1000])
        assert forbidden(seen(admin_client, DASHBOARD)) == []


def test_it_is_for_those_who_may_view_sites_and_starts_audits_for_those_who_may(client: Client) -> None:
    stored_run(facts_of("", "a.html"))
    staff(client, "viewer")
    assert "/run/start/" not in seen(client, DASHBOARD)
    assert client.get("/admin/seo_meta/run/start/").status_code == 403


def test_it_is_forbidden_to_others(client: Client) -> None:
    assert staff(client).get(DASHBOARD).status_code == 403


def test_its_short_address_and_the_first_page_of_the_admin_lead_to_it(admin_client: Client) -> None:
    assert admin_client.get("/admin/seo_meta/dashboard/?site=1").headers["Location"] == f"{DASHBOARD}?site=1"
    assert f'href="{DASHBOARD}"' in seen(admin_client, "/admin/")

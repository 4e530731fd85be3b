from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seo_meta.core.propose import Field
from seo_meta.models import Finding, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_proposal, stored_run

pytestmark = pytest.mark.django_db

GOOD = facts_of('<html lang=en><title>Tea</title><meta name=description content="All our tea.">', "tea.html")
NO_TITLE = facts_of('<html lang=en><meta name=description content="Cups.">', "cups.html")
NO_DESCRIPTION = facts_of("<title>Pots</title>", "pots/")
HIDDEN = facts_of("<html lang=en><title>Secret tea</title><meta name=robots content=noindex>", "secret.html")


@pytest.fixture
def run() -> Run:
    return stored_run(GOOD, NO_TITLE, NO_DESCRIPTION, HIDDEN)


def get(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.content
    return response.json()


def paths(body: Any) -> list[str]:
    return [item["url"].removeprefix("https://example.com/") for item in body["items"]]


def test_runs_are_listed_with_the_latest_first(admin_client: Client, run: Run) -> None:
    later = stored_run(state="running", source="https://example.com/", kind="http")
    body = get(admin_client, "/runs")
    assert body["count"] == 2
    assert [item["id"] for item in body["items"]] == [later.pk, run.pk]
    assert body["items"][1] | {"started_at": 0, "finished_at": 0} == {
        "id": run.pk,
        "site": "https://example.com/",
        "source": "site",
        "kind": "folder",
        "state": "done",
        "started_at": 0,
        "finished_at": 0,
        "complete": True,
        "stop_reason": "",
        "filtered": False,
        "pages": 4,
        "reused": 0,
        "version": "0",
    }
    assert [item["id"] for item in get(admin_client, "/runs?state=running")["items"]] == [later.pk]
    assert [item["id"] for item in get(admin_client, "/runs?ordering=pages")["items"]] == [later.pk, run.pk]


def test_a_run_says_how_many_findings_failed_at_each_severity(admin_client: Client, run: Run) -> None:
    body = get(admin_client, f"/runs/{run.pk}")
    assert body["site"] == "https://example.com/"
    assert body["severities"] == {"error": 1, "warning": 2, "info": 0, "review": 0}
    assert body["skipped"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/runs/{}",
        "/runs/{}/pages",
        "/runs/{}/findings",
        "/runs/{}/proposals",
        "/runs/{}/compare",
        "/pages/{}",
        "/sites/{}/history",
    ],
)
@pytest.mark.parametrize("id", [0, -1, 9, 2**31, 2**63, 10**30])
def test_what_is_not_there_is_404_whatever_the_number(admin_client: Client, path: str, id: int) -> None:
    response = admin_client.get("/api/v1" + path.format(id))
    assert response.status_code == 404
    assert str(id) in response.json()["detail"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["tea.html", "cups.html", "pots/", "secret.html"]),
        ("?indexable=false", ["secret.html"]),
        ("?status=404", []),
        ("?url=POTS", ["pots/"]),
        ("?q=tea", ["tea.html", "secret.html"]),
        ("?q=tea&indexable=true", ["tea.html"]),
        ("?q=%25", []),
        ("?ordering=-url", ["tea.html", "secret.html", "pots/", "cups.html"]),
        ("?limit=2&offset=1", ["cups.html", "pots/"]),
    ],
)
def test_pages_are_filtered_and_ordered(admin_client: Client, run: Run, query: str, expected: list[str]) -> None:
    stored_run(facts_of("<title>Tea of another run</title>"))
    assert paths(get(admin_client, f"/runs/{run.pk}/pages{query}")) == expected


def test_a_count_is_of_all_that_match_and_not_of_the_slice(admin_client: Client, run: Run) -> None:
    assert get(admin_client, f"/runs/{run.pk}/pages?limit=1&q=tea")["count"] == 2


def test_a_page_comes_with_all_its_facts(admin_client: Client, run: Run) -> None:
    page = run.read_pages.get(title="Tea")
    body = get(admin_client, f"/pages/{page.pk}")
    assert (body["id"], body["run"], body["title"], body["indexable"]) == (page.pk, run.pk, "Tea", True)
    assert body["facts"]["titles"] == [{"text": "Tea", "line": 1}]
    assert body["facts"]["metas"][0]["content"] == "All our tea."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["cups.html", "pots/", "pots/"]),
        ("?severity=error", ["cups.html"]),
        ("?rule=lang.missing", ["pots/"]),
        ("?outcome=inconclusive", []),
        ("?outcome=fail&kind=spec&url=cups", []),
        ("?url=cups", ["cups.html"]),
        ("?ordering=severity", ["cups.html", "pots/", "pots/"]),
        ("?ordering=-severity", ["pots/", "pots/", "cups.html"]),
        ("?ordering=-url&limit=1", ["pots/"]),
    ],
)
def test_findings_are_filtered_and_ordered(admin_client: Client, run: Run, query: str, expected: list[str]) -> None:
    assert paths(get(admin_client, f"/runs/{run.pk}/findings{query}")) == expected


def test_severities_are_ordered_by_weight_and_not_by_name(admin_client: Client) -> None:
    run = stored_run()
    for severity in ("info", "review", "error", "warning"):
        Finding.objects.create(run=run, rule="a.b", rule_version=1, kind="spec", severity=severity, outcome="fail")
    body = get(admin_client, f"/runs/{run.pk}/findings?ordering=severity")
    assert [item["severity"] for item in body["items"]] == ["error", "warning", "info", "review"]


def test_a_finding_about_the_whole_site_has_no_page_and_comes_last(admin_client: Client, run: Run) -> None:
    Finding.objects.create(run=run, rule="a.b", rule_version=1, kind="spec", severity="error", outcome="fail")
    last = get(admin_client, f"/runs/{run.pk}/findings?ordering=url")["items"][-1]
    assert (last["page"], last["url"], last["file"], last["line"]) == (None, None, None, None)


@pytest.mark.parametrize(
    "query",
    [
        *("ordering=facts", "ordering=run__site__base_url", "severity=fatal", "limit=0", "limit=1001", "offset=-1"),
        *(f"offset={2**63}", "url=%00", f"rule={'x' * 501}"),
    ],
)
def test_a_query_outside_what_is_documented_is_refused(admin_client: Client, run: Run, query: str) -> None:
    assert admin_client.get(f"/api/v1/runs/{run.pk}/findings?{query}").status_code == 422


@pytest.mark.parametrize(
    "path", ["/runs", "/runs/{run}/pages", "/runs/{run}/findings", "/sites", "/sites/{site}/history"]
)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(admin_client: Client, run: Run, path: str) -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(admin_client, f"{path.format(run=run.pk, site=run.site_id)}?limit={limit}")
        return len(captured)

    stored_run()
    assert queries(1) == queries(100)


@pytest.mark.parametrize(
    "path",
    [
        *("/runs", "/runs/{run}", "/runs/{run}/pages", "/runs/{run}/findings", "/runs/{run}/compare", "/pages/{page}"),
        *("/sites", "/sites/{site}/history"),
    ],
)
def test_nothing_is_shown_without_a_login(client: Client, run: Run, path: str) -> None:
    response = client.get("/api/v1" + path.format(run=run.pk, site=run.site_id, page=run.read_pages.first().pk))
    assert response.status_code == 401


def test_a_run_is_compared_with_the_one_before_or_with_another(admin_client: Client, run: Run) -> None:
    stored_run(complete=False)
    later = stored_run(
        GOOD, NO_DESCRIPTION, facts_of("", "new.html"), outcomes={"title.missing": {"pass": 2, "fail": 1}}
    )
    body = get(admin_client, f"/runs/{later.pk}/compare")
    assert (body["run"], body["previous"]) == (later.pk, run.pk)
    assert [body[name] for name in ("new", "existing", "fixed", "not_compared")] == [3, 2, 1, 0]
    assert body["rules"][0] == {
        "rule": "title.missing",
        "severity": "error",
        "new": 1,
        "existing": 0,
        "fixed": 1,
        "not_compared": 0,
    }
    assert get(admin_client, f"/runs/{later.pk}/compare?with={later.pk}")["existing"] == 5


def test_a_comparison_that_makes_no_sense_says_why(admin_client: Client, run: Run) -> None:
    for query, reason in (("", "no complete run of its site before it"), ("?with=999", "There is no run 999")):
        response = admin_client.get(f"/api/v1/runs/{run.pk}/compare{query}")
        assert response.status_code == 404
        assert reason in response.json()["detail"]


def test_sites_are_listed(admin_client: Client, run: Run) -> None:
    (site,) = get(admin_client, "/sites")["items"]
    assert (site["id"], site["base_url"]) == (run.site_id, "https://example.com/")


def test_the_history_of_a_site_counts_the_findings_of_each_run_that_was_finished(
    admin_client: Client, run: Run
) -> None:
    stored_run(state="failed")
    later = stored_run(GOOD)
    items = get(admin_client, f"/sites/{run.site_id}/history")["items"]
    assert [item["id"] for item in items] == [later.pk, run.pk]
    assert [(item["error"], item["warning"], item["info"], item["review"]) for item in items] == [
        (0, 0, 0, 0),
        (1, 2, 0, 0),
    ]
    assert (items[1]["pages"], items[1]["complete"]) == (4, True)


def test_proposals_come_with_their_candidates_and_evidence(admin_client: Client, run: Run) -> None:
    one = stored_proposal(run.read_pages.order_by("pk")[0], "All our tea", worth=2.0)
    (body,) = get(admin_client, f"/runs/{run.pk}/proposals")["items"]
    assert (body["id"], body["field"], body["state"], body["value"]) == (one.pk, "title", "open", "All our tea")
    assert body["candidates"][0] | {"reasons": []} == {
        "value": "All our tea",
        "confidence": "high",
        "reasons": [],
        "evidence": [{"source": "h1", "text": "All our tea", "line": 1}],
        "treatment": "proposed",
        "generator": "extractive",
        "generator_version": 1,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["cups.html", "tea.html", "pots/"]),
        ("?ordering=worth", ["pots/", "tea.html", "cups.html"]),
        ("?field=description", ["pots/"]),
        ("?state=abstained", ["pots/"]),
        ("?confidence=low", ["cups.html"]),
        ("?treatment=auto", []),
        ("?generator=extractive&url=TEA", ["tea.html"]),
    ],
)
def test_proposals_are_filtered_and_ordered(admin_client: Client, run: Run, query: str, expected: list[str]) -> None:
    tea, cups, pots, _ = run.read_pages.order_by("pk")
    stored_proposal(tea, "All our tea", worth=2.0)
    stored_proposal(cups, "All our cups", worth=3.0, confidence="low")
    stored_proposal(pots, worth=1.0, field=Field.DESCRIPTION)
    assert paths(get(admin_client, f"/runs/{run.pk}/proposals{query}")) == expected

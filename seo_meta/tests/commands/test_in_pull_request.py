"""What stands in the open nightly pull request is said to, where reviewers look; and what became of it, after."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from seo_meta.core.review import Move, RejectReason
from seo_meta.models import Proposal
from seo_meta.services.review import decide
from seo_meta.tests.github_server import REPOSITORY, GitHubServer
from seo_meta.tests.nights import BRANCH, PAGE, Nights, git
from seo_meta.tests.stored import reviewer

pytestmark = pytest.mark.django_db

FIRST = f"https://github.com/{REPOSITORY}/pull/1"
INBOX = "/admin/seo_meta/proposal/inbox/"


def title_of(name: str) -> Proposal:
    """The latest proposal for the title of a page."""
    return Proposal.objects.filter(url__endswith=f"/{name}.html", field="title").latest("pk")


def merge(hub: GitHubServer, nights: Nights) -> None:
    git(nights.here, "fetch", "--quiet", "origin", BRANCH)
    git(nights.here, "merge", "--quiet", "FETCH_HEAD")
    git(nights.here, "push", "--quiet", "origin", "main")
    hub.pulls[-1] |= {"state": "closed", "merged_at": "2026-11-24T00:00:00Z"}


def test_reviewers_see_what_stands_in_the_pull_request_and_can_go_there(
    hub: GitHubServer, nights: Nights, admin_client: Client
) -> None:
    nights.night()
    one = title_of("a")
    assert (one.state, one.version, one.pull_request) == ("open", 1, FIRST)
    listed = admin_client.get(INBOX, {"tab": "pull-request"}).content.decode()
    count = Proposal.objects.exclude(pull_request="").count()
    assert f'In pull request <span class="seo-count">{count}</span>' in listed
    assert listed.count(f'href="{FIRST}"') == count
    focus = admin_client.get(f"/admin/seo_meta/proposal/review/{one.pk}/").content.decode()
    assert f'href="{FIRST}" rel="noreferrer">in pull request #1</a>' in focus
    out = StringIO()
    call_command("seo_review", "show", str(one.pk), stdout=out)
    assert f"in {FIRST}" in out.getvalue()


def test_the_api_says_it_and_lists_by_it(hub: GitHubServer, nights: Nights, admin_client: Client) -> None:
    nights.night("--pr", "--limit", 1)
    ids = {True: set(), False: set()}
    for stands in ids:
        for one in admin_client.get("/api/v1/proposals", {"in_pull_request": str(stands)}).json()["items"]:
            assert one["pull_request"] == (FIRST if stands else "")
            ids[stands].add(one["id"])
    assert ids[True]
    assert ids[True] | ids[False] == {*Proposal.objects.values_list("pk", flat=True)}


def test_with_a_new_database_the_pull_request_itself_tells_the_reports(hub: GitHubServer, nights: Nights) -> None:
    report = Path("siteagent-report/report.json")
    nights.night()
    assert {one["pull_request"] for one in json.loads(report.read_text())["proposals"]} == {""}
    stood = {one.url for one in Proposal.objects.filter(field="title").exclude(pull_request="")}
    nights.night()
    proposals = json.loads(report.read_text())["proposals"]
    assert {one["url"] for one in proposals if one["field"] == "title" and one["pull_request"] == FIRST} == stood


def test_what_the_pages_have_after_a_merge_is_merged(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    approved = title_of("b")
    decide(approved.pk, approved.version, Move.APPROVE, reviewer())
    merge(hub, nights)
    nights.again()
    for name in ("a", "b"):
        one = title_of(name)
        assert (one.state, one.pull_request) == ("merged", FIRST)
        assert one.transitions.last().note == "The page has it, by pull request #1."


def test_what_was_merged_in_part_is_merged_in_part(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    git(nights.here, "fetch", "--quiet", "origin", BRANCH)
    git(nights.here, "checkout", "--quiet", "FETCH_HEAD", "--", "site/a.html")
    nights.publish("Take one of them")
    nights.again()
    assert (title_of("a").state, title_of("b").state) == ("merged", "open")
    assert title_of("b").pull_request == FIRST


def test_what_was_closed_unmerged_is_rejected_though_it_was_approved(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    ids = [title_of(name).pk for name in ("a", "b")]
    decide(ids[1], 1, Move.APPROVE, reviewer())
    hub.pulls[0]["state"] = "closed"
    nights.again()
    for one in Proposal.objects.filter(pk__in=ids):
        assert (one.state, one.pull_request) == ("rejected", "")
        assert one.transitions.last().note == "Pull request #1 was closed unmerged."


def test_what_has_another_text_since_the_pull_request_was_closed_is_not_rejected(
    hub: GitHubServer, nights: Nights
) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    nights.write("a.html", PAGE.format(title="", heading="Why we moved the roastery to the old harbour"))
    nights.publish()
    nights.again()
    assert (title_of("a").state, title_of("a").pull_request) == ("open", FIRST.replace("/1", "/2"))


def test_what_a_reviewer_rejects_meanwhile_leaves_the_pull_request_the_next_night(
    hub: GitHubServer, nights: Nights
) -> None:
    nights.night()
    one = title_of("a")
    decide(one.pk, one.version, Move.REJECT, reviewer(), reason=RejectReason.WORSE)
    one.refresh_from_db()
    assert one.pull_request == FIRST
    nights.again()
    one.refresh_from_db()
    assert (one.state, one.pull_request) == ("rejected", "")
    assert "<title></title>" in nights.read("site/a.html")
    assert title_of("b").pull_request == FIRST


def test_a_line_without_its_tick_stands_in_it_no_more(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    body = hub.pulls[0]["body"]
    hub.pulls[0]["body"] = body.replace("- [x] `site/a.html` title", "- [ ] `site/a.html` title")
    nights.again()
    assert (title_of("a").pull_request, title_of("b").pull_request) == ("", FIRST)


def test_a_branch_that_somebody_took_over_still_has_them(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    nights.commit_as_person()
    nights.again()
    assert title_of("a").pull_request == FIRST

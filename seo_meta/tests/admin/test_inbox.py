import csv
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seo_meta.core.propose import Confidence, Field
from seo_meta.models import Proposal, Site
from seo_meta.selectors import inbox as selectors
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.stored import stored_proposal

from .screens import PROPOSALS, forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

INBOX = PROPOSALS + "inbox/"
MAX_QUERIES = 15


def listed(client: Client, **query: str) -> list[int]:
    """The ids of the proposals that the inbox shows, in order."""
    return [int(id) for id in re.findall(r'data-proposal="(\d+)"', seen(client, INBOX, **query))]


def proposals(*worths: float, **fields: Any) -> list[Proposal]:
    """One for the title of each of several pages."""
    run = Proposal.objects.count()
    own = pages(*(f"p{run}-{number}" for number in range(len(worths))))
    return [
        stored_proposal(page, f"New {page.url}", worth=worth, **fields) for page, worth in zip(own, worths, strict=True)
    ]


def test_what_matters_most_comes_first(admin_client: Client) -> None:
    low, high, middle = proposals(1, 30, 2)
    assert listed(admin_client) == [high.pk, middle.pk, low.pk]


def test_the_words_that_change_are_marked(admin_client: Client) -> None:
    (page,) = pages("roasting")
    stored_proposal(page, "Fresh coffee from the harbour", current="Our coffee from the harbour")
    html = seen(admin_client, INBOX)
    assert "<del>Our</del><ins>Fresh</ins> coffee from the harbour" in html


def test_a_title_is_measured_for_desktop_and_mobile(admin_client: Client) -> None:
    (page,) = pages("roasting")
    stored_proposal(page, "W" * 60)
    html = seen(admin_client, INBOX)
    assert html.count("data-meter=") == 2
    assert html.count("<strong>cut</strong>") == 2


@pytest.mark.parametrize("tab", selectors.TABS)
def test_each_tab_shows_its_own_and_counts_them(admin_client: Client, tab: str) -> None:
    states = ("open", "stale", "snoozed", "approved", "applied", "rejected", "abstained", "superseded")
    own = dict(zip(states, proposals(*range(8)), strict=True))
    for state, proposal in own.items():
        Proposal.objects.filter(pk=proposal.pk).update(state=state)
    own["pull-request"] = own["approved"]
    Proposal.objects.filter(pk=own["approved"].pk).update(pull_request="https://github.com/octo/site/pull/7")
    low = stored_proposal(own["open"].page, "Words", field=Field.DESCRIPTION, confidence=Confidence.LOW, worth=99)
    expected = [low.pk, own["open"].pk] if tab == "open" else [low.pk] if tab == "low" else [own[tab].pk]
    html = seen(admin_client, INBOX, tab=tab)
    assert [int(id) for id in re.findall(r'data-proposal="(\d+)"', html)] == expected
    count = re.search(rf'data-tab="{tab}">[^<]*<span class="seo-count">(\d+)', html)
    assert count is not None
    assert int(count[1]) == len(expected)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"field": "description"}, {"b"}),
        ({"rule": "title.missing"}, {"a"}),
        ({"generator": "llm"}, {"b"}),
        ({"language": "de"}, {"b"}),
        ({"language": "d"}, set()),
        ({"path": "/a.html"}, {"a"}),
        ({"path": "/*.html"}, {"a", "b"}),
        ({"path": "*b*"}, {"b"}),
        ({"path": "/b*x"}, set()),
        ({"path": "/%.html"}, set()),
        ({"assignee": "{user}"}, {"a"}),
        ({"site": "{site}"}, {"a", "b"}),
        ({"site": "{other}"}, set()),
    ],
)
def test_the_list_is_narrowed(admin_client: Client, admin_user: User, query: dict[str, str], shown: set[str]) -> None:
    one, two = pages("a", "b")
    ids = {
        stored_proposal(one, "New", rules=["title.missing"], assignee=admin_user, generator="extractive").pk: "a",
        stored_proposal(two, "Neu", field=Field.DESCRIPTION, generator="llm", language="de-AT").pk: "b",
    }
    other = Site.objects.create(base_url="https://other.example/")
    places = {"user": admin_user.pk, "site": one.run.site_id, "other": other.pk}
    found = listed(admin_client, **{name: value.format(**places) for name, value in query.items()})
    assert {ids[id] for id in found} == shown


def test_a_filter_that_makes_no_sense_narrows_nothing_and_is_said(admin_client: Client) -> None:
    (one,) = proposals(1)
    for query in ({"field": "nonsense"}, {"assignee": "x"}, {"tab": "nonsense"}, {"after": "nan,x"}, {"before": "1"}):
        assert listed(admin_client, **query) == [one.pk]
    assert "nonsense is not one of the available choices" in seen(admin_client, INBOX, field="nonsense")


def test_pages_of_the_list_lead_forth_and_back(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    worths = [3.5, 1, 3.5, 3.5, 2]
    order = [one.pk for one in sorted(proposals(*worths), key=lambda one: (-one.worth, one.pk))]
    path, walked, back = INBOX, [], []
    for _ in range(3):
        html = seen(admin_client, path)
        walked.append([int(id) for id in re.findall(r'data-proposal="(\d+)"', html)])
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = INBOX + following[1].replace("&amp;", "&") if following else ""
    assert walked == [order[:2], order[2:4], order[4:]]
    assert not path
    while before := re.search(r'rel="prev" href="([^"]+)"', html):
        html = seen(admin_client, INBOX + before[1].replace("&amp;", "&"))
        back.append([int(id) for id in re.findall(r'data-proposal="(\d+)"', html)])
    assert back == [order[2:4], order[:2]]


def test_a_long_list_takes_as_few_queries_as_a_short_one(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(admin_client, INBOX)
        return len(captured)

    proposals(1, 2)
    few = queries()
    proposals(*range(40))
    assert queries() == few <= MAX_QUERIES


def test_text_of_pages_is_shown_and_never_run(admin_client: Client) -> None:
    attacks = [text.replace("\0", "") for text in (*HOSTILE, *payloads("admin_html", "admin_link_href", "proposal"))]
    for page, attack in zip(pages(*(f"p{n}" for n in range(len(attacks)))), attacks, strict=True):
        stored_proposal(page, attack[:500] or "x", current=attack[::-1][:500], url=page.url + attack, language="<b>")
    html = seen(admin_client, INBOX)
    assert forbidden(html) == []
    assert "<b>" not in html.lower()
    assert "\u202e" not in html


def test_the_policy_allows_no_inline_script(admin_client: Client) -> None:
    response = admin_client.get(INBOX)
    assert "script-src 'self';" in response.headers["Content-Security-Policy"]
    assert '"allowEval": false' in response.content.decode()
    assert '"includeIndicatorStyles": false' in response.content.decode()


def test_who_may_view_sees_the_list_without_buttons(client: Client) -> None:
    (one,) = proposals(1)
    assert client.get(INBOX).status_code == 302
    viewer = staff(client, "viewer")
    assert listed(viewer) == [one.pk]
    assert 'name="move"' not in seen(viewer, INBOX)


def test_who_may_not_view_sees_nothing(client: Client) -> None:
    assert staff(client).get(INBOX).status_code == 403


def test_the_list_can_be_taken_to_a_spreadsheet_and_is_no_formula_there(admin_client: Client) -> None:
    (one,) = proposals(1, current='=HYPERLINK("https://evil.test")', confidence=Confidence.LOW)
    response = admin_client.get(INBOX + "proposals.csv", {"tab": "low"})
    assert 'filename="proposals-low.csv"' in response.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")))
    assert (row["id"], row["current"]) == (str(one.pk), '\'=HYPERLINK("https://evil.test")')
    assert b"title" not in admin_client.get(INBOX + "proposals.csv", {"tab": "stale"}).getvalue()

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seo_meta.models import Proposal
from seo_meta.tests.injection import HOSTILE, payloads, storable
from seo_meta.tests.stored import stored_proposal

from .screens import PROPOSALS, forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

PATTERNS = PROPOSALS + "patterns/"


@pytest.fixture
def proposals() -> list[Proposal]:
    return [stored_proposal(page, f"{page.title}, roasted daily") for page in pages(*"abcdefg")]


def addresses(html: str) -> list[str]:
    return re.findall(r'href="(/admin/seo_meta/proposal/patterns/\w+/[^"]*)"', html.replace("&amp;", "&"))


def test_proposals_that_do_the_same_are_listed_once_with_five_samples(admin_client: Client, proposals) -> None:
    stored_proposal(pages("h")[0], "Something else")
    html = seen(admin_client, PATTERNS)
    assert len(addresses(html)) == 2
    assert "Adds words to the subject" in html
    assert html.count("data-diff") == 5 + 1


def test_all_but_the_exceptions_are_decided_at_once(admin_client: Client, proposals) -> None:
    html = seen(admin_client, addresses(seen(admin_client, PATTERNS))[0])
    items = re.findall(r'name="item" value="([\d:]+)" checked', html)
    assert len(items) == 7
    action = re.search(r'<form method="post" action="([^"]+decide/)"', html)
    assert action is not None
    sent = {"move": "reject", "item": items[1:], "confirmed": "yes", "reason": "off-brand", "back": ""}
    done = admin_client.post(action[1], sent)
    assert done.status_code == 200
    assert f'href="{PATTERNS}"' in done.content.decode()
    assert list(Proposal.objects.filter(state="open").values_list("pk", flat=True)) == [int(items[0].split(":")[0])]


def test_what_is_decided_leaves_the_list_and_its_address(admin_client: Client, proposals) -> None:
    address = addresses(seen(admin_client, PATTERNS))[0]
    Proposal.objects.update(state="rejected")
    assert "No proposal waits" in seen(admin_client, PATTERNS)
    assert admin_client.get(address).status_code == 404


def test_why_nothing_was_proposed_is_grouped_too_and_cannot_be_approved(admin_client: Client) -> None:
    for number, page in enumerate(pages("a", "b")):
        stored_proposal(page, reason=f"No sentence fits {number} px.")
    html = seen(admin_client, PATTERNS, state="abstained")
    (address,) = addresses(html)
    assert "No sentence fits … px." in html
    assert 'name="move"' not in seen(admin_client, address)


def test_low_confidence_is_said_to_be_left_out(admin_client: Client) -> None:
    stored_proposal(pages("a")[0], "New", confidence="low")
    assert "of low confidence" in seen(admin_client, addresses(seen(admin_client, PATTERNS))[0])


def test_those_who_may_only_look_see_no_buttons(client: Client, proposals) -> None:
    staff(client, "viewer")
    html = seen(client, addresses(seen(client, PATTERNS))[0])
    assert 'name="move"' not in html


def test_patterns_cost_the_same_few_queries_however_many_there_are(admin_client: Client, proposals) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(admin_client, PATTERNS)
        return len(captured)

    few = queries()
    for page in pages(*(f"x{number}" for number in range(20))):
        stored_proposal(page, f"Another {page.pk}")
    assert queries() == few <= 8


def test_hostile_values_are_shown_and_never_run(admin_client: Client) -> None:
    found = storable(*HOSTILE, *payloads("admin_html", "html_source", "proposal"))
    for page, text in zip(pages(*map(str, range(len(found)))), found, strict=True):
        stored_proposal(page, text, reason=text)
    html = seen(admin_client, PATTERNS)
    assert forbidden(html) == []
    assert "\u202e" not in html
    for address in addresses(html):
        assert forbidden(seen(admin_client, address)) == []

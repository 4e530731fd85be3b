"""The admin and the API: text of pages is shown and never run, and a search is for the letters that were typed."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from seo_meta.models import Page, Proposal
from seo_meta.tests.admin.screens import PROPOSALS, pages
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_proposal, stored_run

from .pairs import pairs

pytestmark = pytest.mark.django_db

HARMLESS = "harmless"
SEARCHES = (
    ("/api/v1/runs/{run}/pages", "q"),
    ("/api/v1/runs/{run}/pages", "url"),
    ("/api/v1/proposals", "url"),
    ("/api/v1/runs/{run}/findings", "url"),
)
LISTS = ("page", "proposal", "finding", "site", "run")


def shown(client: Client, text: str) -> list[BeautifulSoup]:
    """The screens on which every text of a page and its proposal is this one."""
    Page.objects.all().delete()
    Proposal.objects.all().delete()
    (page,) = pages("a")
    text = text.replace("\0", "")
    Page.objects.filter(pk=page.pk).update(title=text, description=text, url=text)
    page.refresh_from_db()
    one = stored_proposal(page, f"a{text}", current=text, url=text, language="en")
    addresses = (
        f"{PROPOSALS}inbox/",
        f"{PROPOSALS}review/{one.pk}/",
        f"{PROPOSALS}{one.pk}/change/",
        "/admin/seo_meta/proposal/",
        "/admin/seo_meta/page/",
        f"/admin/seo_meta/page/{page.pk}/change/",
        "/admin/seo_meta/finding/",
    )
    found = []
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        found.append(BeautifulSoup(response.content.decode(), "html.parser"))
    return found


def outline(page: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """The elements and the names of their attributes, without the marks of changed words."""
    marks = ("ins", "del", "strong", "path", "mark", "wbr", "br")
    return [(tag.name, tuple(sorted(tag.attrs))) for tag in page.find_all() if tag.name not in marks]


@pytest.mark.parametrize("payload", pairs("admin_html"))
def test_no_payload_becomes_an_element_of_the_admin(payload: str, admin_client: Client) -> None:
    hostile, harmless = shown(admin_client, payload), shown(admin_client, HARMLESS)
    for page, known in zip(hostile, harmless, strict=True):
        assert {*outline(page)} == {*outline(known)}
        assert not [tag for tag in page.find_all() if [name for name in tag.attrs if name.startswith("on")]]
    words = payload.replace("\u2028", " ").split()
    assert any(" ".join(words) in " ".join(page.get_text().split()) for page in hostile)


@pytest.mark.parametrize("payload", pairs("admin_link_href"))
def test_no_payload_becomes_where_a_link_of_the_admin_leads(payload: str, admin_client: Client) -> None:
    for page in shown(admin_client, payload):
        for tag in page.find_all():
            for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
                address = str(tag.get(name, ""))
                where = urlsplit(re.sub(r"[\x00-\x20]", "", address))
                assert where.scheme in ("", "https", "http"), address
                # A page of the site may be looked at where it is; nothing else leads away, and nothing is loaded.
                assert not where.netloc or (name == "href" and address == payload), address


@pytest.mark.parametrize("payload", pairs("db_search"))
def test_a_search_finds_the_letters_and_nothing_more(payload: str, admin_client: Client) -> None:
    letters = payload.replace("\0", "")
    html = "<html lang=en><head><title>{}</title></head><body><h1>Tea</h1>"
    run = stored_run(*(facts_of(html.format(number), f"{number}.html") for number in range(3)))
    for page, text in zip(run.read_pages.order_by("id"), (f"a{letters}b", "Tea", "Coffee"), strict=True):
        Page.objects.filter(pk=page.pk).update(title=text, url=f"{page.url}?{text}")
        stored_proposal(page, text, url=f"{page.url}?{text}")
    for path, name in SEARCHES:
        response = admin_client.get(path.format(run=run.pk), {name: payload})
        if "\0" in payload:
            assert response.status_code == 422
            continue
        assert response.status_code == 200
        told = response.json()["items"]
        assert told
        for one in told:
            text = one["title"] if name == "q" else one["url"]
            assert letters.lower() in text.lower()
    for name in LISTS:
        assert admin_client.get(f"/admin/seo_meta/{name}/", {"q": payload}, follow=True).status_code == 200
    assert admin_client.get(f"{PROPOSALS}inbox/", {"path": payload}).status_code == 200

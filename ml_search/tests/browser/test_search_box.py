"""The search box on a page of the site, which is another origin than the API."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_screens import AXE, RUN_AXE
from tests.process import ROOT

from .conftest import SITE

Open = Callable[..., Page]

EXAMPLE = (ROOT / "examples" / "search-box.html").read_text()
LOCAL = "http://127.0.0.1:8000"
API = "https://search.kestrel-lane.example"
SCRIPT = ROOT / "ml_search" / "static" / "ml_search" / "search-box.js"


class Server:
    """Answers for the site and, by asking the real server, for the API: names that no resolver knows."""

    def __init__(self, page: Page, address: str) -> None:
        self.address, self.asked, self.clicks = address, [], []
        self.answer: Callable[[Route], None] | None = None
        page.route(f"{SITE}**", self._site)
        page.route(f"{API}/**", self._api)

    def _site(self, route: Route) -> None:
        route.fulfill(body=EXAMPLE.replace(LOCAL, API), content_type="text/html")

    def _api(self, route: Route) -> None:
        if "/search/public" in route.request.url:
            self.asked.append(route.request.url)
            if self.answer is not None:
                self.answer(route)
                return
        path = route.request.url.removeprefix(f"{API}/")
        response = route.fetch(url=f"{self.address}{path}")
        if path.endswith("/click"):
            self.clicks.append((json.loads(route.request.post_data or ""), response.status))
        route.fulfill(response=response)


@pytest.fixture
def page(open_as: Open, address: str) -> Page:
    page = open_as()
    page.server = Server(page, address)  # type: ignore[attr-defined]
    page.goto(SITE)
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the site")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def found(page: Page, query: str) -> Locator:
    box(page).fill(query)
    expect(options(page).first).to_be_visible()
    return options(page)


def test_what_is_typed_is_searched_and_the_number_of_hits_is_said(page: Page, picture: Any) -> None:
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("coffee by post", delay=10)
    expect(options(page).first).to_contain_text("Coffee subscriptions by post")
    expect(page.get_by_role("status")).to_have_text(re.compile("^[1-9] results$"))
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert len(page.server.asked) <= 3, "each key asked the server"  # type: ignore[attr-defined]
    picture(page, "search-box")


def test_the_arrow_keys_walk_round_and_enter_opens_the_passage(page: Page) -> None:
    count = found(page, "coffee").count()
    for number in range(count):
        page.keyboard.press("ArrowDown")
        expect(options(page).nth(number)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", options(page).last.get_attribute("id") or "?")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    target = options(page).last.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))


def test_a_choice_is_told_to_the_server(page: Page) -> None:
    option = found(page, "wholesale").first
    option.click()
    page.wait_for_url(re.compile("wholesale"))
    while not page.server.clicks:  # type: ignore[attr-defined]  # it is sent while the page goes
        page.wait_for_timeout(50)
    ((sent, status),) = page.server.clicks  # type: ignore[attr-defined]
    assert (sent["place"], status) == (1, 204)


def test_escape_closes_the_list_and_leaves_what_was_typed(page: Page) -> None:
    found(page, "coffee")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("coffee")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_without_a_choice_enter_sends_the_form_as_without_scripts(page: Page) -> None:
    found(page, "coffee")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}search?q=coffee")


def test_a_list_that_loses_the_focus_closes(page: Page) -> None:
    found(page, "coffee")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_nothing_found_is_said(page: Page) -> None:
    box(page).fill("zzqqxx")
    expect(page.get_by_role("status")).to_have_text("No results")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_server_that_fails_is_said_and_breaks_nothing(page: Page) -> None:
    page.server.answer = lambda route: route.fulfill(  # type: ignore[attr-defined]
        status=200, body="not JSON", headers={"Access-Control-Allow-Origin": SITE.rstrip("/")}
    )
    box(page).fill("coffee")
    expect(page.get_by_role("status")).to_have_text("Search is not available")
    page.server.answer = None  # type: ignore[attr-defined]
    found(page, "coffee post")


def test_an_answer_that_comes_after_that_to_a_later_question_is_dropped(page: Page) -> None:
    held: list[Route] = []
    page.server.answer = held.append  # type: ignore[attr-defined]
    box(page).fill("coffee")
    page.wait_for_timeout(500)
    assert held
    page.server.answer = None  # type: ignore[attr-defined]
    first = found(page, "wholesale").first.inner_text()
    page.wait_for_timeout(300)
    assert options(page).first.inner_text() == first


def test_what_the_server_says_is_text_and_leads_to_pages_alone(page: Page) -> None:
    hostile = '<img src=x onerror="document.title=1"><b>x</b>'
    parts = [{"text": hostile, "match": True}]

    def hit(url: str) -> dict[str, Any]:
        return {"page": 1, "place": 1, "title": parts, "best": {"url": url, "headings": [hostile], "snippet": parts}}

    urls = ("javascript:alert(1)", "data:text/html,x", f"{SITE}ok")
    answer = {"hits": [hit(url) for url in urls], "query_id": ""}
    headers = {"Access-Control-Allow-Origin": SITE.rstrip("/")}
    page.server.answer = lambda route: route.fulfill(json=answer, headers=headers)  # type: ignore[attr-defined]
    (option,) = found(page, "coffee").all()
    assert option.get_attribute("href") == f"{SITE}ok"
    assert option.locator("img, b").count() == 0
    assert hostile in option.inner_text()


def test_axe_finds_nothing_whether_the_list_is_open_or_not(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    found(page, "coffee")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(RUN_AXE) == []


def test_letters_typed_elsewhere_are_left_alone(page: Page) -> None:
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").press("/")
    expect(page.locator("textarea")).to_have_value("/")


def test_the_script_stays_small() -> None:
    assert Path(SCRIPT).stat().st_size < 6_000

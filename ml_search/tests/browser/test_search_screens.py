"""The screens about search in a browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_screens import AXE, PHONE, RUN_AXE

Open = Callable[..., Page]

SCREENS = "/admin/ml_search/indexedpage/"
ADDRESSES = {
    "search": "search/",
    "search-hits": "search/?q=coffee+by+post",
    "search-of-hostile-text": "search/?q=about+how+we+choose+coffee",
    "search-nothing": "search/?q=zzqqxx&mode=keyword",
    "search-refused": "search/?q=-tea",
    "generations": "generations/",
    "not-found": "not-found/",
}


@pytest.mark.parametrize("screen", ADDRESSES)
def test_axe_finds_nothing_in_a_screen_by_day_or_by_night_and_it_fits_a_phone(
    screen: str, open_as: Open, picture: Callable[[Page, str], None]
) -> None:
    page = open_as("ana")
    page.goto(f"{SCREENS}{ADDRESSES[screen]}")
    for why in page.locator("details.search-why summary").all()[:1]:
        why.click()
    page.evaluate(AXE)
    found = {"by day": page.evaluate(RUN_AXE)}
    picture(page, screen)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    found["by night on a phone"] = page.evaluate(RUN_AXE)
    picture(page, f"{screen}-night-phone")
    assert found == {"by day": [], "by night on a phone": []}
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_title_that_attacks_is_shown_as_it_is_written(open_as: Open) -> None:
    page = open_as("ana")
    page.goto(f"{SCREENS}{ADDRESSES['search-of-hostile-text']}")
    expect(page.get_by_role("link", name='<img src=x onerror="alert(1)">')).to_be_visible()
    assert page.locator("main img").count() == 0


def test_a_search_by_keyboard_swaps_the_results_in_and_says_how_many(open_as: Open) -> None:
    page = open_as("ana")
    page.goto(f"{SCREENS}search/")
    page.get_by_role("searchbox", name="Search for").fill("how do I brew coffee")
    page.keyboard.press("Enter")
    expect(page.locator("[data-hit]").first).to_be_visible()
    expect(page.locator("#seo-live")).to_have_text(re.compile("^[0-9]+ pages? found"))
    assert "q=how" in page.url
    page.locator("[data-hit] summary").first.press("Enter")
    expect(page.locator("[data-hit]").first).to_contain_text("Together")
    page.get_by_role("complementary", name="Narrow").get_by_role("link").first.click()
    expect(page.locator(".search-facets [aria-current]")).to_be_visible()


def test_the_generation_before_is_taken_back_at_a_click(open_as: Open, picture: Any) -> None:
    page = open_as("ana")
    page.goto(f"{SCREENS}generations/")
    rows = page.locator("[data-generation]")
    expect(rows).to_have_count(2)
    before = rows.nth(1).get_attribute("data-generation")
    rows.nth(1).get_by_role("button").click()
    expect(page.get_by_text(f"Searches now use generation {before}.")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("in use")
    rows.nth(0).get_by_role("button").click()
    expect(rows.nth(0)).to_contain_text("in use")

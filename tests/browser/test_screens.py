"""Every screen in a browser: it can be used by all, fits a phone, and breaks no policy of its own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import axe_playwright_python
import pytest
from django.apps import apps
from django.contrib import admin
from playwright.sync_api import Page, expect

from seo_meta.admin.screens import screen_urls

Open = Callable[..., Page]

ADMIN = "/admin/seo_meta/"
PHONE = {"width": 375, "height": 740}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
# Frames of previews run no script, not even this one; their documents are screens below.
RUN_AXE = """
async () => {
    await Promise.allSettled(document.getAnimations().map((one) => one.finished));  // colours fade into each other
    return (await axe.run({ iframes: false, resultTypes: ["violations"] })).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => html + any.map((one) => one.message)).join("; ")}`,
    );
}
"""

ADDRESSES = {
    "login": "/admin/login/",
    "first-page": "/admin/",
    "dashboard": "site/dashboard/",
    "start": "run/start/",
    "watch": "run/{run}/watch/",
    "report": "run/{run}/report/",
    "page_view": "page/{page}/view/",
    "page_preview": "page/{page}/preview/serp/",
    "patterns": "proposal/patterns/",
    "inbox": "proposal/inbox/",
    "inbox-of-nothing": "proposal/inbox/?path=/nowhere",
    "review": "proposal/review/",
    "focus": "proposal/review/{rejected}/",
    "history": "proposal/{rejected}/history/",
    "proposal_preview": "proposal/{proposal}/preview/social/",
    "rejections": "rejection/kept-out/",
}
NO_PAGES = {"decide", "check", "cancel", "lift", "widths", "inbox_csv"}
"""They take what another screen sends, or answer with a file."""

OF_ONE_SIZE = {"page_preview", "proposal_preview"}
"""They show what other devices show. Alone they run no script, not even axe; the screens that frame them keep to the
policy."""


def go_to(page: Page, screen: str, known: dict[str, Any]) -> None:
    if screen in ADDRESSES:
        page.goto(urljoin(ADMIN, ADDRESSES[screen].format(**known)))
    else:
        STEPS[screen](page, known)


def to_a_pattern(page: Page, known: dict[str, Any]) -> None:
    go_to(page, "patterns", known)
    page.get_by_role("link", name=re.compile("^Review [0-9]+ of")).first.click()
    expect(page.get_by_role("button", name="Approve the ticked")).to_be_visible()


def to_the_second_look(page: Page, known: dict[str, Any]) -> None:
    go_to(page, "inbox", known)
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Approve…").click()
    expect(page.locator("[data-confirm]")).to_be_visible()


def to_the_outcomes(page: Page, known: dict[str, Any]) -> None:
    to_the_second_look(page, known)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("[data-status]").first).to_be_visible()


def to_a_conflict(page: Page, known: dict[str, Any]) -> None:
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f"{ADMIN}proposal/review/{known['proposal']}/")
    other.keyboard.press("a")
    expect(other.locator("[data-done]")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-conflict]")).to_be_visible()


def to_the_keys(page: Page, known: dict[str, Any]) -> None:
    go_to(page, "review", known)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


STEPS: dict[str, Callable[[Page, dict[str, Any]], None]] = {
    "pattern": to_a_pattern,
    "bulk": to_the_second_look,
    "bulk-done": to_the_outcomes,
    "conflict": to_a_conflict,
    "keys": to_the_keys,
}
SCREENS = [*ADDRESSES, *STEPS]


def test_no_screen_is_left_out() -> None:
    models = (model for model in apps.get_models() if admin.site.is_registered(model))
    names = {url.name for model in models for url in screen_urls(admin.site.get_model_admin(model))}
    assert {name.removeprefix("seo_meta_") for name in names} - {*SCREENS} == NO_PAGES


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_shows_nothing_of_its_template_and_axe_finds_nothing_by_day_or_by_night_on_a_phone(
    screen: str, open_as: Open, known: dict[str, Any], picture: Callable[[Page, str], None]
) -> None:
    page = open_as(None if screen == "login" else "ana", bypass_csp=screen in OF_ONE_SIZE)
    go_to(page, screen, known)
    # A comment of a template ends with its line: what goes on is shown to everybody.
    expect(page.locator("body")).not_to_contain_text(re.compile(r"\{[#%]|[#%]\}"))
    page.evaluate(AXE)
    found = {"by day": page.evaluate(RUN_AXE)}
    picture(page, screen)

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    found["by night on a phone"] = page.evaluate(RUN_AXE)
    picture(page, f"{screen}-night-phone")
    assert found == {"by day": [], "by night on a phone": []}
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"] or screen in OF_ONE_SIZE

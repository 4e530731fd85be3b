"""A working day of two reviewers, in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import EXAMPLE
from tests.browser.seed import PASSWORD

INBOX = "/admin/seo_meta/proposal/inbox/"
REVIEW = "/admin/seo_meta/proposal/review/"
Open = Callable[..., Page]


def waiting(page: Page, tab: str = "open") -> int:
    """How many proposals a tab of the inbox holds."""
    page.goto(INBOX)
    return int(page.locator(f"[data-tab={tab}] .seo-count").inner_text())


def told(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("#seo-live")


def card(page: Page) -> Locator:
    """The field that keys decide about."""
    return page.locator("[data-card][data-active]")


@pytest.mark.usefixtures("worker")
def test_who_logs_in_starts_an_audit_of_the_example_and_watches_it_end(open_as: Open, picture: Any) -> None:
    page = open_as()
    page.goto("/admin/seo_meta/run/start/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_label("Address or folder").fill(str(EXAMPLE))
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name=str(EXAMPLE))).to_be_visible()
    picture(page, "watch-going-on")
    # The page asks by itself how far the run is.
    expect(page.locator("#watch .seo-chip")).to_have_text("done", timeout=60_000)
    picture(page, "watch-ended")

    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.locator("section", has=page.get_by_role("heading", name="Findings by rule"))).to_contain_text("title.")
    picture(page, "report-of-the-example")


def test_a_folder_that_nobody_allowed_is_refused_where_it_was_written(open_as: Open) -> None:
    page = open_as("ana")
    page.goto("/admin/seo_meta/run/start/")
    page.get_by_label("Address or folder").fill("/etc")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("SITEAGENT_FOLDERS")


def test_ten_proposals_are_reviewed_with_the_keyboard_alone_and_without_a_reload(open_as: Open, picture: Any) -> None:
    page = open_as("ana")
    before = waiting(page)
    press = page.keyboard.press

    press("j")
    press("Enter")
    # With its scripts: without them a key does nothing.
    page.wait_for_url(f"**{REVIEW}**")
    page.evaluate("window.sameDocument = true")
    keys: list[tuple[str, list[str]]] = [
        ("Approved", ["a"]),
        ("Rejected", ["r", "2"]),
        ("Snoozed", ["s"]),
        ("Rejected", ["o"]),
        ("Approved", ["e", "Control+Enter"]),
        *[("Approved", ["a"])] * 5,
    ]
    for word, pressed in keys:
        deciding = card(page).get_attribute("data-card")
        for key in pressed:
            press(key)
        expect(page.locator("[data-done]")).to_contain_text(word)
        expect(page.locator(f"[data-card='{deciding}'][data-active]")).to_have_count(0)
    picture(page, "review-after-ten")

    assert page.evaluate("window.sameDocument") is True
    assert before - waiting(page) == len(keys) == 10


def test_a_key_pressed_in_the_moment_when_the_next_field_appears_decides_it_without_a_reload(
    open_as: Open, known: dict[str, Any]
) -> None:
    page = open_as("ana")
    before = waiting(page)
    page.goto(f"{REVIEW}{known['proposal']}/")
    page.evaluate(
        """() => {
            window.sameDocument = true;
            const watch = new MutationObserver(() => {
                const deciding = document.querySelector("[data-card][data-active]")?.dataset.card;
                if (!deciding || deciding === window.first) return;
                watch.disconnect();
                document.dispatchEvent(new KeyboardEvent("keydown", { key: "s" }));
            });
            window.first = document.querySelector("[data-card][data-active]").dataset.card;
            watch.observe(document.body, { childList: true, subtree: true });
        }"""
    )
    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_contain_text("Snoozed")
    assert page.evaluate("window.sameDocument") is True
    assert before - waiting(page) == 2


def test_a_candidate_is_taken_and_words_are_edited_by_key_and_checked_while_they_are_written(
    open_as: Open, known: dict[str, Any]
) -> None:
    page = open_as("ana")
    page.goto(f"{REVIEW}{known['proposal']}/")
    page.keyboard.press("2")
    second = card(page).locator("[data-offer]").nth(1).get_attribute("data-offer") or "there is no second"
    expect(card(page).locator("[data-edit]")).to_have_value(second)

    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Coffee")
    expect(card(page).locator(".seo-told")).to_contain_text("description.")
    page.keyboard.press("Escape")
    expect(card(page).locator("h2")).to_be_focused()


def test_who_comes_second_sees_what_both_made_and_puts_their_words_in_place(
    open_as: Open, known: dict[str, Any], picture: Any
) -> None:
    ana, ben = open_as("ana"), open_as("ben")
    for page in (ana, ben):
        page.goto(f"{REVIEW}{known['proposal']}/")

    ben.keyboard.press("a")
    expect(told(ben)).to_contain_text("Approved")

    words = "We roast coffee at the harbour on Tuesdays and Fridays, and send it the same day to all of the country."
    ana.keyboard.press("e")
    ana.keyboard.press("Control+a")
    ana.keyboard.type(words)
    ana.keyboard.press("Control+Enter")
    conflict = ana.locator("[data-conflict]")
    expect(conflict.get_by_role("alert")).to_contain_text("ben was first: approve")
    expect(conflict.locator("section", has=ana.get_by_role("heading", name="Yours"))).to_contain_text("harbour")
    expect(told(ana)).to_contain_text("Not decided")
    picture(ana, "conflict-after-a-key")

    ana.get_by_role("button", name="Put mine in its place").click()
    expect(card(ana).locator("[data-edit]")).to_have_value(words)
    expect(card(ana)).to_contain_text("edited by ana")


def test_the_last_decision_is_undone_by_one_key(open_as: Open, known: dict[str, Any]) -> None:
    page = open_as("ana")
    before = waiting(page)
    page.goto(f"{REVIEW}{known['proposal']}/")
    page.keyboard.press("a")
    expect(told(page)).to_contain_text("Approved")
    page.keyboard.press("u")
    expect(page.locator(f"[data-card='{known['proposal']}'][data-active]")).to_contain_text("open")
    assert waiting(page) == before


def test_ticked_proposals_are_approved_at_once_after_a_second_look_without_the_home_page(open_as: Open) -> None:
    page = open_as("ana")
    before = waiting(page)
    page.get_by_label("All on this page").check()
    expect(page.locator("[data-ticked]")).to_have_text(f"{before} ticked")
    page.get_by_role("button", name="Approve…").click()
    expect(page.get_by_role("heading", name=f"Approve {before} proposals?")).to_be_visible()
    page.get_by_role("button", name="Approve", exact=True).click()

    done = page.locator("[data-status=ok]").count()
    assert 0 < done < before
    expect(page.locator("[data-status=blocked]").first).to_contain_text("home page")
    assert waiting(page) == before - done
    assert waiting(page, "approved") == done


def test_rows_are_ticked_by_key_from_here_to_there(open_as: Open) -> None:
    page = open_as("ana")
    page.goto(INBOX)
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[name=item]:checked")).to_have_count(3)


def test_keys_that_were_turned_off_decide_nothing(open_as: Open, known: dict[str, Any]) -> None:
    page = open_as("ana")
    page.goto(f"{REVIEW}{known['proposal']}/")
    page.keyboard.press("?")
    page.get_by_label("Single keys decide").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#seo-help")).to_be_hidden()
    page.keyboard.press("a")
    page.reload()
    expect(card(page)).to_contain_text("open")

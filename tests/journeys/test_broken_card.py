"""A card that does not work, from the message on the screen to the fix, by keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import tab, tab_to


def test_skip_link_leads_past_the_header(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/codes/ERR1002/")

    first = tab(page)
    page.keyboard.press("Enter")

    assert first
    assert first.name == "Skip to main content"
    expect(page).to_have_url(re.compile("#maincontent$"))
    after = tab(page)
    assert after
    assert after.is_in_main


def test_from_a_code_to_its_fix_and_back_by_keyboard(page_at: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = page_at(1280)
    shown = page.get_by_role("navigation", name="Show steps for").locator("[aria-current]")

    page.goto("/")
    tab_to(page, "Error code, or what is wrong")
    page.keyboard.type("Error 1002")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ERR1002")
    expect(page.get_by_role("heading", name="Do this first")).to_be_visible()
    expect(page.get_by_role("heading", name="Check that your card is in the reader")).to_be_visible()
    expect(page.get_by_role("heading", name="Who can help")).to_be_visible()
    axe(page)

    tab_to(page, "Steps for IT support")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"\?for=it$"))
    expect(shown).to_have_text("For IT support")
    axe(page)

    tab_to(page, "Keep showing these steps until I close the browser")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))
    expect(shown).to_have_text("For IT support")

    tab_to(page, "Error 1000 when signing in")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/articles/error-1000-when-signing-in/$"))
    expect(shown).to_have_text("For IT support")
    axe(page)

    tab_to(page, "Stop keeping IT support steps")
    page.keyboard.press("Enter")

    expect(shown).to_have_text("For me")
    expect(page.get_by_text("Stop keeping")).to_have_count(0)
    assert page.context.cookies() == []


def test_role_is_forgotten_when_the_browser_closes(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/articles/error-1002-unable-to-read-card/?for=ra")

    page.get_by_role("button", name="Keep showing these steps").click()
    expect(page.get_by_text("Stop keeping")).to_be_visible()

    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["expires"]) == ("role", "ra", -1)


def test_folded_steps_open_with_a_key(page_at: Callable[..., Page]) -> None:
    page = page_at(375)
    page.goto("/articles/error-1002-unable-to-read-card/")
    heading = page.get_by_role("heading", name="Check that the user's profile is not closed")
    expect(heading).to_be_hidden()

    tab_to(page, "What your Registration Authority can do")
    page.keyboard.press("Enter")

    expect(heading).to_be_visible()


def test_message_is_copied_by_keyboard(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/articles/error-1002-unable-to-read-card/")

    tab_to(page, "Copy a message to send them")
    page.keyboard.press("Enter")
    tab_to(page, "Copy this message")
    page.keyboard.press("Enter")

    expect(page.locator(".kb-copy").get_by_role("status")).to_have_text("Copied")
    expect(page.get_by_role("button", name="Copy this message")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()").startswith("I need help with: ERR1002")


def test_company_of_a_virtual_card_is_reached_by_keyboard(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/articles/error-1002-unable-to-read-card/")

    tab_to(page, "Isosec")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/vendors/isosec/$"))
    assert tab_to(page, "Go to the Isosec website").is_in_main

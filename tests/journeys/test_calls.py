"""A caller on the phone: by keyboard alone, with the keys counted, in half a screen; and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import stops, tab
from tests.journeys.server import Server
from tests.journeys.staff import HELP_DESK, sign_in

SAID = "four hundred underscore six four five"
MOST_KEYS = MOST_TABS = 6
IN_VIEW = """selectors => selectors.filter(one => {
  const box = document.querySelector(one).getBoundingClientRect();
  return box.top < 0 || box.bottom > innerHeight || !box.height;
})"""
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async type => [type, await (await item.getType(type)).text()];
  return Object.fromEntries(await Promise.all(item.types.map(read)));
}"""


class CountingKeys:
    def __init__(self, page: Page) -> None:
        self._page, self.number = page, 0

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self.number += 1


def test_from_the_box_to_the_next_callers_empty_box(
    staffed: Server, page_at: Callable[..., Page], axe: Callable[[Page], None]
):
    page = page_at(960, 650, base_url=staffed.url, permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, HELP_DESK)
    assert page.url.endswith("/desk/")
    expect(page.get_by_label("What does the caller say?")).to_be_focused()
    page.keyboard.type(SAID)
    keys = CountingKeys(page)

    keys.press("Enter")
    expect(page.get_by_role("heading", name="400_645", exact=True)).to_be_focused()
    expect(page.locator("[data-desk-status]")).to_have_text("400_645, 7 steps for the caller")
    assert page.url.endswith("/desk/?q=four+hundred+underscore+six+four+five")
    seen = ["#answer-heading", "#ask", ".kb-desk__questions", "[data-step] strong", "[data-copy-reply]"]
    assert page.evaluate(IN_VIEW, seen) == []
    keys.press("Tab")
    expect(page.get_by_role("button", name="Copy as reply", exact=True)).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text("Copied: reply, 7 steps")).to_be_visible()
    keys.press("Escape")
    keys.press("Escape")
    expect(page.get_by_label("What does the caller say?")).to_be_focused()
    expect(page.get_by_label("What does the caller say?")).to_have_value("")

    assert keys.number <= MOST_KEYS
    held = page.evaluate(CLIPBOARD)
    assert held["text/plain"].splitlines()[2] == "1. Restart NHS Credential Management"
    assert held["text/plain"].rstrip().endswith(" v1")
    assert "<ol><li><strong>Restart NHS Credential Management</strong>" in held["text/html"]
    axe(page)


def test_ticked_steps_and_another_role(staffed: Server, page_at: Callable[..., Page], axe: Callable[[Page], None]):
    page = page_at(960, 650, base_url=staffed.url, permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, HELP_DESK)
    page.goto("/desk/?q=400_645")

    page.get_by_label("Done: Restart the computer", exact=True).first.check()
    page.get_by_role("button", name="Copy for ticket").click()
    expect(page.get_by_text("Copied: ticket")).to_be_visible()
    assert "Steps tried:\n- Restart the computer" in page.evaluate(CLIPBOARD)["text/plain"]
    page.get_by_role("tab", name="Caller").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Smartcard team (RA)")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="Caller")).to_be_hidden()
    for width in (375, 1600):
        page.set_viewport_size({"width": width, "height": 820})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(page.get_by_role("tabpanel", name="Caller")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="IT support")).to_be_visible()


def test_what_may_be_meant_is_chosen_with_the_arrow_keys(
    staffed: Server, page_at: Callable[..., Page], axe: Callable[[Page], None]
):
    page = page_at(960, 650, base_url=staffed.url)
    sign_in(page, HELP_DESK)
    page.keyboard.type("card is not read")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_focused()
    axe(page)
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option").nth(1)
    expect(chosen).to_be_focused()
    label = chosen.locator("strong").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("#answer-heading")).to_be_focused()
    assert page.url.endswith(f"?q={label}")
    page.go_back()
    expect(page.get_by_role("option").first).to_be_visible()


@pytest.mark.parametrize("width", [960, 375])
def test_without_javascript(staffed: Server, page_at: Callable[..., Page], width: int):
    page = page_at(width, 650, base_url=staffed.url, java_script_enabled=False)
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(HELP_DESK)
    page.get_by_label("Password", exact=True).fill("violet ferry 27 anchors")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("What does the caller say?").fill("400 645")
    page.get_by_role("button", name="Find").click()

    expect(page.locator("#answer-heading")).to_be_focused()
    page.get_by_label("Done: Restart the computer", exact=True).first.check()
    page.get_by_role("button", name="Put the ticked steps into both texts").click()
    page.get_by_text("The reply as text").first.click()
    assert "Restart the computer (done with you on the phone)" in page.locator("#reply-user").input_value()
    page.get_by_role("button", name="IT support").first.click()
    expect(page.locator("#role-it")).to_be_visible()
    expect(page.locator("#role-user")).to_be_hidden()


def tabs_to(page: Page, name: str) -> int:
    """How many it takes from where the focus is."""
    for number in range(1, 40):
        if tab(page).name.startswith(name):
            return number
    raise AssertionError(name)


@pytest.mark.parametrize("has_script", [True, False])
def test_what_is_ticked_and_chosen_stays_through_each_act(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], has_script: bool
):
    page = page_at(960, 650, base_url=staffed.url, java_script_enabled=has_script)
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(HELP_DESK)
    page.get_by_label("Password", exact=True).fill("violet ferry 27 anchors")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk", timeout=20_000)
    page.get_by_label("What does the caller say?").fill("400_645")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-heading")).to_be_focused()
    done = "Done: Restart the computer"
    page.get_by_label(done, exact=True).first.check()
    page.get_by_role("tab" if has_script else "button", name="Smartcard team (RA)").click()
    where = page.get_by_label("Where does the caller work?")
    where.fill("nowhere at all")
    where.press("Enter")
    expect(page.get_by_text("We know no organisation “nowhere at all”.")).to_be_visible()
    expect(page.get_by_text("Kept:")).to_have_count(0)
    expect(page.locator("#answer-heading")).to_be_focused()
    expect(page.get_by_label(done, exact=True).first).to_be_checked()

    assert tabs_to(page, "Add an internal note") <= MOST_TABS
    page.keyboard.press("Enter")
    page.get_by_label("Internal note").fill("Queue SMART.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("The internal note is kept.")).to_be_visible()
    expect(page.locator("#role-ra")).to_be_visible()
    expect(page.locator("#role-user")).to_be_hidden()
    expect(where).to_have_value("nowhere at all")
    page.get_by_role("tab" if has_script else "button", name="Caller").click()
    expect(page.get_by_label(done, exact=True).first).to_be_checked()
    if has_script:
        in_order(page)

    page.get_by_role("button", name="This is wrong", exact=True).last.click()
    page.get_by_role("link", name=re.compile("Desk: KB")).click()
    expect(page.get_by_label(done, exact=True).first).to_be_checked()
    page.get_by_role("button", name="Fixed it", exact=True).first.click()
    expect(page.get_by_text("Kept: Fixed it").first).to_be_visible()
    expect(page.get_by_label(done, exact=True).first).to_be_checked()
    expect(where).to_have_value("nowhere at all")
    page.get_by_text("The ticket as text").click()
    if has_script:
        page.get_by_label("Done: Restart NHS Credential Management", exact=True).first.check()
    text = page.locator("#ticket").input_value()
    assert "- Restart the computer" in text
    assert "Outcome: Fixed it" in text
    page.get_by_role("button", name="Change this note").first.click()
    page.get_by_role("button", name="Remove the note").click()
    expect(page.get_by_label(done, exact=True).first).to_be_checked()


def test_on_a_phone_nothing_that_the_keyboard_reaches_stands_under_the_bar(
    staffed: Server, page_at: Callable[..., Page]
):
    page = page_at(960, 667, base_url=staffed.url)
    sign_in(page, HELP_DESK)
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto("/desk/?q=400_645")

    names = [stop.name for stop in stops(page)]  # each is looked at

    assert "Caller (7)" in names

"""Saving stays in place: whatever the network does and whichever buttons are pressed meanwhile, no key is lost."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, sign_in
from tests.journeys.test_editing import _HIDE, begin
from tests.journeys.watch import Watch

pytestmark = pytest.mark.either

DELAY = 1000 / 12  # milliseconds from key to key
SLOW = 1500
AUTOSAVES = "**/autosave/"


def said(page: Page) -> str:
    return page.locator("[data-said]").inner_text()


def stored(page: Page, box: str) -> str:
    """As another window has it, which knows only what was saved."""
    other = page.context.new_page()
    other.goto(page.url)
    value = other.get_by_label(box, exact=True).first.input_value()
    other.close()
    return value


def later(page: Page, milliseconds: int) -> Callable[[Route], None]:
    def go_on(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    return go_on


def test_save_stays_in_place_and_is_never_in_conflict_with_an_autosave(
    staffed: Server, page_at: Callable[..., Page]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.evaluate("window.isTheSamePage = true")
    page.route(AUTOSAVES, later(page, SLOW))
    title = page.get_by_label("Title", exact=True)
    title.focus()

    page.keyboard.type("The light ", delay=DELAY)
    page.evaluate(_HIDE)
    page.keyboard.type("is ", delay=DELAY)
    page.keyboard.press("Control+s")
    page.keyboard.type("red", delay=DELAY)

    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    expect(title).to_be_focused()
    expect(title).to_have_value("The light is red")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator("[data-state]")).to_contain_text("Draft saved")
    page.wait_for_timeout(2 * SLOW)
    assert page.evaluate("window.isTheSamePage")
    assert stored(page, "Title") == "The light is red"


_LISTEN = """() => {
  window.heard = [];
  for (const region of document.querySelectorAll("[role='status'], [role='alert'], [aria-live]")) {
    new MutationObserver(() => { if (region.textContent.trim()) window.heard.push(region.textContent.trim()); })
      .observe(region, { childList: true, characterData: true, subtree: true });
  }
}"""


def test_saved_is_heard_once_after_a_save_by_hand_and_never_after_an_autosave(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.evaluate(_LISTEN)
    title = page.get_by_label("Title", exact=True)

    title.fill("First")
    page.evaluate(_HIDE)
    expect(page.locator("[data-state]")).to_contain_text("Draft saved")
    assert page.evaluate("window.heard") == []
    title.fill("First and second")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    page.wait_for_timeout(500)
    assert page.evaluate("window.heard") == [said(page)]
    in_order(page)


def at_times(page: Page) -> Callable[[Route], None]:
    """Answered at once, answered late, not sent, sent with an answer that is lost, and so on."""
    ways: Iterator[str] = cycle(["goes", "is late", "is not sent", "goes", "is lost"])

    def take(route: Route) -> None:
        match next(ways):
            case "is late":
                page.wait_for_timeout(SLOW)
                route.continue_()
            case "is not sent":
                route.abort("internetdisconnected")
            case "is lost":
                route.fetch()
                route.abort("connectionreset")
            case _:
                route.continue_()

    return take


# A button that comes with an answer is not there while the answer is on its way.
_CLICK = "(name) => [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name)?.click()"
WORDS = "Take the card out, wait until the light goes off, put it in again and enter your passcode slowly. "


def test_robot_that_types_through_everything_loses_no_key(
    staffed: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    for route in (AUTOSAVES, page.url):
        page.route(route, at_times(page))

    def type_on(text: str) -> None:
        page.keyboard.type(text, delay=DELAY)

    page.get_by_role("button", name="Add a step for users").click()
    for number, title in enumerate(("First", "Second", "Third"), 1):
        type_on(title)
        if number < 3:
            page.get_by_role("button", name="Add a step for users").focus()
            page.keyboard.press("Enter")
    body = page.get_by_role("textbox", name="How to do it").nth(1)
    body.focus()
    for act in ("Control+s", "Move up step 2", "Control+s", "Move down step 1", "hide", "Add a cause"):
        type_on(WORDS)
        if act == "hide":
            page.evaluate(_HIDE)
        elif act.startswith("Control"):
            page.keyboard.press(act)
        else:
            page.evaluate(_CLICK, act)
    type_on("The last cause.")

    page.unroute_all(behavior="wait")
    page.keyboard.press("Control+s")
    other = page.context.new_page()
    written = wait_for(lambda: as_stored(other, page.url), {"bodies": (WORDS * 6).strip(), "cause": "The last cause."})
    # A move that did not arrive is said, and pressed again by whoever still wants it.
    assert set(written) == {"First", "Second", "Third"}
    watch.console_errors[:] = [line for line in watch.console_errors if "net::" not in line]


def as_stored(other: Page, address: str) -> dict[str, Any]:
    """What another window is given."""
    other.goto(address)
    titles = other.get_by_label("What to do, in a few words").all()
    bodies = other.get_by_role("textbox", name="How to do it", include_hidden=True).all()
    causes = other.get_by_label("Cause", exact=True).all()
    return {
        "titles": [box.input_value() for box in titles],
        "bodies": "".join(box.input_value() for box in bodies).strip(),
        "cause": "".join(box.input_value() for box in causes),
    }


def wait_for(read: Callable[[], dict[str, Any]], expected: dict[str, str]) -> list[str]:
    """The titles, once all else is as it was typed: what waits in the queue takes its time."""
    deadline = time.monotonic() + 60
    while True:
        found = read()
        if {name: found[name] for name in expected} == expected or time.monotonic() > deadline:
            assert {name: found[name] for name in expected} == expected
            return found["titles"]
        time.sleep(1)


def in_view(page: Page) -> bool:
    button = page.get_by_role("button", name="Save draft").last.bounding_box()
    size = page.viewport_size
    assert button
    assert size
    return button["y"] >= 0 and button["y"] + button["height"] <= size["height"]


@pytest.mark.parametrize(("width", "height"), [(375, 667), (1280, 720)])
def test_save_stays_in_view_wherever_somebody_writes(
    staffed: Server, page_at: Callable[..., Page], width: int, height: int
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    page.set_viewport_size({"width": width, "height": height})
    begin(page)

    for box in ("Title", "Summary", "Add a code", "What you changed, in a few words"):
        page.get_by_label(box, exact=True).focus()
        assert in_view(page), box

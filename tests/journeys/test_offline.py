"""Without a network nothing that was typed is lost, and nobody else who uses the browser can read it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, sign_in
from tests.journeys.test_editing import begin
from tests.journeys.watch import Watch

pytestmark = pytest.mark.either

HELD = "JSON.stringify({...localStorage})"
IS_KEPT = "Your text is kept in this browser"
WORDS = "The light is red"


def lose_the_network(page: Page, watch: Watch, words: str) -> None:
    page.wait_for_load_state("networkidle")  # a script that never came can keep nothing
    page.context.set_offline(offline=True)
    page.get_by_label("Title", exact=True).focus()
    page.keyboard.type(words)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-said]")).to_contain_text(IS_KEPT)
    watch.console_errors[:] = [line for line in watch.console_errors if "net::" not in line]


def sign_out(page: Page) -> None:
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def test_text_goes_up_when_the_network_is_back(staffed: Server, page_at: Callable[..., Page], watch: Watch) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    lose_the_network(page, watch, WORDS)
    assert WORDS not in page.evaluate(HELD)
    page.keyboard.type(" and blinks")

    page.context.set_offline(offline=False)

    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    page.wait_for_function(f"{HELD} === '{{}}'")
    page.goto(page.url)
    expect(page.get_by_label("Title", exact=True)).to_have_value(f"{WORDS} and blinks")
    watch.console_errors[:] = [line for line in watch.console_errors if "net::" not in line]


def test_text_of_a_closed_page_is_offered_to_who_typed_it_alone_and_goes_with_the_sign_out(
    staffed: Server, page_at: Callable[..., Page], watch: Watch, in_order: Callable[[Page], None]
) -> None:
    closed = page_at(1280, base_url=staffed.url)
    sign_in(closed, EDITORS[0])
    begin(closed)
    draft, context = closed.url, closed.context
    lose_the_network(closed, watch, WORDS)
    closed.close()
    context.set_offline(offline=False)
    page = context.new_page()

    page.goto("/sign-out/")
    expect(page.get_by_role("link", name="The draft that you wrote on")).to_be_visible()
    in_order(page)
    context.clear_cookies(name="sessionid")
    sign_in(page, EDITORS[1])
    page.goto(draft)
    expect(page.locator("[data-state]")).to_contain_text("to mend")
    page.wait_for_timeout(1000)
    expect(page.locator("[data-left]")).to_be_hidden()
    page.goto("/sign-out/")
    expect(page.locator("[data-kept-texts]")).to_be_hidden()
    sign_out(page)

    sign_in(page, EDITORS[0])
    expect(page.get_by_role("link", name="The draft that you wrote on")).to_be_visible()
    page.goto(draft)
    in_order(page)
    page.get_by_role("button", name="Put it into the form").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(WORDS)
    page.get_by_label("Title", exact=True).press("Control+s")
    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    page.wait_for_function(f"{HELD} === '{{}}'")

    lose_the_network(page, watch, ", or not")
    page.close()
    context.set_offline(offline=False)
    last = context.new_page()
    last.goto("/sign-out/")
    sign_out(last)
    assert last.evaluate(HELD) == "{}"

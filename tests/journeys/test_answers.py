"""Questions that are no article, in a hurry: what answers them stands first, on a phone, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.asking import find
from tests.journeys.server import Server
from tests.journeys.staff import REVIEWER, sign_in
from tests.journeys.watch import Watch

SCREEN = 667


@pytest.mark.parametrize("has_javascript", [True, False])
def test_while_a_patient_waits_what_to_do_and_the_number_stand_in_the_first_screen(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None], has_javascript: bool
) -> None:
    page = page_at(375, SCREEN, base_url=troubled.url, java_script_enabled=has_javascript)

    find(page, "patient waiting")

    urgent = page.get_by_role("region", name="Patient care affected now?")
    number = urgent.locator(".kb-phone")
    for one in (urgent.get_by_text("downtime procedure"), number):
        box = one.bounding_box()
        assert box
        assert box["y"] + box["height"] < SCREEN
    expect(page.locator("main h2").first).to_have_text("Patient care affected now?")
    search_box = page.get_by_label("Error code, or what is wrong").bounding_box()
    number_box = number.bounding_box()
    assert search_box
    assert number_box
    assert number_box["y"] < search_box["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if has_javascript:
        axe(page)


def test_everyone_locked_out_is_led_to_live_issues_and_the_number(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None]
) -> None:
    page = page_at(375, SCREEN, base_url=troubled.url)

    find(page, "everyone in the practice cant log in")

    live = page.get_by_role("region", name="Live issues")
    expect(page.locator("main h2").first).to_have_text("Live issues")
    expect(live.locator(".kb-notice").first).to_be_visible()
    expect(live.get_by_text("If several people cannot sign in, phone your IT service desk now")).to_be_visible()
    expect(live.get_by_text("We know of no live issue")).to_have_count(0)
    expect(live.get_by_role("link", name="Say where it stopped")).to_have_attribute("href", "/start/")
    axe(page)


def test_whom_to_phone_is_answered_with_the_contacts(page_at: Callable[..., Page], troubled: Server) -> None:
    page = page_at(1280, base_url=troubled.url)

    find(page, "who do i rnig")

    expect(page.locator("main h2").first).to_have_text("Who can help where you work")
    expect(page.locator("main .kb-phone").first).to_be_visible()


def test_reviewer_adds_an_answer_and_tries_it(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, REVIEWER)
    page.get_by_role("link", name="Chosen answers").click()
    in_order(page)

    page.get_by_role("link", name="Add an answer").click()
    page.get_by_label("Name").fill("fire")
    page.get_by_label("Phrase").fill("[fire alarm]")
    page.get_by_label("Leads to").select_option("who can help")
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter at least one part without brackets")
    watch.forgive(422)
    in_order(page)
    page.get_by_label("Phrase").fill("fire alarm / fire drill + [today]")
    page.get_by_role("button", name="Save the answer").click()

    expect(page.get_by_text("fire: saved. The next search follows it.")).to_be_visible()
    page.get_by_label("What somebody types").fill("fire drill today?")
    page.get_by_role("button", name="See what it comes to").click()
    expect(page.locator("main [role=status]")).to_contain_text("leads to who can help, by fire")

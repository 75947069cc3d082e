"""Without a code: from home to the article in three taps, by keyboard and without JavaScript too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.asking import find

NO_CODE = "It does not work, and I have no code"
SCREEN = 667


@pytest.mark.parametrize("has_javascript", [True, False])
def test_three_taps_lead_from_home_to_the_article(
    page_at: Callable[..., Page], axe: Callable[[Page], None], has_javascript: bool
) -> None:
    page = page_at(375, SCREEN, java_script_enabled=has_javascript)
    page.goto("/")
    common = page.locator("main .kb-links").first.get_by_role("link")
    expect(common.first).to_have_text(re.compile(NO_CODE))

    common.first.click()
    expect(page).to_have_url(re.compile("/start/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Where did it stop?")
    _check(page, axe if has_javascript else None)
    page.get_by_role("link", name="1 The card is in, and nothing happens").click()
    expect(page.get_by_text("You answered")).to_contain_text("1 The card is in, and nothing happens")
    _check(page, axe if has_javascript else None)
    page.get_by_role("link", name="1 Identity Agent").click()

    expect(page).to_have_url(re.compile("/articles/passcode-box-does-not-appear/$"))
    page.go_back()
    page.get_by_role("link", name="Change this answer").click()
    expect(page).to_have_url(re.compile("/start/$"))


def _check(page: Page, axe: Callable[[Page], None] | None) -> None:
    """Each answer is large enough for a thumb, and the first stands in the first screen; nothing scrolls sideways."""
    boxes = [one.bounding_box() for one in page.locator(".kb-choices__item").all()]
    assert all(box and box["height"] >= 44 and box["width"] >= 300 for box in boxes)
    assert boxes[0]
    assert boxes[0]["y"] + boxes[0]["height"] < SCREEN
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if axe:
        axe(page)


def test_all_of_it_goes_by_keyboard(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/")

    page.get_by_role("link", name=NO_CODE).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/start/$"))
    for name, address in (("5 Something else", "/start/what-else/$"), ("2 I left my card", "/articles/card-left-at-")):
        _tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(address))


def _tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").replace("\n", " ").startswith(name):
            return
    raise AssertionError(f"30 Tabs do not reach “{name}”")


def test_phone_or_ipad_leads_to_its_choice_and_an_old_card_to_its_article(
    page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(375)
    page.goto("/")

    page.get_by_role("link", name="I use my phone or iPad").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you use on your phone or iPad?")
    axe(page)
    page.get_by_role("link", name="2 Isosec").click()
    expect(page).to_have_url(re.compile("/vendors/isosec/$"))
    page.goto("/")
    page.get_by_role("link", name="Does your card start with 04, 05 or 06?").click()
    expect(page).to_have_url(re.compile("/articles/older-smartcards-and-identity-agent-blocked/$"))


@pytest.mark.parametrize(
    "text", ["card not working", "can't log in", "it worked yesterday", "computer says no", "help"]
)
def test_vague_search_offers_start_first(page_at: Callable[..., Page], axe: Callable[[Page], None], text: str) -> None:
    page = page_at(375)
    find(page, text)

    offer = page.get_by_role("region", name="Where did it stop?")
    expect(offer.get_by_role("link")).to_have_count(5)
    expect(page.locator("main h2, main h3").first).to_have_text("Where did it stop?")
    first = page.locator(".kb-articles a").first.get_attribute("href")
    assert first
    assert not re.search("isosec|imprivata|required-domains|registry", first)
    axe(page)

"""In the worst hour the search of home stands in the first screen, and few keys lead to it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.barriers import cut_off
from tests.journeys.conftest import LIVE_ISSUE
from tests.journeys.keyboard import tab
from tests.journeys.server import Server

PHONE, BARS, LAPTOP = (375, 667), (375, 553), (1280, 720)  # BARS: what the bars of a browser leave of a phone
LARGE = "document.documentElement.style.fontSize = '200%'"  # as a reader may set it: all sizes follow


def _end_of_the_box(page: Page) -> float:
    assert page.get_by_text("Live issue").count()
    box = page.get_by_label("Error code, or what is wrong").bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("size", [PHONE, BARS, LAPTOP])
@pytest.mark.parametrize("script", [True, False])
def test_search_stands_in_the_first_screen(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None], size: tuple[int, int], script: bool
) -> None:
    page = page_at(*size, base_url=troubled.url, java_script_enabled=script)
    page.goto("/")

    assert _end_of_the_box(page) <= size[1]
    if script:
        axe(page)


def test_search_stands_in_the_first_screen_in_large_letters(page_at: Callable[..., Page], troubled: Server) -> None:
    page = page_at(*PHONE, base_url=troubled.url)
    page.goto("/")
    page.evaluate(LARGE)

    assert _end_of_the_box(page) <= PHONE[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert cut_off(page) == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_box_is_four_tabs_away_at_most_and_each_stop_stands_below_the_one_before(
    page_at: Callable[..., Page], troubled: Server, size: tuple[int, int]
) -> None:
    page = page_at(*size, base_url=troubled.url)
    page.goto("/")
    box, stops = page.get_by_label("Error code, or what is wrong"), []

    for _ in range(4):
        tab(page)
        stops.append(page.evaluate("document.activeElement.getBoundingClientRect().top"))
        if box.evaluate("box => box === document.activeElement"):
            break

    expect(box).to_be_focused()
    assert stops[1:] == sorted(stops[1:])  # the skip link lies over the header


def test_ways_in_stand_below_the_search_of_home_in_a_wide_window(page_at: Callable[..., Page]) -> None:
    page = page_at(*LAPTOP)
    page.goto("/")

    ways = page.get_by_role("navigation", name="Menu")
    expect(ways.get_by_role("link")).to_have_count(5)
    place, box = ways.bounding_box(), page.get_by_role("search").bounding_box()
    assert place
    assert box
    assert place["y"] >= box["y"] + box["height"]


def test_two_live_issues_leave_the_search_in_the_first_screen_in_large_letters(
    page_at: Callable[..., Page], own_live: Server, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    notices = tmp_path / "trouble" / "notices"
    notices.mkdir(parents=True)
    for name in ("first", "second"):
        issue = LIVE_ISSUE.replace("Signing in with", f"In the {name} place signing in with")
        (notices / f"{name}.md").write_text(issue, encoding="utf-8")
    own_live.manage("import_kb", str(notices.parent))
    page = page_at(*PHONE, base_url=own_live.url)
    page.goto("/")
    lines, more = page.locator(".kb-live__line"), page.get_by_role("link", name="More live issues")

    expect(lines.last).to_be_visible()
    expect(more).to_be_hidden()
    page.evaluate(LARGE)

    assert _end_of_the_box(page) <= PHONE[1]
    expect(lines.last).to_be_hidden()
    expect(more).to_be_visible()
    assert cut_off(page) == []
    axe(page)
    more.click()
    for name in ("first", "second"):
        expect(page.get_by_text(f"In the {name} place signing in with")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_skip_link_leads_into_the_box(page_at: Callable[..., Page], troubled: Server, size: tuple[int, int]) -> None:
    page = page_at(*size, base_url=troubled.url)
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to search")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Error code, or what is wrong")).to_be_focused()


def test_menu_of_a_phone_opens_and_closes_by_its_button(
    page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(*PHONE)
    page.goto("/codes/")
    button, link = page.get_by_role("button", name="Menu"), page.locator("header").get_by_text("Who can help")

    expect(button).to_have_attribute("aria-expanded", "false")
    expect(link).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    axe(page)
    button.press("Enter")
    expect(link).to_be_hidden()


def test_without_a_script_the_ways_in_stand_there(page_at: Callable[..., Page]) -> None:
    page = page_at(*PHONE, java_script_enabled=False)
    page.goto("/codes/")

    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link")).to_have_count(5)

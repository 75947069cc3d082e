"""On a phone, in the worst hour, the first thing to do about a code stands in the first screen."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.server import Server

PHONE = (375, 667)
FIRST = "#first ~ .kb-steps .kb-step__title, #first ~ [data-first]"


def _screens_down(page: Page) -> float:
    """How far below the top the first thing to do ends, in screens; its title, or the number to phone."""
    box = page.locator(FIRST).first.bounding_box()
    assert box, f"{page.url} has nothing to do first"
    return (box["y"] + box["height"]) / PHONE[1]


def test_each_code_says_in_the_first_screen_what_to_do_first(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None]
) -> None:
    page = page_at(*PHONE, base_url=troubled.url)
    page.goto("/codes/")
    codes = page.locator(".kb-code-lines a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert codes

    screens = {}
    for address in [*codes, "/codes/400_612/"]:
        page.goto(address)
        assert page.get_by_text("Live issue").count(), address
        screens[address] = round(_screens_down(page), 2)
        axe(page)

    worst = max(screens, key=lambda address: screens[address])
    assert screens[worst] <= 1, f"The worst is {worst}: {screens}"

"""The list of all codes: found while typing, by keyboard, and whole without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.watch import Watch

FILTER = "Type a part of the code, its name or its meaning"


def _lines(page: Page) -> Locator:
    return page.locator(".kb-code-lines__item:visible")


@pytest.mark.parametrize("width", [1280, 375])
def test_list_shrinks_to_what_is_typed_and_grows_again(
    page_at: Callable[..., Page], axe: Callable[[Page], None], width: int
) -> None:
    page = page_at(width)
    page.goto("/codes/")
    all_of_them = _lines(page).count()
    box, said = page.get_by_label(FILTER), page.locator("main").get_by_role("status")

    box.press_sequentially("Pr-2000")
    expect(said).to_have_text("1 code")
    expect(_lines(page)).to_have_count(1)
    expect(_lines(page)).to_contain_text("PR20002")
    axe(page)

    box.fill("SERVICE port")
    expect(_lines(page).filter(has_text="PR20002")).to_be_visible()
    expect(_lines(page).filter(has_text="ERR5022")).to_have_count(0)

    box.fill("")
    expect(said).to_have_text("")
    expect(_lines(page)).to_have_count(all_of_them)


def test_what_the_list_does_not_have_can_be_looked_up_all_the_same(
    page_at: Callable[..., Page], axe: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(375)
    page.goto("/codes/")
    page.get_by_label(FILTER).fill("zzz/9?")

    expect(page.locator("main").get_by_role("status")).to_have_text("No code in this list has that in it.")
    axe(page)
    page.get_by_role("link", name="Look up what you typed").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("zzz/9?")
    watch.forgive(404)


def test_enter_looks_up_a_spelling_that_the_list_does_not_show(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/codes/")
    page.get_by_label(FILTER).fill("400 - 612")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("400_xxx")


def test_without_a_script_the_list_is_whole_and_has_no_box_of_its_own(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, java_script_enabled=False)
    page.goto("/codes/")

    expect(page.get_by_label(FILTER)).to_be_hidden()
    expect(page.get_by_role("navigation", name="Where do you see it?")).to_be_visible()
    assert _lines(page).count() > 10

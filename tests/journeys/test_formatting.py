"""The tools above a box for Markdown, Enter in lists and tables, and boxes that grow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, sign_in
from tests.journeys.test_editing import begin

TWO = "one card\n\n- two readers"


@pytest.fixture
def page(staffed: Server, page_at: Callable[..., Page]) -> Page:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    return page


def box_of(page: Page) -> Locator:
    box = page.get_by_role("textbox", name="Good to know")
    box.focus()
    return box


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar", name="Format: Good to know").get_by_role("button", name=name, exact=True).click()


def mark(box: Locator, start: int, end: int) -> None:
    box.evaluate("(box, [start, end]) => box.setSelectionRange(start, end)", [start, end])


def test_each_tool_works_on_every_marked_line_is_off_again_and_is_taken_back(page: Page) -> None:
    box = box_of(page)
    page.keyboard.insert_text(TWO)
    for tool, made in (
        ("Bold", "**one card**\n\n- **two readers**"),
        ("Code", "`one card`\n\n- `two readers`"),
        ("List", "- one card\n\n- two readers"),
        ("Numbers", "1. one card\n\n2. two readers"),
        ("Link", "[one card](https://)\n\n- [two readers](https://)"),
    ):
        box.press("Control+a")
        press(page, tool)
        expect(box).to_have_value(made)
        expect(box).to_be_focused()
        page.keyboard.press("Control+z")
        expect(box).to_have_value(TWO)

    box.press("Control+a")
    press(page, "Bold")
    press(page, "Bold")
    expect(box).to_have_value(TWO)
    mark(box, 4, 8)
    press(page, "Bold")
    page.keyboard.press("Control+b")  # belongs to the browser, and does nothing here
    expect(box).to_have_value("one **card**\n\n- two readers")
    press(page, "Bold")
    expect(box).to_have_value(TWO)


def test_word_under_the_caret_and_a_link_with_the_address_to_write(page: Page) -> None:
    box = box_of(page)
    page.keyboard.type("See the guide")
    press(page, "Bold")
    expect(box).to_have_value("See the **guide**")
    press(page, "Bold")
    expect(box).to_have_value("See the guide")
    mark(box, 8, 13)
    press(page, "Link")
    page.keyboard.type("https://www.nhs.uk/")
    expect(box).to_have_value("See the [guide](https://www.nhs.uk/)")
    press(page, "Link")
    expect(box).to_have_value("See the guide")


def test_enter_goes_on_with_a_list_and_ends_it_and_tab_leaves(page: Page) -> None:
    box = box_of(page)
    page.keyboard.type("- one\ntwo\n\nWords\n9. nine\nten\n\n  - in\nin too")
    expect(box).to_have_value("- one\n- two\n\nWords\n9. nine\n10. ten\n\n  - in\n  - in too")
    page.keyboard.press("Control+z")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    assert "\t" not in box.input_value()

    box.fill("")
    page.keyboard.type("```\n- one\ntwo")
    expect(box).to_have_value("```\n- one\ntwo")


def test_table_is_asked_for_written_in_and_ended(page: Page, in_order: Callable[[Page], None]) -> None:
    box = box_of(page)
    page.keyboard.type("Words")
    press(page, "Table")
    in_order(page)
    page.keyboard.press("Enter")
    expect(page.locator("#section-background .kb-pasted")).to_contain_text("Write between the strokes (|).")
    page.keyboard.type("Code")
    expect(box).to_have_value("Words\n\n| Code | Heading 2 |\n| --- | --- |\n|  |  |")
    press(page, "Table")
    page.keyboard.type("ERR1002\nERR1009\n\nAfter")

    rows = "| ERR1002 |  |\n| ERR1009 |  |"
    expect(box).to_have_value(f"Words\n\n| Code | Heading 2 |\n| --- | --- |\n{rows}\n\nAfter")


def test_boxes_grow_with_the_text(page: Page) -> None:
    box = box_of(page)
    before = box.bounding_box()
    page.keyboard.insert_text("A line of words\n" * 14)
    after = box.bounding_box()

    assert before
    assert after
    assert before["height"] > 150
    assert after["height"] > before["height"] + 100
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 2")

"""The way from the middle of a long form to Save, with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, press, sign_in
from tests.journeys.test_editing import begin


@pytest.mark.parametrize("width", [375, 1280])
def test_link_that_only_the_keyboard_meets_leads_to_save(
    staffed: Server, page_at: Callable[..., Page], width: int
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    page.set_viewport_size({"width": width, "height": 740})
    begin(page)
    page.get_by_label("Title", exact=True).fill("The light is red")

    press(page, "Go to Save draft")
    expect(page.get_by_role("button", name="Save draft").last).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[data-said]")).to_contain_text("Saved, ")

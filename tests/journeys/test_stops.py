"""A step does harm: stopped from the desk by keyboard, put back by a reviewer in one press."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import HELP_DESK, REVIEWER, press, sign_in, write

SAID = re.compile(r"We took a step out on .+, while it is checked")
WIDTHS = (960, 375)


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    return check


def test_stopped_and_put_back(staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]):
    page, visitor = (page_at(960, 900, base_url=staffed.url) for _ in range(2))
    visitor.goto("/codes/400_645/")
    title = visitor.locator("[data-step]").first.get_by_role("heading").first.inner_text()
    sign_in(page, HELP_DESK)
    page.goto("/desk/?q=400_645")

    press(page, f"Stop this step : {title}")
    expect(page.get_by_label("Which step?")).to_have_value(re.compile(r"\w{8}"))
    in_order(page)
    write(page, "Why?", "It locks the card.")
    press(page, "Stop this step")

    expect(page.get_by_text(f"Stopped: {title}")).to_be_visible()
    in_order(page)
    visitor.reload()
    expect(visitor.get_by_text(SAID).first).to_be_visible()
    expect(visitor.get_by_text(title, exact=True)).to_have_count(0)
    in_order(visitor)

    reviewing = page_at(960, 900, base_url=staffed.url)
    sign_in(reviewing, REVIEWER)
    label = re.search(r"KB\d{4}(?= v\d)", page.locator("main").inner_text())
    assert label
    reviewing.goto(f"/edit/articles/{label[0]}/")
    in_order(reviewing)
    press(reviewing, f"Put it back : {title}")
    expect(reviewing.get_by_text("The step is back on the public page.")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text(SAID)).to_have_count(0)

"""“Did this fix it?” on a phone: a tap, the team that can help, and a reason; with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.kinds import ARTICLE


@pytest.mark.parametrize("has_script", [True, False])
def test_no_leads_to_help_and_takes_a_reason(
    page_at: Callable[..., Page], axe: Callable[[Page], None], has_script: bool
) -> None:
    page = page_at(375, java_script_enabled=has_script)
    page.goto(ARTICLE)
    vote = page.get_by_role("region", name="Did this fix it?")
    assert vote.bounding_box()["y"] > 667

    vote.get_by_role("button", name="No").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is not fixed yet")
    expect(page.get_by_role("heading", name="Who can help")).to_be_in_viewport()
    if has_script:
        axe(page)

    page.get_by_label("I do not understand a step").check()
    page.get_by_role("button", name="Tell us why").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    if has_script:
        axe(page)

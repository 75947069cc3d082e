"""Contacts kept in the browser: a number is mended on its page, and a table is looked at before it is saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import REVIEWER, press, sign_in
from tests.journeys.watch import Watch


@pytest.mark.parametrize("width", [375, 1280])
def test_contact_is_added_looked_at_and_confirmed_at_the_keyboard(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch, width: int
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, REVIEWER)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/edit/")
    page.get_by_role("link", name="Who can help: contacts").click()
    expect(page.get_by_role("heading", name="Desks of organisations")).to_be_visible()
    in_order(page)
    press(page, "Add a contact")
    expect(page.get_by_role("heading", name="Add a contact")).to_be_visible()
    in_order(page)

    page.get_by_label("Organisation").fill(f"Quay Surgery {width}")
    page.get_by_label("IT service desk").check()
    page.locator("#id_phone").fill("01632 96010")
    page.get_by_label("When somebody answers").fill("24 hours")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("too few or too many figures")
    watch.forgive(422)
    in_order(page)
    page.locator("#id_phone").fill("01632 960100")
    press(page, "See how it looks")
    expect(page.get_by_text("Open 24 hours")).to_be_visible()
    in_order(page)
    press(page, "Save")

    expect(page.get_by_text(f"Quay Surgery {width}: saved.")).to_be_visible()
    page.get_by_label("Name or ODS code").fill(f"surgery {width}")
    press(page, "Find contacts")
    expect(page.get_by_text("1 contact", exact=True)).to_be_visible()
    in_order(page)
    page.get_by_role("button", name=f"Still right: Quay Surgery {width}, IT service desk").press("Enter")
    expect(page.get_by_text("still right.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("has_javascript", [True, False])
def test_table_says_what_it_would_do_before_it_is_saved(
    page_at: Callable[..., Page],
    staffed: Server,
    in_order: Callable[[Page], None],
    tmp_path: Path,
    has_javascript: bool,
) -> None:
    page = page_at(1280, base_url=staffed.url, java_script_enabled=has_javascript)
    sign_in(page, REVIEWER)
    page.set_viewport_size({"width": 375, "height": 800})
    name = f"Bridge {has_javascript}"
    table = tmp_path / "contacts.csv"
    table.write_text(f"kind,organisation,phone\nIT,{name},01632 960100\nRA,{name},01632 96\n", encoding="utf-8")
    page.goto("/edit/contacts/")
    page.get_by_role("link", name="Bring in a CSV file").click()

    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_text("1 created, 0 changed, 1 refused")).to_be_visible()
    if has_javascript:
        in_order(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="Save 1 contact").click()

    expect(page.get_by_text("Brought in: 1 created")).to_be_visible()

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
    page.get_by_role("button", name=f"Still right for Quay Surgery {width}, IT service desk").press("Enter")
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


ARTICLE, MOST_CLICKS = "/articles/smartcard-authentication-failure/", 4


@pytest.mark.parametrize("width", [375, 1280])
def test_wrong_number_is_changed_in_four_clicks_from_the_article_that_shows_it(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], width: int
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, REVIEWER)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(ARTICLE)
    expect(page.locator("main").get_by_text(f"01632 9602{width % 100}")).to_have_count(0)
    in_order(page)
    clicks = []

    def click(role: str, name: str) -> None:
        clicks.append(name)
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    click("link", "Change 0")
    page.locator("#id_phone").fill(f"01632 9602{width % 100}")
    click("button", "Save")

    expect(page).to_have_url(f"{staffed.url}{ARTICLE}")
    expect(page.locator("main").get_by_text(f"01632 9602{width % 100}").filter(visible=True).first).to_be_visible()
    assert len(clicks) <= MOST_CLICKS
    reader = page_at(width, base_url=staffed.url)
    reader.goto(ARTICLE)
    expect(reader.locator("main").get_by_text(f"01632 9602{width % 100}").filter(visible=True).first).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_reader_says_that_a_number_is_wrong_and_is_led_back(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch, has_javascript: bool
) -> None:
    page = page_at(375, base_url=staffed.url, java_script_enabled=has_javascript)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Wrong number").first.click()
    expect(page.get_by_role("heading", name="Wrong number?")).to_be_visible()
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_text("Say what is wrong.").first).to_be_visible()
    watch.forgive(422)
    if has_javascript:
        in_order(page)
    page.get_by_label("What is wrong, and what is right?").fill("It rings nowhere.")
    page.get_by_role("button", name="Tell us").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Go back to the page you came from").click()
    expect(page).to_have_url(f"{staffed.url}{ARTICLE}")

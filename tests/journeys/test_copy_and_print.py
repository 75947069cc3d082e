"""What leaves the screen: a code on the clipboard, a message to those who can help, a sheet of paper for the ward."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.kinds import ARTICLE, FOR_IT

TODAY = datetime(2027, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def page(page_at: Callable[..., Page]) -> Page:
    return page_at(1280, permissions=["clipboard-read", "clipboard-write"])


def _clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("code", ["400_645", "400_xxx"])
def test_selecting_and_copying_a_code_copies_it_bare(page: Page, code: str) -> None:
    page.goto(ARTICLE)
    chip = page.get_by_role("list", name="Codes", exact=True).get_by_role("link", name=code, exact=True)

    chip.evaluate("(chip) => getSelection().selectAllChildren(chip)")
    page.keyboard.press("Control+C")

    assert _clipboard(page) == code


def test_button_copies_the_code_bare_and_says_so(page: Page) -> None:
    page.goto("/codes/400_612/")

    page.get_by_role("button", name="Copy code").click()

    expect(page.get_by_role("main").get_by_role("status").first).to_have_text("Copied")
    assert _clipboard(page) == "400_xxx"
    expect(page.get_by_role("button", name="Copy code")).to_be_focused()


def test_button_copies_the_message_to_send(page: Page) -> None:
    page.goto(ARTICLE)
    page.locator("summary").get_by_text("Copy a message to send them").click()

    page.get_by_role("button", name="Copy this message").click()

    expect(page.locator(".kb-copy").get_by_role("status")).to_have_text("Copied")
    copied = _clipboard(page)
    assert copied == page.get_by_label("Your message").input_value()
    for words in ("Smartcard Authentication Failure (KB", "400_645", ARTICLE, "No patient details and no passcode"):
        assert words in copied


def test_message_can_be_selected_where_copying_is_refused(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    page.goto(ARTICLE)
    page.locator("summary").get_by_text("Copy a message to send them").click()

    page.get_by_role("button", name="Copy this message").click()

    expect(page.locator(".kb-copy").get_by_role("status")).to_have_text("Press Ctrl and C to copy")
    chosen = page.get_by_label("Your message").evaluate(
        "(box) => box.value.slice(box.selectionStart, box.selectionEnd)"
    )
    assert chosen.startswith("I need help with: ")


def _print(page: Page) -> None:
    """As the browser does when Print is chosen."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def test_printed_article_is_a_sheet_of_steps_with_code_address_and_date(page: Page) -> None:
    page.clock.set_fixed_time(TODAY)
    page.goto(FOR_IT)

    _print(page)

    for words in ("Smartcard Authentication Failure", "What to do", "Start NHS Port Service", "Who can help"):
        expect(page.get_by_role("heading", name=words).first).to_be_visible()
    expect(page.get_by_text("Steps for IT support", exact=True)).to_be_visible()
    expect(page.locator("main").get_by_text("400_645", exact=True).first).to_be_visible()
    foot = page.locator(".kb-printed")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text(f"{ARTICLE}")
    expect(foot).to_contain_text("Printed 9 March 2027; check the address for changes.")
    for part in ("Menu", "Breadcrumb", "Show steps for", "Related"):
        expect(page.get_by_role("navigation", name=part, include_hidden=True)).to_be_hidden()
    for part in ("footer", "search", ".nhsuk-skip-link", "details:not(.kb-ask)", ".kb-showing form", "button"):
        for hidden in page.locator(part).all():
            expect(hidden).to_be_hidden()
    expect(page.locator(".kb-ask__list li").first).to_be_visible()


def test_sheet_without_javascript_has_the_date_of_the_server(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, java_script_enabled=False)
    page.goto(ARTICLE)

    page.emulate_media(media="print")

    expect(page.locator(".kb-printed")).to_contain_text(f"Printed {datetime.now(ZoneInfo('Europe/London')):%-d %B %Y}")


def test_print_button_prints(page: Page) -> None:
    page.add_init_script("window.print = () => { document.title = 'printed'; };")
    page.goto(ARTICLE)

    page.get_by_role("button", name="Print this page").click()

    expect(page).to_have_title("printed")

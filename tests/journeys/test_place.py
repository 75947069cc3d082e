"""Where the reader works: chosen on a phone from an article, brought along by a link, forgotten."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import REVIEWER, sign_in

ARTICLE = "/articles/smartcard-authentication-failure/"
MOST_CLICKS = 4


@pytest.fixture(scope="module")
def practices(staffed: Server, page_of_keeper: Callable[[], Page]) -> Server:
    page = page_of_keeper()
    for name, code, phone in (("Hill Surgery", "A81001", "01632 960701"), ("Dale Surgery", "B81002", "01632 960801")):
        page.goto("/edit/contacts/new/")
        page.get_by_label("Organisation").fill(name)
        page.get_by_label("ODS code").fill(code)
        page.get_by_label("IT service desk").check()
        page.locator("#id_phone").fill(phone)
        page.get_by_label("When somebody answers").fill("24 hours")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text(f"{name}: saved.")).to_be_visible()
    page.context.close()
    return staffed


@pytest.fixture(scope="module")
def page_of_keeper(staffed: Server, browser: object) -> Callable[[], Page]:
    def open_page() -> Page:
        page: Page = browser.new_context(base_url=staffed.url, viewport={"width": 1280, "height": 800}).new_page()  # type: ignore[attr-defined]
        sign_in(page, REVIEWER)
        return page

    return open_page


def path_of(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.mark.parametrize("has_javascript", [True, False])
def test_practice_is_chosen_on_a_phone_brought_by_a_link_and_forgotten(
    page_at: Callable[..., Page], practices: Server, in_order: Callable[[Page], None], has_javascript: bool
) -> None:
    page = page_at(375, 667, base_url=practices.url, java_script_enabled=has_javascript)
    page.goto(f"{ARTICLE}?for=ra")
    page.get_by_role("link", name="Say where you work").first.click()
    expect(page.get_by_role("heading", name="Where do you work?")).to_be_visible()
    if has_javascript:
        in_order(page)
    box = page.get_by_label("Name or ODS code")
    box.fill("hill")
    if has_javascript:
        expect(page.get_by_role("option", name="Hill Surgery A81001")).to_be_visible()
        in_order(page)
        box.press("ArrowDown")
    box.press("Enter")
    button = page.get_by_role("button", name="Hill Surgery, A81001")
    expect(button).to_be_visible()
    if has_javascript:
        in_order(page)
    button.press("Enter")

    expect(page.get_by_text("Where you work: Hill Surgery").first).to_be_visible()
    assert path_of(page) == f"{ARTICLE}?for=ra"
    expect(page.get_by_text("01632 960701").first).to_be_attached()
    if has_javascript:
        in_order(page)
    for address in ("/", "/codes/ERR5022/", "/who-can-help/", "/report/"):
        page.goto(address)
        expect(page.get_by_text("01632 960701").first).to_be_attached()
        assert "01632 960801" not in page.content()
        assert page.evaluate("document.documentElement.scrollWidth") <= 375

    page.goto(f"{ARTICLE}?at=b81002")
    assert path_of(page) == ARTICLE
    expect(page.get_by_text("01632 960801").first).to_be_attached()
    assert "01632 960701" not in page.content()
    page.get_by_role("link", name="Change where you work").first.click()
    expect(page.get_by_text("You chose Dale Surgery")).to_be_visible()
    if has_javascript:
        in_order(page)
    page.get_by_role("button", name="Forget where I work").press("Enter")
    assert path_of(page) == ARTICLE
    assert "01632 960801" not in page.content()
    assert "place" not in {cookie["name"] for cookie in page.context.cookies()}


def test_number_of_an_organisation_is_changed_in_few_clicks_from_the_article_that_shows_it(
    practices: Server, page_of_keeper: Callable[[], Page]
) -> None:
    page = page_of_keeper()
    page.goto(f"{ARTICLE}?at=A81001")
    clicks = 0
    page.get_by_role("link", name="Change 01632 960701").first.click()
    clicks += 1
    page.locator("#id_phone").fill("01632 960709")
    page.get_by_role("button", name="Save").click()
    clicks += 1

    expect(page).to_have_url(f"{practices.url}{ARTICLE}")
    expect(page.get_by_text("01632 960709").first).to_be_attached()
    assert clicks <= MOST_CLICKS
    page.goto("/")
    expect(page.get_by_text("01632 960709").first).to_be_attached()
    page.context.close()

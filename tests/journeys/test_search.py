"""Searching as people do it: pasted dialogs, one read out, mistyped words, results with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.asking import find
from tests.journeys.server import Server

DIALOG = (
    "Error: INF1014:Scanning for Smartcard ERR5022: Operation cannot be completed "
    "User: John Smith 22/11/2026 10:42:05 C:\\Users\\jsmith\\card.log"
)
NARROW = "Narrow the results"


@pytest.mark.parametrize("has_javascript", [True, False])
def test_pasted_dialog_leads_to_its_article_and_leaves_nobodys_name_behind(
    page_at: Callable[..., Page], live: Server, axe: Callable[[Page], None], has_javascript: bool
) -> None:
    page = page_at(375, java_script_enabled=has_javascript)

    find(page, DIALOG)

    understood = page.get_by_role("region", name="What we made of your text")
    expect(understood.get_by_role("link", name="ERR5022", exact=True)).to_have_attribute("href", "/codes/ERR5022/")
    expect(understood.get_by_role("link", name="INF1014", exact=True)).to_be_visible()
    expect(understood).to_contain_text("A user name, a file path and a time.")
    best = page.locator("main h2 a, main h3 a").first
    expect(best).to_have_attribute("href", re.compile("/articles/smartcard-management-fails/"))
    assert not re.search("smith|10:42|10%3A42", page.url + page.content(), re.IGNORECASE)
    if has_javascript:
        axe(page)

    best.click()
    # On a phone the line of codes gives way; what a stub says of them first names them.
    expect(page.get_by_role("main").get_by_text("ERR5022").filter(visible=True).first).to_be_visible()
    assert "smith" not in live.access_log.read_text().lower()


def test_mistyped_words_are_corrected_and_can_be_searched_as_typed(
    page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(1280)

    find(page, "lokced smartcrad")

    expect(page.get_by_text("(you typed “lokced”)")).to_be_visible()
    expect(page.locator("main mark").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Search instead for exactly what you typed").click()
    expect(page.get_by_text("We searched for exactly what you typed.")).to_be_visible()
    axe(page)


def test_near_miss_of_a_code_is_said_to_be_another_code(
    page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(1280)

    find(page, "PR200002")

    expect(page.get_by_text("We have nothing on PR200002.")).to_be_visible()
    expect(page.get_by_text("It is a different code")).to_be_visible()
    axe(page)
    page.locator("main").get_by_role("link", name="PR20002", exact=True).click()
    expect(page).to_have_url(re.compile("/codes/PR20002/$"))


def test_code_page_leads_to_all_results_and_back(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)

    find(page, "err 1002")
    page.get_by_role("link", name="See all results for ERR1002").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “ERR1002”")
    page.get_by_role("region", name="What we made of your text").get_by_role("link", name="ERR1002").click()
    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))


@pytest.mark.parametrize("has_javascript", [True, False])
def test_results_are_narrowed_and_turned_and_the_address_says_so(
    page_at: Callable[..., Page], axe: Callable[[Page], None], has_javascript: bool
) -> None:
    page = page_at(1280, java_script_enabled=has_javascript)
    find(page, "smartcard")

    page.get_by_role("link", name="Page 2").click()
    expect(page.get_by_text("Articles 11 to 20 of")).to_be_visible()
    if has_javascript:
        axe(page)
    page.get_by_label("With steps for").select_option("IT support")
    page.get_by_label("Topic").select_option("Readers and printers")
    page.get_by_role("button", name=NARROW).click()

    expect(page).to_have_url(re.compile(r"\?q=smartcard&.*category=readers-and-printers&audience=it"))
    expect(page.get_by_label("With steps for")).to_have_value("it")
    expect(page.get_by_role("link", name="Magicard printer problems")).to_be_visible()
    page.get_by_role("link", name="Show all results again").click()
    expect(page).to_have_url(re.compile(r"\?q=smartcard$"))


@pytest.mark.parametrize("said", ["error code one thousand and two", "e r r ten oh two", "er 1002", "error 10:02"])
def test_code_read_out_over_the_phone_comes_to_its_page(page_at: Callable[..., Page], said: str) -> None:
    page = page_at(1280)

    find(page, said)

    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))


def test_dialog_read_out_over_the_phone_comes_to_the_page_of_its_code(
    page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(1280)

    find(page, "error code one thousand and two unable to connect to the card")

    best = page.locator("main h2 a, main h3 a").first
    expect(best).to_have_attribute("href", re.compile("/articles/error-1002-unable-to-read-card/"))
    axe(page)
    page.get_by_role("region", name="What we made of your text").get_by_role("link", name="ERR1002", exact=True).click()
    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))


def test_words_that_may_say_two_codes_show_both_and_neither_as_the_answer(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)

    find(page, "error 1000 and 2")

    understood = page.get_by_role("region", name="What we made of your text")
    for code in ("ERR1002", "Error 1000"):
        expect(understood.get_by_role("link", name=code, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Best answer")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/search/"])
def test_phone_alone_is_told_of_its_microphone(
    page_at: Callable[..., Page], axe: Callable[[Page], None], path: str
) -> None:
    hint = "Or tap the microphone on your keyboard and read the code out."
    phone, narrow, wide = page_at(375, 667, has_touch=True, is_mobile=True), page_at(375, 667), page_at(1280)

    for page in (phone, narrow, wide):
        page.goto(path)

    expect(phone.get_by_text(hint)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    axe(phone)
    for page in (narrow, wide):
        expect(page.get_by_text(hint)).to_be_hidden()

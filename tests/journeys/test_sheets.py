"""On paper: one A4 sheet for one role with a code that a phone reads, and the poster with its stickers."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.kinds import ARTICLE, FOR_RA
from tests.journeys.server import Server

SHORT = "/articles/error-1000-when-signing-in/"


@pytest.fixture
def page(page_at: Callable[..., Page]) -> Page:
    return page_at(1280)


def _sheets(page: Page) -> int:
    """The pages of the PDF that Chromium makes; they stand uncompressed in it."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def _read(code: Locator) -> str:
    picture = Image.open(io.BytesIO(code.screenshot())).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


@pytest.mark.parametrize(
    "address", [ARTICLE, FOR_RA, SHORT, f"{SHORT}?for=it", "/articles/locked-card-or-forgotten-passcode/"]
)
def test_article_is_one_sheet_whose_code_leads_back(page: Page, address: str) -> None:
    page.goto(address)

    assert _sheets(page) == 1
    page.emulate_media(media="print")
    led_to = _read(page.locator(".kb-printed__code"))
    assert re.search(r"/KB\d{4}\?sheet=1(&for=\w+)?$", led_to)
    page.emulate_media(media="null")
    page.goto(led_to)
    assert page.url.endswith(f"{address.partition('?')[0]}{led_to[led_to.index('?') :]}")
    expect(page.get_by_role("main")).to_contain_text("Your sheet is version 1. Still right.")


@pytest.mark.parametrize("address", ["/codes/ERR1009/", "/codes/400_645/", "/codes/400_645/?for=it", "/codes/INF1014/"])
def test_code_is_one_sheet_whose_code_leads_to_its_page(page: Page, address: str) -> None:
    page.goto(address)

    assert _sheets(page) == 1
    page.emulate_media(media="print")
    assert _read(page.locator(".kb-printed__code")) == page.url
    expect(page.locator(".kb-contacts").first).to_be_visible()


def test_lists_that_are_closed_on_the_screen_are_open_on_paper(page: Page) -> None:
    page.goto("/articles/lost-stolen-or-misused-smartcard/")

    last = page.locator(".kb-case").last.locator(".kb-step__title").first
    expect(last).to_be_hidden()
    assert _sheets(page) == 1
    page.emulate_media(media="print")
    expect(last).to_be_visible()


def test_sheet_is_for_reading_and_not_for_clicking(page: Page) -> None:
    page.goto(f"{ARTICLE}?sheet=1")

    page.emulate_media(media="print")

    for part in (".kb-sheet-in-hand", ".nhsuk-action-link", ".kb-team > p", ".nhsuk-header__navigation", ".kb-aside"):
        for hidden in page.locator(part).all():
            expect(hidden).to_be_hidden()
    expect(page.locator(".kb-printed__code svg")).to_be_visible()


def test_sheet_of_a_lost_card_holds_nothing_of_the_hour_in_which_it_was_printed(page: Page) -> None:
    page.goto("/articles/lost-stolen-or-misused-smartcard/")

    assert _sheets(page) == 1
    page.emulate_media(media="print")
    for part in (".kb-live-line", ".kb-call__number", ".kb-call__who"):
        for hidden in page.locator(part).all():
            expect(hidden).to_be_hidden()


def test_poster_and_stickers_are_a_sheet_each_with_the_address_of_the_site(page: Page) -> None:
    page.goto("/poster/")

    assert _sheets(page) == 2
    page.emulate_media(media="print")
    home = page.url.removesuffix("poster/")
    assert _read(page.locator(".kb-poster__code")) == home
    assert _read(page.locator(".kb-sticker__code").last) == home
    expect(page.locator(".kb-poster__blank").first).to_be_visible()


@pytest.mark.parametrize("address", [ARTICLE, "/codes/400_645/", "/articles/lost-stolen-or-misused-smartcard/"])
def test_whom_to_phone_for_patients_stands_on_paper_with_each_number(
    page_at: Callable[..., Page], troubled: Server, address: str
) -> None:
    page = page_at(1280, base_url=troubled.url)
    page.goto(address)
    line = page.locator(".kb-urgent-line")
    numbers = "Phone your IT service desk: out of hours phone 01632 960446, phone 01632 960445."

    expect(line).not_to_contain_text(numbers, use_inner_text=True)
    page.emulate_media(media="print")

    expect(line).to_contain_text(numbers, use_inner_text=True)
    assert line.inner_text().count("01632 960446") == 1
    page.emulate_media(media="null")
    assert _sheets(page) == 1

"""In the worst hour the first thing to do stands near the top: a live issue is up, and the desks are known."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from tests.journeys.code_pages import all_pages, fullest_pages
from tests.journeys.server import Server

PHONE = (375, 667)
LAPTOP = (1280, 720)
# A step's title, or what stands before the steps because it is to be done before them: a number, a link, who can.
# Where a code has several meanings, the article of the first.
FIRST_OF_CODE = "#first ~ .kb-steps .kb-step__title, #first ~ [data-first], .kb-meanings [data-first]"
FIRST_OF_ARTICLE = ".kb-main [data-first], .kb-main .kb-steps .kb-step__title"
THIRD_CHECK = ".kb-checks li >> nth=2"
MESSAGE_TO_THEM = ".kb-team-row + .kb-copy"
# How to reach those who act first: a line above the steps, or their card where only they can act.
WAY_TO_TEAM = ".kb-team-line, .kb-first__desks :is(.kb-phone, [href^=mailto])"
# A reader with another role than the article's has a line more, that says whose checks these are.
THIRD_OF = {"user": 1, "ra": 1, "it": 1.06}
# Who acts first where it is the reader: then nobody else is to be reached.
OWN_WORDS = {"user": "You", "ra": "Your Registration Authority (smartcard team)", "it": "Your IT support"}


def _screens_down(page: Page, first: str) -> float:
    """How far below the top the first thing to do ends, in screens."""
    box = page.locator(first).first.bounding_box()
    assert box, f"{page.url} has nothing to do first"
    assert page.viewport_size
    return round((box["y"] + box["height"]) / page.viewport_size["height"], 2)


def _worst(page: Page, addresses: Iterable[str], first: str, look: Callable[[Page], None]) -> tuple[float, str]:
    """Of the pages, how far down the first thing to do stands at worst, and where that is."""
    screens = {}
    for address in addresses:
        page.goto(address)
        screens[address] = _screens_down(page, first)
        look(page)
    assert screens
    return max((down, address) for address, down in screens.items())


def _articles(page: Page) -> list[str]:
    answer = page.request.get("/sitemap.xml").text()
    places = [place.split("<", 1)[0] for place in answer.split("<loc>")[1:]]
    return [f"/articles/{place.split('/articles/', 1)[1]}" for place in places if "/articles/" in place]


def test_each_code_says_in_the_first_screen_what_to_do_first(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None]
) -> None:
    page = page_at(*PHONE, base_url=troubled.url)

    def look(page: Page) -> None:
        assert page.get_by_text("Live issue").count(), page.url
        axe(page)

    down, address = _worst(page, fullest_pages(), FIRST_OF_CODE, look)
    assert down <= 1, f"The worst is {address}: {down} screens down."


@pytest.mark.wide
def test_every_code_says_in_the_first_screen_what_to_do_first(page_at: Callable[..., Page], troubled: Server) -> None:
    page = page_at(*PHONE, base_url=troubled.url)

    down, address = _worst(page, all_pages(), FIRST_OF_CODE, lambda page: None)
    assert down <= 1, f"The worst is {address}: {down} screens down."


def _acts_first(page: Page) -> str:
    said = page.locator("dl > div", has=page.get_by_text("Who acts first", exact=True)).locator("dd")
    return said.inner_text().strip() if said.count() else "You"


@pytest.mark.parametrize("role", OWN_WORDS)
def test_team_that_acts_first_on_a_code_can_be_reached_in_the_first_screen(
    page_at: Callable[..., Page], troubled: Server, role: str
) -> None:
    page = page_at(*PHONE, base_url=troubled.url)
    down = {}
    for address in fullest_pages():
        page.goto(f"{address}?for={role}")
        if _acts_first(page) not in {"You", OWN_WORDS[role]}:
            down[_screens_down(page, WAY_TO_TEAM)] = address

    assert down
    assert max(down) <= 1, f"The worst is {down[max(down)]}: {max(down)} screens down."


def test_each_article_says_soon_what_to_do_first(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None]
) -> None:
    on_phone, on_laptop = page_at(*PHONE, base_url=troubled.url), page_at(*LAPTOP, base_url=troubled.url)
    addresses = _articles(on_phone)

    down, address = _worst(on_phone, addresses, FIRST_OF_ARTICLE, axe)
    assert down <= 1.5, f"The worst on a phone is {address}: {down} screens down."
    down, address = _worst(on_laptop, addresses, FIRST_OF_ARTICLE, lambda page: None)
    assert down <= 1, f"The worst on a laptop is {address}: {down} screens down."


def test_lost_card_has_the_number_to_phone_in_the_first_screen(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None]
) -> None:
    page = page_at(*PHONE, base_url=troubled.url)

    page.goto("/articles/lost-stolen-or-misused-smartcard/")

    number = page.locator(".kb-call__button")
    assert number.get_attribute("href") in {"tel:01632960445", "tel:01632960446"}
    assert _screens_down(page, ".kb-call__button") <= 1
    axe(page)


@pytest.mark.parametrize("role", OWN_WORDS)
def test_each_stub_reaches_its_third_check_and_who_can_help_soon(
    page_at: Callable[..., Page], troubled: Server, axe: Callable[[Page], None], role: str
) -> None:
    page = page_at(*PHONE, base_url=troubled.url)
    checks, help_ = {}, {}
    for address in _articles(page):
        page.goto(f"{address}?for={role}")
        if page.locator(".kb-stub").count():
            if page.locator(THIRD_CHECK).count():
                checks[_screens_down(page, THIRD_CHECK)] = address
            help_[_screens_down(page, MESSAGE_TO_THEM)] = address
            axe(page)

    assert checks
    assert max(checks) <= THIRD_OF[role], f"The third check of {checks[max(checks)]} is {max(checks)} screens down."
    assert max(help_) <= 1.33, f"Who can help of {help_[max(help_)]} ends {max(help_)} screens down."


@pytest.mark.parametrize("role", ["ra", "it"])
def test_steps_of_other_readers_begin_soon(page_at: Callable[..., Page], troubled: Server, role: str) -> None:
    page = page_at(*PHONE, base_url=troubled.url)
    addresses = [f"{address}?for={role}" for address in _articles(page)]

    down, address = _worst(page, addresses, FIRST_OF_ARTICLE, lambda page: None)

    assert down <= 1.5, f"The worst is {address}: {down} screens down."

"""Each kind of page, narrow and wide: nothing for axe, no error, no other site, no scrolling sideways, a 304.

The first view is on a phone with nothing kept: what it weighs, and how many requests it takes.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import profile
from tests.journeys.kinds import FURNISHED, NEVER_KEPT, NOT_THERE, SHIPPED
from tests.journeys.scale import Scale
from tests.journeys.server import Server
from tests.journeys.staff import REVIEWER, sign_in
from tests.journeys.watch import Watch

WIDE, NARROW, ZOOMED = ({"width": width, "height": height} for width, height in ((1280, 800), (375, 667), (320, 256)))
PRINTED = ("article", "article for the Registration Authority", "article about lost cards", "stub")
BY_THE_MINUTE = "/who-can-help/"
MOST_BYTES, MOST_REQUESTS = 60_000, 9
PASSWORD = "a long pass phrase for journeys"


@pytest.fixture
def assert_in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """What holds for every page, as wide as it stands now."""

    def check(page: Page) -> None:
        axe(page)
        assert page.locator("h1").count() == 1
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} scrolls sideways"

    return check


@pytest.fixture
def assert_in_order_at_both(assert_in_order: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert_in_order(page)

    return check


def _status(server: Server, page: Page, address: str) -> int:
    """With what the server answered, which a browser that has the page hides."""
    before = len(server.logged())
    page.goto(address)
    return server.statuses(address.partition("?")[0], since=before)[-1]


class Window(NamedTuple):
    page: Page
    scale: Scale
    watch: Watch


@pytest.fixture(scope="module")
def _window(browser: Browser, furnished: Server) -> Iterator[Window]:
    """One for all kinds of pages, for a new one is more work than a page."""
    context = profile(browser, furnished.url, **NARROW)
    page, watch = context.new_page(), Watch()
    watch.over(page, home=furnished.url)
    yield Window(page, Scale(page), watch)
    context.close()


@pytest.fixture
def window(_window: Window) -> Iterator[Window]:
    """Narrow, and with nothing kept of the page before."""
    _window.page.context.clear_cookies()
    _window.page.goto("about:blank")
    _window.page.set_viewport_size(NARROW)
    _window.scale.begin()
    yield _window
    _window.watch.assert_nothing()


@pytest.mark.parametrize("address", FURNISHED.values(), ids=FURNISHED)
def test_page_is_light_and_in_order_and_then_revalidated(
    furnished: Server, window: Window, assert_in_order: Callable[[Page], None], address: str
) -> None:
    page, scale, _ = window

    assert _status(furnished, page, address) == 200
    assert_in_order(page)
    # What a page asks for once it stands, it has asked for by now: axe takes longer than a script that begins.
    scale.wait()
    assert all(scale.bytes.values()), "something was kept of the page before"
    assert sum(scale.bytes.values()) <= MOST_BYTES, scale.bytes
    assert len(scale.bytes) <= MOST_REQUESTS, scale.bytes

    page.set_viewport_size(WIDE)
    again = _status(furnished, page, address)
    if address.startswith(BY_THE_MINUTE) and again == 200:
        # A minute began between the two, and with it another page.
        again = _status(furnished, page, address)
    assert again == (200 if address.startswith(NEVER_KEPT) else 304)
    assert_in_order(page)


@pytest.mark.parametrize(("address", "status"), NOT_THERE.values(), ids=NOT_THERE)
def test_page_about_nothing_is_in_order(
    furnished: Server,
    page_at: Callable[..., Page],
    assert_in_order_at_both: Callable[[Page], None],
    watch: Watch,
    address: str,
    status: int,
) -> None:
    page = page_at(WIDE["width"], base_url=furnished.url)

    answer = page.goto(address)

    assert answer
    assert answer.status == status
    assert_in_order_at_both(page)
    # Chromium's own line about the status, and no other.
    (line,) = watch.console_errors
    assert f"status of {status}" in line
    watch.console_errors.clear()


def test_pages_for_people_who_sign_in_are_in_order(
    furnished: Server, page_at: Callable[..., Page], assert_in_order_at_both: Callable[[Page], None]
) -> None:
    furnished.manage("add_person", "Rosa Field", "--role", "editor", "--password-stdin", said=PASSWORD)
    page = page_at(WIDE["width"], base_url=furnished.url)

    def assert_on(title: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=20_000)
        assert_in_order_at_both(page)

    page.goto("/account/")
    assert_on("Sign in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible(timeout=20_000)
    assert_on("Sign in")
    page.get_by_label("Username").fill("rosa.field")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert_on("Your account")
    page.get_by_role("link", name="Change your password").click()
    assert_on("Change your password")
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    assert_on("You are signed out")


@pytest.mark.parametrize("address", [SHIPPED[kind] for kind in PRINTED], ids=PRINTED)
def test_sheet_of_paper_is_in_order(
    furnished: Server, page_at: Callable[..., Page], axe: Callable[[Page], None], address: str
) -> None:
    page = page_at(WIDE["width"], base_url=furnished.url)
    page.goto(address)
    page.emulate_media(media="print")

    axe(page)


def test_header_that_leads_to_work_is_in_order_on_public_pages(
    staffed: Server, page_at: Callable[..., Page], assert_in_order: Callable[[Page], None]
) -> None:
    page = page_at(WIDE["width"], base_url=staffed.url, forced_colors="active")
    sign_in(page, REVIEWER)

    for kind in ("home", "start", "article", "code", "vendor", "report"):
        page.goto(SHIPPED[kind])
        for size in (WIDE, NARROW, ZOOMED):
            page.set_viewport_size(size)
            if size != WIDE:
                page.get_by_role("button", name="Menu").click()
            menu = page.get_by_role("navigation", name="Menu")
            expect(menu.get_by_role("link", name="Write")).to_be_visible()
            expect(menu.get_by_role("link", name="Account")).to_be_visible()
            assert_in_order(page)
            if size != WIDE:
                page.get_by_role("button", name="Menu").click()


def test_page_of_the_sign_in_is_kept_by_nobody(furnished: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(WIDE["width"], base_url=furnished.url)

    assert [_status(furnished, page, "/sign-in/") for _ in range(2)] == [200, 200]

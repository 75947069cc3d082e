"""Suggestions while typing: by keyboard and pointer, as a screen reader is told of them, and without JavaScript."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.journeys.barriers import too_small
from tests.journeys.keyboard import tab, tab_to
from tests.journeys.watch import Watch

LABEL = "Error code, or what is wrong"
# The box of home, and the box in the header of every other page.
PLACES = {"home": "/", "header": "/codes/"}
# In the page, wherever the window has been scrolled to.
TOP_OF_MAIN = "document.querySelector('main').getBoundingClientRect().top + scrollY"
NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
PAUSE = 150  # milliseconds without a key, as static/combobox.js has it
ASKED_FOR_ERR = re.compile(r"/suggestions/\?q=err$")
in_both_boxes = pytest.mark.parametrize("address", PLACES.values(), ids=PLACES)
at_both_widths = pytest.mark.parametrize("width", [1280, 375])


def _box(page: Page) -> Locator:
    return page.get_by_label(LABEL)


def _type(page: Page, text: str) -> Locator:
    box = _box(page)
    box.press_sequentially(text)
    return box


def _list(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions")


def _active(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


def _open(page: Page, address: str, text: str) -> Locator:
    page.goto(address)
    box = _type(page, text)
    expect(_list(page)).to_be_visible()
    return box


def is_for_err(request: Request) -> bool:
    return bool(ASKED_FOR_ERR.search(request.url))


@in_both_boxes
@at_both_widths
def test_open_list_is_in_order(
    page_at: Callable[..., Page], axe: Callable[[Page], None], address: str, width: int
) -> None:
    page = page_at(width)
    page.goto(address)
    before = page.evaluate(TOP_OF_MAIN)

    box = _open(page, address, "err")
    box.press("ArrowDown")

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert too_small(page) == []
    assert page.evaluate(TOP_OF_MAIN) == before
    beneath, edge = box.bounding_box(), _list(page).bounding_box()
    assert beneath
    assert edge
    assert 0 <= edge["y"] - (beneath["y"] + beneath["height"]) <= 8
    for option in page.get_by_role("option").all():
        option.scroll_into_view_if_needed()
        assert option.evaluate(
            """(option) => {
              const { left, top, width, height } = option.getBoundingClientRect();
              const isUncovered = option.contains(document.elementFromPoint(left + width / 2, top + height / 2));
              return isUncovered && option.scrollWidth <= option.clientWidth && height >= 24;
            }"""
        )


@in_both_boxes
def test_screen_reader_is_told_of_groups_options_and_their_number(page_at: Callable[..., Page], address: str) -> None:
    page = page_at(1280)
    page.goto(address)
    search = page.get_by_role("search").filter(has=_box(page))
    expect(search).to_match_aria_snapshot('- combobox "Error code, or what is wrong"')
    expect(_box(page)).to_have_attribute("aria-expanded", "false")

    box = _type(page, "identity ag")

    expect(search).to_match_aria_snapshot("""
      - combobox "Error code, or what is wrong" [expanded]: identity ag
      - listbox "Suggestions":
        - group "Articles":
          - option /Identity Agent/
        - group "Services":
          - option "NHS Identity Agent"
    """)
    number = page.get_by_role("option").count()
    expect(search.get_by_role("status")).to_have_text(
        f"{number} suggestions. Use the up and down arrow keys to choose."
    )
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-controls", _list(page).get_attribute("id") or "?")

    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", _active(page).get_attribute("id") or "?")
    expect(_active(page)).to_have_text("NHS Identity Agent")

    box.fill("zzzz")
    expect(_list(page)).to_be_hidden()
    expect(search.get_by_role("status")).to_have_text("No suggestions")


@in_both_boxes
def test_arrow_keys_go_round_and_enter_follows(page_at: Callable[..., Page], address: str) -> None:
    page = page_at(1280)
    box = _open(page, address, "err")
    options = page.get_by_role("option")
    number = options.count()

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    for _ in range(number - 1):
        box.press("ArrowDown")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_be_in_viewport()
    box.press("ArrowDown")
    expect(_active(page)).to_have_count(0)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(box).to_be_focused()
    expect(box).to_have_value("err")
    expect(_active(page)).to_contain_text("ERR1002")

    box.press("Enter")
    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))


def test_left_right_home_and_end_belong_to_the_text(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    box = _open(page, "/", "err")
    position = "(box) => box.selectionStart"

    for key, at in (("Home", 0), ("End", 3), ("ArrowLeft", 2), ("ArrowRight", 3)):
        box.press("ArrowDown")
        expect(_active(page)).to_have_count(1)
        box.press(key)
        expect(_active(page)).to_have_count(0)
        expect(_list(page)).to_be_visible()
        assert box.evaluate(position) == at


def test_enter_searches_for_the_text_when_no_option_is_active(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    box = _open(page, "/", "blank screen")

    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=blank\+screen"))


def test_escape_closes_the_list_and_the_next_one_clears_the_box(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    box = _open(page, "/", "err")

    box.press("Escape")
    expect(_list(page)).to_be_hidden()
    expect(box).to_have_value("err")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press("ArrowDown")
    expect(_list(page)).to_be_visible()
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")


@in_both_boxes
def test_tab_goes_on_to_the_button_and_closes_the_list(page_at: Callable[..., Page], address: str) -> None:
    page = page_at(1280)
    box = _open(page, address, "err")
    box.press("ArrowDown")

    stop = tab(page)

    assert stop
    assert stop.name in {"Find a fix", "Search"}
    expect(_list(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(search|codes)/.*err", re.IGNORECASE))


@in_both_boxes
@at_both_widths
def test_click_on_an_option_follows_it(page_at: Callable[..., Page], address: str, width: int) -> None:
    page = page_at(width)
    _open(page, address, "blank")

    page.get_by_role("option", name=re.compile("Blank screen")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Blank screen")
    page.go_back()
    expect(_list(page)).to_be_hidden()


def test_keyboard_alone_from_the_top_of_the_page(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/codes/")

    tab_to(page, "Error code, or what is wrong")
    page.keyboard.type("passco")
    expect(_list(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    title = _active(page).inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(title.strip())


def test_server_is_asked_once_the_typing_stops_and_not_for_a_pasted_message(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/suggestions/" in request.url:
            asked.append(request.url.partition("?q=")[2])

    page.on("request", note)
    # Time goes on in the page only when it is told to, however long the keys take.
    page.clock.install(time=NOON)
    page.goto("/")
    page.clock.pause_at(NOON + timedelta(hours=1))

    box = _type(page, "passc")
    page.clock.run_for(PAUSE - 1)
    box.press("o")
    page.clock.run_for(PAUSE - 1)
    box.press("d")
    page.clock.run_for(PAUSE)
    expect(_list(page)).to_be_visible()
    box.fill("Smartcard Authentication Failure " * 4)
    expect(_list(page)).to_be_hidden()
    page.clock.run_for(10 * PAUSE)
    box.fill("p")
    page.clock.run_for(10 * PAUSE)
    box.fill("err")
    page.clock.run_for(PAUSE)
    expect(_list(page)).to_be_visible()

    assert asked == ["passcod", "err"]


def test_answer_that_comes_late_is_not_shown(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.url.endswith("q=err"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/suggestions/**", hold)
    page.goto("/")

    with page.expect_request(ASKED_FOR_ERR):
        box = _type(page, "err")
    with page.expect_event("requestfailed", is_for_err):  # nobody waits for it any more
        box.fill("blank")
    held.pop().continue_()
    expect(page.get_by_role("option", name=re.compile("Blank screen"))).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("ERR1002"))).to_have_count(0)

    with page.expect_request(ASKED_FOR_ERR):
        box.fill("err")
    with page.expect_event("requestfailed", is_for_err):
        box.press("Escape")
    held.pop().continue_()
    expect(_list(page)).to_be_hidden()


def test_box_still_searches_when_suggestions_cannot_be_had(page_at: Callable[..., Page], watch: Watch) -> None:
    page = page_at(1280)
    page.route("**/suggestions/**", lambda route: route.abort())
    page.goto("/")

    with page.expect_event("requestfailed", lambda request: "screen" in request.url):
        box = _type(page, "blank screen")
    expect(_list(page)).to_be_hidden()
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=blank\+screen"))
    # Chromium's own line about a request that failed, and no other.
    assert all("ERR_FAILED" in line for line in watch.console_errors)
    watch.console_errors.clear()


@in_both_boxes
def test_without_javascript_the_box_is_a_search_box_and_nothing_more(
    page_at: Callable[..., Page], address: str
) -> None:
    page = page_at(375, java_script_enabled=False)
    page.goto(address)

    box = page.get_by_role("searchbox")
    box.fill("err1002")

    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("listbox")).to_have_count(0)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))


def test_forced_colours_show_the_active_option(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, forced_colors="active")
    box = _open(page, "/", "err")
    look = """(option) => {
      const s = getComputedStyle(option);
      return [s.outlineStyle, s.outlineColor, s.outlineWidth].join();
    }"""
    plain = page.get_by_role("option").first.evaluate(look)

    box.press("ArrowDown")

    assert page.get_by_role("option").first.evaluate(look) != plain

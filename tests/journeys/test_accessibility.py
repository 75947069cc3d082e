"""What axe cannot see: zoom, spacing, forced colours, small targets, where help stands, the order of the focus."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.barriers import SPACING, cut_off, moving, too_small
from tests.journeys.keyboard import stops
from tests.journeys.kinds import SHIPPED
from tests.journeys.watch import violations

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 667}
# What a reader of 1280 by 1024 pixels sees who zooms to 400 per cent.
ZOOMED = {"width": 320, "height": 256}
MAIN = {
    kind: SHIPPED[kind]
    for kind in (
        *("home", "start", "article for IT support", "stub", "all codes", "code", "service", "vendor", "report"),
        *("search", "words", "poster", "reminder with an error"),
    )
} | {"sign in": "/sign-in/"}

wide_and_zoomed = pytest.mark.parametrize("width", [1280, ZOOMED["width"]])
main_kinds = pytest.mark.parametrize("address", MAIN.values(), ids=MAIN)


def _walk(page: Page, addresses: dict[str, str]) -> Iterator[str]:
    """Goes from page to page, and unfolds what is folded."""
    for kind, address in addresses.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        yield kind


def _is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_zoomed_to_400_per_cent_nothing_scrolls_sideways_or_is_cut_off(page_at: Callable[..., Page]) -> None:
    page = page_at(**ZOOMED)

    assert [kind for kind in _walk(page, SHIPPED) if _is_too_wide(page) or cut_off(page)] == []


@wide_and_zoomed
def test_more_space_between_letters_words_and_lines_cuts_nothing_off(page_at: Callable[..., Page], width: int) -> None:
    page = page_at(width, bypass_csp=True)
    cut = []

    for kind in _walk(page, MAIN):
        page.add_style_tag(content=SPACING)
        cut += [f"{kind}: scrolls sideways"] if _is_too_wide(page) else []
        cut += cut_off(page)

    assert cut == []


def test_targets_are_large_enough_or_have_room(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    found = []

    for _ in _walk(page, SHIPPED):
        for size in (WIDE, ZOOMED):
            page.set_viewport_size(size)
            found += too_small(page)

    assert found == []


def test_help_stands_in_the_same_place_on_every_page(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    menu = page.get_by_role("navigation", name="Menu").get_by_role("link")
    button = page.get_by_role("button", name="Menu")
    where = "(links) => links.map((link) => `${link.textContent.trim()} at ${link.getBoundingClientRect().left}`)"
    found = {}

    for kind in _walk(page, SHIPPED | {"sign in": "/sign-in/"}):
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            if size == PHONE:
                assert menu.count() == 0
                button.click()
            found[kind, size["width"]] = menu.evaluate_all(where)

    for (kind, width), links in found.items():
        assert links == found["home", width], kind
        assert [words.partition(" at ")[0] for words in links[-2:]] == ["Who can help", "Report an issue"]


@main_kinds
def test_focus_goes_down_the_page_in_reading_order_and_is_never_covered(
    page_at: Callable[..., Page], address: str
) -> None:
    page = page_at(**ZOOMED)
    page.goto(address)

    # That each stop is seen, and not covered, is asserted at every press of the key.
    found = list(stops(page))

    assert len(found) > 10
    for above, below in pairwise(found[1:]):
        is_beside = abs(below.top - above.top) < 24 and below.left > above.left
        assert is_beside or below.top > above.top, f"{page.url}: '{below.name}' comes after '{above.name}'"


def test_forced_colours_leave_buttons_boxes_and_the_focus_to_be_seen(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, forced_colors="active")

    for _ in _walk(page, SHIPPED | {"sign in": "/sign-in/"}):
        without_edge = page.evaluate("""() => [...document.querySelectorAll(
            `.nhsuk-button, input:not([type=hidden], [type=radio], [type=checkbox]), textarea, .kb-code,
            .kb-audience__link, .kb-contacts,
            .kb-choices__item, .nhsuk-error-summary, .kb-urgent-line, .kb-note`)]
          .filter((part) => part.checkVisibility())
          .filter((part) => {
            const s = getComputedStyle(part);
            const hasEdge = ["Top", "Left"].some((side) =>
              s[`border${side}Style`] !== "none" && s[`border${side}Color`] !== s.backgroundColor);
            return !hasEdge;
          })
          .map((part) => part.outerHTML.slice(0, 100))""")
        assert without_edge == []
        assert violations(page) == []
    page.goto("/")
    assert len(list(stops(page))) > 10


def test_forced_colours_show_which_choice_is_the_current_one(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, forced_colors="active")
    page.goto("/codes/ERR1002/?for=it")

    for name, at in (("Menu", "All codes"), ("Show steps for", "For IT support")):
        links = page.get_by_role("navigation", name=name).get_by_role("link").all()
        looks = {
            link.inner_text(): link.evaluate(
                """(link) => ["", "::before"].map((of) => {
                  const s = getComputedStyle(link, of);
                  return [s.content, s.backgroundColor, s.color, s.borderBottom].join();
                }).join()"""
            )
            for link in links
        }
        current = looks.pop(at)
        assert len(set(looks.values())) == 1
        assert current not in looks.values()


def test_nothing_moves_for_a_reader_who_asked_for_less_motion(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, reduced_motion="reduce")

    assert [words for _ in _walk(page, MAIN) for words in moving(page)] == []


def _put_on_clipboard(page: Page, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


def test_a_pasted_message_keeps_its_words_apart(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/")
    _put_on_clipboard(page, "Smartcard Authentication Failure\nError code: 400_612\r\n")

    box = page.get_by_label("Error code, or what is wrong")
    box.focus()
    page.keyboard.press("Control+V")

    expect(box).to_have_value("Smartcard Authentication Failure Error code: 400_612")
    page.keyboard.press("Enter")
    understood = page.get_by_role("region", name="What we made of your text")
    expect(understood.get_by_role("link", name="400_xxx")).to_be_visible()


def test_a_password_can_be_pasted(page_at: Callable[..., Page]) -> None:
    page = page_at(1280)
    page.goto("/sign-in/")
    _put_on_clipboard(page, "a long pass phrase")

    box = page.get_by_label("Password", exact=True)
    box.focus()
    page.keyboard.press("Control+V")

    expect(box).to_have_value("a long pass phrase")
    assert box.get_attribute("autocomplete") == "current-password"

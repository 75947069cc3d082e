"""A person with a keyboard alone: Tab, Enter, and eyes that must find where they are."""

from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page

MOST_STOPS = 1_000  # a page that never lets go; the list of all codes has some 450 links

# The mark of the focus is whatever differs, in the element or a part of it, from how it looks without. The middle of
# the element, or where a tall one begins, must be in the window with nothing of another element over it. A box for a
# date has several stops within, of which blur would lose the place: it is not compared, its own style is looked at,
# and the calendar's button, for which the box itself has no style, is left to styles/staff/tables.css.
_STOP = """() => {
  const TALL = 24;
  let page = document;
  while (page.activeElement?.contentDocument) page = page.activeElement.contentDocument; // inside a frame
  const stop = page.activeElement;
  if (!stop || stop === document.body) return null;
  const look = () => [stop, ...stop.querySelectorAll("*")].map((part) => {
    const s = getComputedStyle(part);
    return [s.outline, s.boxShadow, s.backgroundColor, s.border, s.color, s.clipPath].join();
  }).join();
  const differs = () => {
    const focused = look();
    stop.blur();
    const plain = look();
    stop.focus({ preventScroll: true, focusVisible: true });
    return focused !== plain;
  };
  const isDate = stop.matches("input[type^='date']");
  const isMarked = isDate
    ? !stop.matches(":focus") || getComputedStyle(stop).outlineStyle !== "none"
    : differs();
  const line = stop.getClientRects()[0];
  const seen =
    line && page.elementFromPoint(line.left + line.width / 2, line.top + Math.min(line.height / 2, TALL));
  const label = stop.labels?.[0]?.textContent ?? stop.innerText;
  return {
    name: (stop.getAttribute("aria-label") ?? label).replace(/\\s+/g, " ").trim(),
    is_marked: isMarked,
    is_uncovered: stop.contains(seen ?? null),
    is_in_main: Boolean(stop.closest("main")),
    top: line ? line.top + scrollY : 0,
    left: line ? line.left : 0,
  };
}"""


class Stop(NamedTuple):
    """Where the focus is."""

    name: str
    is_marked: bool
    is_uncovered: bool
    is_in_main: bool
    top: float
    left: float


def tab(page: Page) -> Stop | None:
    """Goes one stop on and looks; None behind the last one."""
    page.keyboard.press("Tab")
    found = page.evaluate(_STOP)
    if not found:
        return None
    stop = Stop(**found)
    assert stop.is_marked, f"{page.url}: nothing shows that the focus is on '{stop.name}'"
    assert stop.is_uncovered, f"{page.url}: '{stop.name}' has the focus and cannot be seen"
    return stop


def tab_to(page: Page, name: str) -> Stop:
    for _ in range(MOST_STOPS):
        stop = tab(page)
        if stop is None:
            break
        if stop.name == name:
            return stop
    raise AssertionError(f"{page.url}: the Tab key does not reach '{name}'")


def stops(page: Page) -> Iterator[Stop]:
    """Every stop of the page, from the top."""
    for _ in range(MOST_STOPS):
        stop = tab(page)
        if stop is None:
            return
        yield stop
    raise AssertionError(f"{page.url}: the Tab key never leaves the page")

"""Pages as a screen reader says them, in the worst hour and on a phone; heard/ holds what was heard and judged.

If a page changed on purpose, renew the files, read what changed as somebody who cannot see the page, and commit it:

    RENEW_HEARD=1 .venv/bin/python -m pytest -m browser -n 0 tests/journeys/test_heard.py
"""

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.heard import heard
from tests.journeys.kinds import ARTICLE, SHIPPED
from tests.journeys.server import Server

HERE = Path(__file__).parent / "heard"
RENEWS = "RENEW_HEARD" in os.environ
PAGES = {
    "home": "/",
    "start": "/start/",
    "code": "/codes/400_645/",
    "article": ARTICLE,
    "lost-card": SHIPPED["article about lost cards"],
    "report": "/report/",
}
_LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter((link) => link.checkVisibility({ visibilityProperty: true }))
  .map((link) => [(link.ariaLabel ?? link.textContent).replace(/\\s+/g, " ").trim(), link.href])"""


@pytest.mark.parametrize("name", PAGES)
def test_page_says_what_was_judged(page_at: Callable[..., Page], troubled: Server, name: str) -> None:
    page = page_at(375, 667, base_url=troubled.url)
    page.goto(PAGES[name])
    file, now = HERE / f"{name}.txt", heard(page)

    if RENEWS:
        file.write_text(now, encoding="utf-8")

    assert now == file.read_text(encoding="utf-8"), f"{name} says something else: see how to renew in {__file__}"


def test_links_of_one_name_lead_to_one_place(page_at: Callable[..., Page], troubled: Server) -> None:
    page = page_at(1280, base_url=troubled.url)
    found = {}

    for address in SHIPPED.values():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        places = defaultdict(set)
        for name, place in page.evaluate(_LINKS):
            # The form is one place, with or without what comes along.
            places[name.casefold()].add(place.partition("?")[0] if "/report/?" in place else place)
        found |= {(address, name): led for name, led in places.items() if len(led) > 1 or not name}

    assert found == {}


def test_parts_that_can_be_jumped_to_have_names_of_their_own(page_at: Callable[..., Page], troubled: Server) -> None:
    page = page_at(375, base_url=troubled.url)

    for address in SHIPPED.values():
        page.goto(address)
        names = page.locator("nav, main section, main aside").evaluate_all("""(parts) => parts
          .filter((part) => part.checkVisibility())
          .map((part) => part.ariaLabel ?? part.ariaLabelledByElements?.map((by) => by.textContent.trim()).join())""")
        assert all(names), (address, names)
        assert len(set(names)) == len(names), (address, names)

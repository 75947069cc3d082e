"""Without JavaScript, and without styles: everything is still there, in an order that can be read."""

import re
from collections.abc import Callable
from itertools import pairwise

from playwright.sync_api import Page, Route, expect

from tests.journeys.asking import find
from tests.journeys.kinds import ARTICLE, SHIPPED


def test_without_javascript_a_code_still_leads_to_its_fix(page_at: Callable[..., Page]) -> None:
    page = page_at(375, java_script_enabled=False)
    shown = page.get_by_role("navigation", name="Show steps for").locator("[aria-current]")

    find(page, "err 1002")

    expect(page).to_have_url(re.compile("/codes/ERR1002/$"))
    expect(page.get_by_role("heading", name="Check that your card is in the reader")).to_be_visible()

    page.get_by_role("link", name="Steps for IT support", exact=True).click()
    page.get_by_role("button", name="Keep showing these steps").click()
    page.get_by_role("link", name="Error 1000 when signing in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Error 1000 when signing in")
    expect(shown).to_have_text("For IT support")
    page.get_by_role("button", name="Stop keeping").click()
    expect(shown).to_have_text("For me")


def test_without_javascript_folded_parts_open_and_nothing_dead_is_offered(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, java_script_enabled=False)
    page.goto("/codes/ERR1002/")

    page.get_by_text("Copy a message to send them").click()

    expect(page.get_by_label("Your message")).to_be_visible()
    for name in ("Copy this message", "Copy code", "Print this page"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()


def test_without_javascript_no_page_has_a_button_that_does_nothing(page_at: Callable[..., Page]) -> None:
    page = page_at(375, java_script_enabled=False)
    dead = {}

    for kind, address in SHIPPED.items():
        page.goto(address)
        assert page.locator("h1").count() == 1
        buttons = page.locator("button[type=button]:visible, button:not(form button):visible")
        dead |= {kind: buttons.all_inner_texts()} if buttons.count() else {}

    assert dead == {}


def test_without_javascript_a_reminder_is_asked_for_and_what_is_wrong_is_said(page_at: Callable[..., Page]) -> None:
    page = page_at(375, java_script_enabled=False)
    page.goto("/articles/certificate-expired-or-about-to-expire/")
    page.get_by_role("link", name="Get a reminder for your calendar").click()
    for box, typed in (("Day", "31"), ("Month", "2"), ("Year", "2040")):
        page.get_by_label(box, exact=True).fill(typed)
    page.get_by_role("button", name="Get a reminder").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Day", exact=True).fill("28")
    page.get_by_role("button", name="Get a reminder").click()

    with page.expect_download() as came:
        page.locator("main a[href*='reminder.ics']").click()
    assert came.value.suggested_filename.endswith(".ics")


def test_without_javascript_a_search_finds_articles(page_at: Callable[..., Page]) -> None:
    page = page_at(1280, java_script_enabled=False)
    page.goto("/codes/")

    page.get_by_role("searchbox").fill("blank screen")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “blank screen”")
    expect(page.locator("main").get_by_role("link", name="Blank screen")).to_be_visible()


def _without_styles(page: Page) -> Page:
    """Answered with nothing rather than refused, which the browser would call an error."""

    def nothing(route: Route) -> None:
        route.fulfill(content_type="text/css", body="")

    page.route("**/*.css", nothing)
    return page


def test_without_styles_an_article_reads_in_order(page_at: Callable[..., Page]) -> None:
    page = _without_styles(page_at(1280))

    page.goto(ARTICLE)

    assert page.locator("h1, h2").all_inner_texts() == [
        "Smartcard Authentication Failure",
        "What you see",
        "What to do",
        "Who can help",
        "Good to know",
        "Did this fix it?",
        "Related",
        "About this site",
    ]
    text = page.locator("body").inner_text()
    in_order = [
        "Skip to main content",
        "Who can help",
        "Report an issue",
        "Home",
        "Smartcard Authentication Failure",
        "400_xxx",
        "What you see",
        "More messages and signs",
        "What to do",
        "Patient care affected now?",
        "No plastic card?",
        "For smartcard team (RA)",
        "Check that your card is in the reader, the right way round",
        "Ask your local IT support",
        "What your Registration Authority can do",
        "What IT support can do",
        "Who can help",
        "Copy a message to send them",
        "Why it happens",
        "Nobody here has checked these steps yet.",
        "Related",
        "Privacy",
    ]
    at = 0
    for words in in_order:
        at = text.find(words, at)
        assert at >= 0, f"'{words}' is missing, or comes too early"
    numbers = page.locator("ol.kb-steps").first
    assert numbers.evaluate("(list) => getComputedStyle(list).listStyleType") == "decimal"


def test_without_styles_headings_skip_no_level(page_at: Callable[..., Page]) -> None:
    page = _without_styles(page_at(1280))
    skipped = []

    for kind, address in SHIPPED.items():
        page.goto(address)
        levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("(all) => all.map((h) => Number(h.tagName[1]))")
        assert levels.count(1) == 1
        # A page may begin with what is urgent, before its own heading.
        skipped += [kind for above, level in pairwise([1, *levels]) if level > above + 1]

    assert skipped == []

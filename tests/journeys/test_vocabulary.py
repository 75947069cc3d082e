"""Those who keep the vocabulary, at the keyboard: each change is looked at, then made."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, REVIEWER, press, sign_in
from tests.journeys.watch import Watch


def signed_in_at(page_at: Callable[..., Page], site: Server, width: int, person: str = REVIEWER) -> Page:
    """On a phone the menu that says so is folded away."""
    page = page_at(1280, base_url=site.url)
    sign_in(page, person)
    page.set_viewport_size({"width": width, "height": 800})
    return page


@pytest.mark.parametrize("width", [375, 1280])
def test_reviewer_renames_a_code_family_and_back(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch, width: int
) -> None:
    page = signed_in_at(page_at, staffed, width)
    page.goto("/edit/codes/")
    in_order(page)
    page.get_by_label("Find a code").fill("error 400 xxx")
    page.get_by_role("button", name="Find codes").click()
    page.locator("main").get_by_role("link", name="400_xxx", exact=True).click()
    in_order(page)
    code = page.url

    for old, new in (("400_xxx", "409_xxx"), ("409_xxx", "400_xxx")):
        page.get_by_role("link", name=f"Rename {old}").click()
        expect(page.get_by_role("heading", name=f"Rename {old}")).to_be_visible()
        tab_to(page, "New name")
        page.keyboard.press("Control+A")
        page.keyboard.type(new)
        press(page, "See what would change")
        effect = page.get_by_role("status").filter(has_text="What would change")
        expect(effect).to_contain_text("Nothing is changed yet.")
        expect(effect).to_contain_text("Searches that lead elsewhere")
        in_order(page)
        if new == "400_xxx":
            for box in page.get_by_role("checkbox").all():  # who left it before
                box.check()
        press(page, f"Rename {old}")
        expect(page.get_by_text(f"{old} is now {new}. The old name leads here.")).to_be_visible()
        page.goto(f"/codes/{old}/")
        expect(page.locator("h1")).to_have_text(new)
        page.goto(code)

    in_order(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_reviewer_says_what_a_new_code_means_and_removes_it_again(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = signed_in_at(page_at, staffed, 375)
    page.goto("/edit/add-code/")
    page.get_by_label("Code", exact=True).fill("ZZZ9001")
    page.get_by_role("button", name="Save the code").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the meaning.")
    watch.forgive(422)
    in_order(page)
    page.get_by_label("Meaning in one sentence").fill("The door is shut.")
    page.get_by_role("button", name="Save the code").click()
    expect(page.get_by_text("ZZZ9001: saved.")).to_be_visible()

    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("no code that is known")).to_be_visible()
    in_order(page)
    page.get_by_role("button", name="Remove ZZZ9001").click()
    expect(page.get_by_text("ZZZ9001: removed.")).to_be_visible()


def test_editor_looks_and_changes_nothing(page_at: Callable[..., Page], staffed: Server) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    page.get_by_role("link", name="Error codes").click()
    page.get_by_label("Find a code").fill("ERR5022")
    page.get_by_role("button", name="Find codes").click()
    page.locator("main").get_by_role("link", name="ERR5022").click()

    expect(page.get_by_text("A reviewer or an administrator can change this.")).to_be_visible()
    expect(page.get_by_role("button", name="Save the code")).to_have_count(0)


@pytest.mark.parametrize("width", [375, 1280])
def test_reviewer_sees_where_a_snippet_stands_and_how_it_will_read_before_it_is_saved(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], width: int
) -> None:
    page = signed_in_at(page_at, staffed, width)
    page.goto("/edit/codes/")
    page.get_by_role("navigation", name="Vocabulary").get_by_role("link", name="Snippets").click()
    in_order(page)
    page.get_by_role("link", name="Plug the card reader in again").click()
    in_order(page)
    text = page.get_by_label("Text")
    before = text.input_value()
    text.fill(f"{before}\n4. Wait for the **light**.")
    page.get_by_role("button", name="See what would change").click()
    effect = page.get_by_role("status").filter(has_text="What would change")
    expect(effect.locator("strong", has_text="light")).to_be_visible()
    expect(effect.get_by_role("heading", name="Pages that change")).to_be_visible()
    in_order(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("saved. Pages and searches follow it from now on.")).to_be_visible()
    page.get_by_label("Text").fill(before)
    page.get_by_role("button", name="Save", exact=True).click()
    in_order(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_list_of_words_is_in_order(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None]
) -> None:
    page = signed_in_at(page_at, staffed, 1280)
    for name in ("services", "topics", "companies", "common-problems", "synonyms", "words"):
        for address in (f"/edit/{name}/", f"/edit/{name}/add/"):
            for width in (1280, 375):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address)
                in_order(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [375, 1280])
def test_vocabulary_opens_on_the_work_and_start_is_changed_and_changed_back(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch, width: int
) -> None:
    page = signed_in_at(page_at, staffed, width)
    page.goto("/edit/")
    page.get_by_role("link", name="Vocabulary: codes").click()
    expect(page.get_by_role("heading", name="Vocabulary", level=1)).to_be_visible()
    in_order(page)
    page.get_by_role("navigation", name="Vocabulary").get_by_role("link", name="Start’s questions").click()
    in_order(page)
    page.locator("main h2 a").first.click()
    in_order(page)
    title = page.get_by_label("Question", exact=True)
    before = title.input_value()
    title.fill("")
    page.get_by_role("button", name="Save the question").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter question.")
    watch.forgive(422)
    for text in (f"{before[:-1]} today?", before):
        page.get_by_label("Question", exact=True).fill(text)
        page.get_by_role("button", name="See what would change").click()
        expect(page.get_by_role("status").filter(has_text="What would change")).to_contain_text("1. ")
        in_order(page)
        page.get_by_role("button", name="Save the question").click()
        expect(page.get_by_text("saved. Start asks so from now on.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

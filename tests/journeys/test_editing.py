"""An article is written: with autosave, without JavaScript, with a pasted image, and by two people at once."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, fill_in_sign_in, sign_in
from tests.journeys.watch import Watch


def begin(page: Page) -> None:
    page.goto("/edit/new/")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin a new article").click()


def test_without_javascript_every_button_keeps_what_was_typed(staffed: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(375, base_url=staffed.url, java_script_enabled=False)
    sign_in(page, EDITORS[0])
    begin(page)

    page.get_by_label("Title", exact=True).fill("The screen is blank")
    boxes = page.get_by_label("What to do, in a few words")
    for number, title in enumerate(("Look at the plug", "Look at the light"), 1):
        page.get_by_role("button", name="Add a step for users").click()
        expect(boxes).to_have_count(number)
        boxes.last.fill(title)
    page.get_by_role("button", name="Move up step 2").click()

    expect(page.get_by_label("Title", exact=True)).to_have_value("The screen is blank")
    expect(boxes.first).to_have_value("Look at the light")


def test_second_of_two_editors_merges_both_texts(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    first, second = (page_at(1280, base_url=staffed.url) for _ in EDITORS)
    for page, editor in zip((first, second), EDITORS, strict=True):
        sign_in(page, editor)
    begin(first)
    second.goto(first.url)

    first.get_by_label("Title", exact=True).fill("Theirs")
    first.get_by_role("button", name="Save draft").last.click()
    expect(first.locator("[data-said]")).to_contain_text("Saved, ")
    second.get_by_label("Title", exact=True).fill("Mine")
    second.get_by_label("Summary", exact=True).fill("Only mine")
    second.get_by_role("button", name="Save draft").last.click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("saved this draft while you wrote")
    in_order(second)
    second.get_by_role("group", name="Title").get_by_label("Yours").check()
    second.get_by_role("group", name="Address").get_by_label("Yours").check()
    second.get_by_role("button", name="Save the merged text").click()

    expect(second.get_by_role("alert")).to_contain_text("Both texts are merged and saved, ")
    expect(second.get_by_label("Title", exact=True)).to_have_value("Mine")
    expect(second.get_by_label("Summary", exact=True)).to_have_value("Only mine")
    watch.forgive(409)


_HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_text_that_is_too_long_to_be_saved_says_so_and_stays(
    staffed: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    summary = page.get_by_label("Summary", exact=True)
    summary.evaluate("box => { box.value = 'A word. '.repeat(350_000); box.dispatchEvent(new Event('input')); }")

    page.evaluate(_HIDE)

    expect(page.locator("[data-state]")).to_contain_text("may have 2.5 MB, and they have more", timeout=20_000)
    assert summary.evaluate("box => box.value.length") == 8 * 350_000
    watch.forgive(413)


def test_page_saves_by_itself_and_goes_on_after_a_new_sign_in(
    staffed: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    state = page.locator("[data-state]")

    page.get_by_label("Title", exact=True).fill("First words")
    page.evaluate(_HIDE)
    expect(state).to_contain_text("Draft saved")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title", exact=True).fill("More words")
    page.evaluate(_HIDE)
    expect(state).to_contain_text("You are signed out. Your text is still here")
    with page.context.expect_page() as opened:
        state.get_by_role("link").click()
    fill_in_sign_in(opened.value, EDITORS[0])
    page.evaluate(_HIDE)

    expect(state).to_contain_text("Draft saved")
    opened.value.goto(page.url)
    expect(opened.value.get_by_label("Title", exact=True)).to_have_value("More words")
    watch.forgive(401, 403)


_PASTE = """(box) => {
  const carried = new DataTransfer();
  const bytes = Uint8Array.from(atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  ), (sign) => sign.charCodeAt(0));
  carried.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_pasted_image_is_described_before_it_is_sent(staffed: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)

    page.get_by_role("textbox", name="Good to know").evaluate(_PASTE)
    expect(page.get_by_label("What it shows, for people who cannot see it")).to_be_focused()
    page.keyboard.type("A blue dot")
    page.get_by_label("No details of patients or staff").check()
    page.get_by_role("button", name="Add this image").click()

    expect(page.get_by_role("textbox", name="Good to know")).to_have_value(re.compile(r"^!\[A blue dot\]\(/images/"))
    expect(page.locator(".markdownx-preview img[alt='A blue dot']")).to_be_visible()


def test_an_image_that_is_too_large_is_refused_before_it_is_sent_and_without_script_loses_no_text(
    staffed: Server, page_at: Callable[..., Page], watch: Watch, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    with photo.open("wb") as file:
        file.truncate(20_000_000)
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.get_by_text("Add an image").click()
    page.locator("[name='image.file']").set_input_files(photo)
    expect(page.locator("#add-image [data-refused]")).to_contain_text("photo.png is larger than 8 MB")
    assert page.locator("[name='image.file']").evaluate("box => box.files.length") == 0

    plain = page_at(1280, base_url=staffed.url, java_script_enabled=False)
    sign_in(plain, EDITORS[0])
    plain.goto(page.url)
    plain.get_by_role("textbox", name="Good to know").fill("Typed and not yet saved.")
    plain.get_by_text("Add an image").click()
    plain.locator("[name='image.file']").set_input_files(photo)
    plain.get_by_role("button", name="Add this image").click()
    expect(plain.get_by_text("The image is larger than 8 MB.").first).to_be_visible(timeout=60_000)
    expect(plain.get_by_role("textbox", name="Good to know")).to_have_value("Typed and not yet saved.")
    watch.forgive(413)


def test_what_the_checks_find_is_said_while_somebody_types(staffed: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.get_by_label("Title", exact=True).fill("The light is red")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    box = page.get_by_role("textbox", name="Good to know")

    box.fill("The screen says ERR9999.")
    page.evaluate(_HIDE)
    expect(box).to_have_accessible_description(re.compile("Look at this: ERR9999"))
    expect(box).to_be_focused()
    box.fill("The screen says nothing.")
    page.evaluate(_HIDE)

    expect(box).to_have_accessible_description("Facts that are neither a step nor a cause.")
    expect(box).to_have_value("The screen says nothing.")


def test_page_beside_the_form_follows_what_is_saved(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, height=600, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    frame = page.frame_locator("iframe[title='The page as it was last saved']")
    expect(frame.get_by_role("heading", level=1)).to_have_text("No title yet")
    page.get_by_role("textbox", name="Good to know").fill("Long. " * 2000)
    title = page.get_by_label("Title", exact=True)
    title.fill("The light is red")
    page.evaluate(_HIDE)
    expect(frame.get_by_role("heading", level=1)).to_have_text("The light is red")

    frame.locator("html").evaluate("(root) => root.scrollTo(0, 700)")
    title.fill("The light is green")
    page.evaluate(_HIDE)
    expect(frame.get_by_role("heading", level=1)).to_have_text("The light is green")
    assert frame.locator("html").evaluate("(root) => root.scrollTop") == 700
    expect(title).to_be_focused()

    page.get_by_role("button", name="IT support", exact=True).click()
    expect(frame.get_by_role("link", name="Steps for IT support")).to_have_attribute("aria-current", "true")
    frame.get_by_role("link", name=re.compile("^Steps for smartcard team")).click()
    expect(page.get_by_role("button", name="Registration Authority", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    in_order(page)
    page.get_by_role("button", name="Desktop", exact=True).click()
    tab_to(page, "Skip the preview")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('footer') !== null")


def test_narrow_window_has_no_page_beside_the_form(staffed: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(1100, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)

    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_role("button", name="Save and preview")).to_be_visible()


def pick(page: Page, name: str, text: str, option: str) -> None:
    """The first of what is offered, by keyboard."""
    page.get_by_label(name, exact=True).focus()
    page.keyboard.type(text)
    offered = page.get_by_role("listbox", name="Suggestions")
    expect(offered).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offered.get_by_role("option", selected=True)).to_contain_text(option)
    page.keyboard.press("Enter")


def test_codes_and_articles_are_picked_from_what_is_offered(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)

    pick(page, "Add a code", "400", "400_645 ")
    expect(page.get_by_role("button", name="Remove 400_645")).to_be_visible()
    expect(page.get_by_label("Add a code", exact=True)).to_be_focused()
    page.keyboard.type("err 5022")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove ERR5022")).to_be_visible()
    pick(page, "Add an article", "passcode box", "Passcode box")
    expect(page.locator("#related .kb-picked")).to_contain_text("Passcode box (PIN box) does not appear")
    pick(page, "Add a code", "ERR7777", "ERR7777 Make this code.")
    expect(page.get_by_label("What it means, in one sentence")).to_be_focused()
    page.get_by_label("Add an article").press_sequentially("card")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    in_order(page)


def test_what_a_new_code_lacks_is_said_above_the_page_and_stays_beside_its_box(
    staffed: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.get_by_text("Make a code that is not known yet").click()
    page.get_by_label("The code, as the screen shows it").fill("ERR7777")
    page.get_by_role("button", name="Make this code").click()

    summary = page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="The code is not made yet: enter the meaning.").click()
    meaning = page.get_by_label("What it means, in one sentence")
    expect(meaning).to_be_focused()
    page.evaluate(_HIDE)
    expect(page.locator("[data-state]")).to_contain_text("Draft saved")
    expect(page.locator("#newcode")).to_contain_text("enter the meaning")

    meaning.fill("The card is worn.")
    page.get_by_role("button", name="Make this code").click()
    expect(page.locator("#codes")).to_contain_text("ERR7777")
    expect(summary).to_have_count(0)
    watch.console_errors[:] = [line for line in watch.console_errors if "422" not in line]

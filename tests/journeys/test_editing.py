"""An article is written: by keyboard, with autosave, without JavaScript, and by two people at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.watch import Watch

PASSWORD = "violet ferry 27 anchors"
EDITORS = ("erin.editor", "eli.editor")


@pytest.fixture(scope="module")
def edit_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("edit"), unused_port())
    server.env |= {"WORKER_BESIDE": "false"}
    try:
        server.prepare()
        for name in ("Erin Editor", "Eli Editor"):
            server.manage("add_person", name, "--role", "editor", "--password-stdin", said=PASSWORD)
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.set_viewport_size({"width": 1280, "height": 900})

    return check


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_article_is_written_and_handed_in_by_keyboard_alone(
    edit_site: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=edit_site.url)
    sign_in(page, EDITORS[0])
    page.goto("/edit/new/")
    press(page, "Begin a new article")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Untitled draft")

    type_into(page, "Title", "The light of the reader is red")
    type_into(page, "Summary", "The light of the card reader stays red, and nothing happens.")
    tab_to(page, "Topic")
    page.keyboard.type("Sign")
    press(page, "Add a message or a sign")
    expect(page.get_by_label("What the person sees")).to_be_focused()
    page.keyboard.type("The light is red.")
    type_into(page, "Add a code", "400_645")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove 400_645")).to_be_visible()
    press(page, "Add a step for users")
    expect(page.get_by_label("What to do, in a few words")).to_be_focused()
    page.keyboard.type("Take the card out")
    type_into(page, "How to do it", "Wait, then put it **back in**.")
    expect(page.locator(".markdownx-preview strong").first).to_have_text("back in")
    in_order(page)
    press(page, "Save draft")
    expect(page.get_by_role("alert")).to_contain_text("The draft is saved.")
    expect(page.get_by_label("Address", exact=True).first).to_have_value("the-light-of-the-reader-is-red")
    press(page, "Hand in for review")

    expect(page.get_by_role("alert")).to_contain_text("The article is handed in.")
    in_order(page)
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", name="Take the card out")).to_be_visible()
    in_order(page)


def begin(page: Page) -> None:
    page.goto("/edit/new/")
    page.get_by_role("button", name="Begin a new article").click()


def test_without_javascript_every_button_keeps_what_was_typed(edit_site: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(375, base_url=edit_site.url, java_script_enabled=False)
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


def test_expired_sign_in_loses_nothing(edit_site: Server, page_at: Callable[..., Page], watch: Watch) -> None:
    page = page_at(1280, base_url=edit_site.url)
    sign_in(page, EDITORS[0])
    begin(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title", exact=True).fill("All my words")

    page.locator("main").get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("your text is still here")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Sign in again")).click()
    again = opened.value
    again.get_by_label("Username").fill(EDITORS[0])
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.locator("main").get_by_role("button", name="Sign in").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Go on with my text").click()
    if page.get_by_role("button", name="Go on with my text").is_visible():
        page.get_by_role("button", name="Go on with my text").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("All my words")
    watch.console_errors[:] = [line for line in watch.console_errors if "403" not in line and "401" not in line]


def test_second_of_two_editors_merges_both_texts(
    edit_site: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    first, second = (page_at(1280, base_url=edit_site.url) for _ in EDITORS)
    for page, editor in zip((first, second), EDITORS, strict=True):
        sign_in(page, editor)
    begin(first)
    second.goto(first.url)

    first.get_by_label("Title", exact=True).fill("Theirs")
    first.get_by_role("button", name="Save draft").last.click()
    expect(first.get_by_role("alert")).to_contain_text("The draft is saved.")
    second.get_by_label("Title", exact=True).fill("Mine")
    second.get_by_label("Summary", exact=True).fill("Only mine")
    second.get_by_role("button", name="Save draft").last.click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("saved this draft while you wrote")
    in_order(second)
    second.get_by_role("group", name="Title").get_by_label("Yours").check()
    second.get_by_role("group", name="Address").get_by_label("Yours").check()
    second.get_by_role("button", name="Save the merged text").click()

    expect(second.get_by_role("alert")).to_contain_text("Both texts are merged and saved.")
    expect(second.get_by_label("Title", exact=True)).to_have_value("Mine")
    expect(second.get_by_label("Summary", exact=True)).to_have_value("Only mine")


_HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_page_saves_by_itself_and_goes_on_after_a_new_sign_in(
    edit_site: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(1280, base_url=edit_site.url)
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
    opened.value.get_by_label("Username").fill(EDITORS[0])
    opened.value.get_by_label("Password", exact=True).fill(PASSWORD)
    opened.value.locator("main").get_by_role("button", name="Sign in").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Your account")
    page.evaluate(_HIDE)

    expect(state).to_contain_text("Draft saved")
    opened.value.goto(page.url)
    expect(opened.value.get_by_label("Title", exact=True)).to_have_value("More words")
    watch.console_errors[:] = [line for line in watch.console_errors if "403" not in line and "401" not in line]


_PASTE = """(box) => {
  const carried = new DataTransfer();
  const bytes = Uint8Array.from(atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  ), (sign) => sign.charCodeAt(0));
  carried.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_pasted_image_is_described_before_it_is_sent(edit_site: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(1280, base_url=edit_site.url)
    sign_in(page, EDITORS[0])
    begin(page)

    page.get_by_role("textbox", name="Good to know").evaluate(_PASTE)
    expect(page.get_by_label("What it shows, for people who cannot see it")).to_be_focused()
    page.keyboard.type("A blue dot")
    page.get_by_label("No details of patients or staff").check()
    page.get_by_role("button", name="Add this image").click()

    expect(page.get_by_role("textbox", name="Good to know")).to_have_value(re.compile(r"^!\[A blue dot\]\(/images/"))
    expect(page.locator(".markdownx-preview img[alt='A blue dot']")).to_be_visible()

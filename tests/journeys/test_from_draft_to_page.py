"""The whole way of an article, by two people at their keyboards: from an empty draft to the page that all can read.

Every stop of the Tab key is looked at (`keyboard.tab`): the focus is marked, and the bar never lies over it.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, REVIEWER, fill_in_sign_in, press, sign_in, tick, write
from tests.journeys.watch import Watch
from tests.media.pictures import dialog, saved

TITLE, MENDED, CORRECTED = "The reader says PKI fault", "The reader says PKI fault!", "The reader says PKI fault!!"
ADDRESS, NEW_ADDRESS = "/articles/the-reader-says-pki-fault/", "/articles/pki-fault/"
SEEN = "The message on the reader"
_ITS_TIME_HAS_COME = """
from datetime import timedelta
from django.utils import timezone
from kb.editing.models import Draft
assert Draft.objects.filter(state="SCHEDULED").update(publish_at=timezone.now() - timedelta(seconds=1)) == 1
"""

type Look = Callable[[Page], None]


@pytest.fixture
def cast(staffed: Server, page_at: Callable[..., Page]) -> tuple[Page, Page, Page]:
    """Each in a browser profile of their own."""
    editor, reviewer, reader = (page_at(width, base_url=staffed.url) for width in (1280, 960, 375))
    sign_in(editor, EDITORS[0])
    sign_in(reviewer, REVIEWER)
    return editor, reviewer, reader


def test_article_from_an_empty_draft_to_the_public_page(
    cast: tuple[Page, Page, Page], staffed: Server, watch: Watch, in_order: Look
) -> None:
    editor, reviewer, reader = cast
    begin(editor, in_order)
    write_it(editor)
    image = add_image(editor)
    lose_the_sign_in(editor, in_order)
    share_a_snippet(editor)
    hand_it_in(editor)
    preview_it(editor, in_order)
    send_it_back(reviewer)
    mend_it(editor, in_order)
    approve_it_for_a_time(reviewer, in_order)
    assert [reader.request.get(address).status for address in (ADDRESS, image)] == [404, 404]
    staffed.manage("shell", "-v", "0", "-c", _ITS_TIME_HAS_COME)
    staffed.manage("work", "--once")
    read_it(reader, in_order)
    rename_it(reviewer, in_order)
    correct_it(editor, reviewer)
    restore_it(editor, reviewer, in_order)
    reader.goto(ADDRESS)
    expect(reader).to_have_url(re.compile(f"{NEW_ADDRESS}$"))
    heading(reader, MENDED)
    watch.forgive(401, 403)  # for somebody who is signed out


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def said(page: Page, words: str) -> None:
    # The text is saved in place before the button leads on: two requests, and what waits before them.
    expect(page.get_by_role("alert")).to_contain_text(words, timeout=30_000)


def begin(editor: Page, in_order: Look) -> None:
    heading(editor, "Editing")  # where signing in leads
    in_order(editor)
    press(editor, "Write a new article")
    heading(editor, "Write a new article")
    in_order(editor)
    press(editor, "Begin a new article")
    heading(editor, "Untitled draft")


def write_it(editor: Page) -> None:
    write(editor, "Title", TITLE)
    editor.keyboard.press("Control+A")
    editor.keyboard.press("Control+C")
    write(editor, "Summary", "The card reader shows a fault, and nobody can sign in.")
    write(editor, "Topic", "Sign")
    tick(editor, "NHS Identity Agent")
    press(editor, "Add a message or a sign")
    expect(editor.get_by_label("What the person sees")).to_be_focused()
    editor.keyboard.press("Control+V")
    expect(editor.get_by_label("What the person sees")).to_have_value(TITLE)
    write(editor, "Add a code", "ERR5022, ERR1009, INF1014")
    press(editor, "Add to “Codes this article is the answer for”")
    expect(editor.get_by_role("button", name="Remove INF1014")).to_be_visible()
    press(editor, "Make a code that is not known yet")
    write(editor, "The code, as the screen shows it", "479_xxx")
    write(editor, "What it means, in one sentence", "The reader has a fault.")
    press(editor, "Make this code")
    expect(editor.get_by_role("button", name="Remove 479_xxx")).to_be_visible()
    press(editor, "Add a step for users")
    expect(editor.get_by_label("What to do, in a few words")).to_be_focused()
    editor.keyboard.type("Take the card out")
    write(editor, "How to do it", "Wait, then put it **back in**.")
    expect(editor.locator(".markdownx-preview strong").first).to_have_text("back in")


def add_image(editor: Page) -> str:
    """Its address."""
    picture = FilePayload(name="dialog.png", mimeType="image/png", buffer=saved(dialog(), "PNG"))
    editor.once("filechooser", lambda chooser: chooser.set_files(picture))
    press(editor, "Add an image")
    tick(editor, "Image")
    expect(editor.get_by_label("Image", exact=True)).to_have_value(re.compile("dialog.png$"))
    write(editor, "What it shows, for people who cannot see it", SEEN)
    tick(editor, "No details of patients or staff can be seen in it")
    press(editor, "Add this image")
    image = editor.locator(f".markdownx-preview img[alt='{SEEN}']")
    expect(image).to_be_visible()
    return image.get_attribute("src") or ""


def lose_the_sign_in(editor: Page, in_order: Look) -> None:
    """It runs out while somebody writes."""
    editor.context.clear_cookies(name="sessionid")
    press(editor, "Save draft")
    expect(editor.locator("[data-said]")).to_contain_text("You are signed out. Your text is still here")
    in_order(editor)
    with editor.context.expect_page() as opened:
        press(editor, "Sign in, in a new tab")
    fill_in_sign_in(opened.value, EDITORS[0])
    opened.value.close()
    editor.keyboard.press("Control+s")
    expect(editor.locator("[data-said]")).to_contain_text("Saved, ")
    heading(editor, TITLE)
    editor.get_by_role("heading", level=1).focus()  # the page is the same one: back to where it begins


def share_a_snippet(editor: Page) -> None:
    press(editor, "Add a step for users")
    expect(editor.get_by_label("What to do, in a few words").last).to_be_focused()
    write(editor, "Words that articles share", "Try the general")


def hand_it_in(editor: Page, why: str = "") -> None:
    if why:
        write(editor, "What you changed, in a few words", why)
    press(editor, "Hand in for review")
    said(editor, "The article is handed in.")


def preview_it(editor: Page, in_order: Look) -> None:
    press(editor, "Save and preview")
    expect(editor.get_by_role("heading", name="Take the card out")).to_be_visible()
    expect(editor.get_by_role("heading", name="Try the general checks")).to_be_visible()
    in_order(editor)


def open_review(reviewer: Page, title: str) -> None:
    reviewer.goto("/edit/")
    press(reviewer, title)
    expect(reviewer.get_by_role("heading", name="What changed", exact=True)).to_be_visible()


def send_it_back(reviewer: Page) -> None:
    open_review(reviewer, TITLE)
    press(reviewer, "Comment on Title")
    write(reviewer, "Your comment on Title", "Say it louder.")
    write(reviewer, "What has to be changed?", "Make the title louder.")
    press(reviewer, "Send it back")
    said(reviewer, "is sent back")


def mend_it(editor: Page, in_order: Look) -> None:
    editor.goto("/edit/")
    press(editor, TITLE)
    expect(editor.get_by_text("Make the title louder.")).to_be_visible()
    press(editor, "Change this draft")
    expect(editor.get_by_text("Say it louder.")).to_be_visible()
    in_order(editor)
    write(editor, "Title", MENDED)
    hand_it_in(editor)


def approve_it_for_a_time(reviewer: Page, in_order: Look) -> None:
    open_review(reviewer, MENDED)
    tick(reviewer, "I have tried this, and it works: mark it as verified")
    write(reviewer, "On which software and version?", "Identity Agent 2.4.5")
    press(reviewer, "Publish it later, or for a time")
    tab_to(reviewer, "Publish at")
    reviewer.keyboard.type("02022099")  # the same day whichever part comes first
    reviewer.keyboard.press("ArrowRight")
    reviewer.keyboard.type("0930A")
    in_order(reviewer)
    press(reviewer, "Approve for that time")
    said(reviewer, "is approved, and is published on 2 February 2099 at 9:30am")


def read_it(reader: Page, in_order: Look) -> None:
    reader.goto("/codes/479_612/")
    press(reader, MENDED)
    heading(reader, MENDED)
    expect(reader).to_have_url(re.compile(f"{ADDRESS}$"))
    expect(reader.get_by_role("heading", name="Try the general checks")).to_be_visible()
    expect(reader.get_by_text("with Identity Agent 2.4.5")).to_be_visible()
    for code in ("ERR5022", "ERR1009", "INF1014", "479_xxx"):
        expect(reader.get_by_role("link", name=code).first).to_be_visible()
    image = reader.get_by_role("img", name=SEEN)
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 320)
    in_order(reader)


def to_the_article(page: Page) -> None:
    page.goto("/edit/")
    write(page, "Error code, number or words", "PKI fault")
    press(page, "Find")
    heading(page, "Articles")
    press(page, page.get_by_role("link", name=re.compile("^The reader says PKI")).inner_text())
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def rename_it(reviewer: Page, in_order: Look) -> None:
    to_the_article(reviewer)
    press(reviewer, "Change its address")
    in_order(reviewer)
    write(reviewer, "New address", "pki-fault")
    press(reviewer, "Change the address")
    said(reviewer, "The address is changed. The old one leads here.")


def correct_it(editor: Page, reviewer: Page) -> None:
    to_the_article(editor)
    press(editor, "Change this article")
    heading(editor, "Change of KB")
    write(editor, "Title", CORRECTED)
    hand_it_in(editor, "Said louder")
    open_review(reviewer, CORRECTED)
    press(reviewer, "Publish the correction")
    said(reviewer, "is corrected and published")


def restore_it(editor: Page, reviewer: Page, in_order: Look) -> None:
    to_the_article(editor)
    article = editor.url
    press(editor, "What changed in version 3")
    heading(editor, "From version 2 to version 3")
    in_order(editor)
    editor.goto(article)
    press(editor, "Restore it : version 2, as a draft")
    said(editor, "Restored from version 2.")
    hand_it_in(editor, "It was loud enough")
    open_review(reviewer, MENDED)
    press(reviewer, "Publish the correction")
    said(reviewer, "is corrected and published")

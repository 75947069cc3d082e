"""Pasting into the editor: clipboards of Word, Outlook, Excel and OneNote, from the key to the public page."""

import base64
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from kb.lib import markdown
from tests.journeys.pasting import PROGRAMS, becomes, clip, shown, squeezed
from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, sign_in
from tests.journeys.test_editing import begin
from tests.journeys.test_saving import _LISTEN

_COPY = """([html, plain]) => {
  document.addEventListener("copy", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (html) event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", plain);
  }, { capture: true, once: true });
}"""
_PASTE = """(box, [html, plain, picture]) => {
  const carried = new DataTransfer();
  if (html) carried.setData("text/html", html);
  if (plain) carried.setData("text/plain", plain);
  if (picture) {
    const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], "image.png", { type: "image/png" }));
  }
  const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  return box.dispatchEvent(event);
}"""
# Chromium takes only what the page's own policy allows: nothing with a style.
_WRITE = """async ([html, plain, picture]) => {
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([html], { type: "text/html" }),
    "text/plain": new Blob([plain], { type: "text/plain" }),
    "image/png": new Blob([bytes], { type: "image/png" }),
  })]);
}"""
PLAIN = "Before you phone:\n•\tthe card\n•\tthe reader"


def dot() -> str:
    file = BytesIO()
    Image.new("RGB", (2, 2), "blue").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def page(staffed: Server, page_at: Callable[..., Page]) -> Page:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    return page


def the_box(page: Page) -> Locator:
    box = page.get_by_role("textbox", name="Good to know")
    box.focus()
    expect(page.locator("#section-background .kb-pasted")).to_be_attached()
    page.wait_for_function("import(document.querySelector('script[data-pasted]').dataset.pasted).then(() => true)")
    return box


def line(page: Page) -> Locator:
    return page.locator("#section-background .kb-pasted")


def copy(page: Page, html: str, plain: str) -> None:
    """With the real keys, onto the real clipboard."""
    page.evaluate(_COPY, [html, plain])
    page.keyboard.press("Control+c")


@pytest.mark.parametrize("program", ["word-bullets", "excel-cells", "outlook-mail", "onenote", "teams"])
def test_clipboard_is_pasted_as_markdown_and_taken_back_by_one_key(page: Page, program: str) -> None:
    box = the_box(page)
    page.keyboard.type("Typed before.")
    copy(page, clip(program), "The plain text")

    page.keyboard.press("Control+v")
    expect(box).to_have_value(f"Typed before.\n\n{becomes(program)}")
    page.keyboard.type(" And after.")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")

    expect(box).to_have_value("Typed before.")
    expect(line(page).get_by_role("button")).to_be_hidden()
    page.keyboard.press("Control+Shift+v")
    expect(box).to_have_value("Typed before.The plain text")


def test_what_was_done_is_heard_once_and_the_plain_text_is_a_button_away(
    page: Page, in_order: Callable[[Page], None]
) -> None:
    box = the_box(page)
    page.evaluate(_LISTEN)
    copy(page, clip("word-bullets"), PLAIN)
    page.keyboard.press("Control+v")

    expect(line(page)).to_contain_text("Pasted with a list and bold words.")
    expect(box).to_be_focused()
    page.wait_for_timeout(300)
    assert page.evaluate("window.heard") == ["Pasted with a list and bold words."]
    in_order(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Paste as plain text instead")).to_be_focused()
    page.keyboard.press("Enter")

    expect(box).to_have_value(PLAIN)
    expect(box).to_be_focused()
    expect(line(page)).to_contain_text("Pasted as plain text.")
    page.keyboard.press("Control+z")
    expect(box).to_have_value(becomes("word-bullets"))


def test_picture_of_the_words_does_not_win_over_them(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = the_box(page)

    page.evaluate(_WRITE, [clip("teams"), "plain", dot()])
    page.keyboard.press("Control+v")
    expect(box).to_have_value(becomes("teams"))
    expect(page.get_by_label("What it shows, for people who cannot see it")).to_be_hidden()

    box.fill("")
    assert not box.evaluate(_PASTE, [clip("word-table"), "plain", dot()])
    expect(box).to_have_value(becomes("word-table"))
    expect(line(page)).to_contain_text("Pasted with a table and bold words.")


@pytest.mark.parametrize("html", ["", '<meta charset="utf-8"><img src="https://www.nhs.uk/a.png" alt="A picture">'])
def test_picture_alone_is_asked_about(page: Page, html: str) -> None:
    assert not the_box(page).evaluate(_PASTE, [html, "", dot()])

    expect(page.get_by_label("What it shows, for people who cannot see it")).to_be_focused()


def test_plain_text_with_bullets_becomes_a_list_and_other_text_is_left_to_the_browser(page: Page) -> None:
    box = the_box(page)
    path = r"C:\_install\*NHS*\[x86] and \\fileserver\ra"
    assert box.evaluate(_PASTE, ["", path, ""])
    assert box.evaluate(_PASTE, [f"<p>{path}</p>", path, ""])
    assert box.evaluate(
        _PASTE, ['<div style="font-family: Consolas, monospace;white-space: pre;">*x*</div>', "*x*", ""]
    )
    expect(box).to_have_value("")

    assert not box.evaluate(_PASTE, ["", PLAIN.replace("\n", "\r\n"), ""])

    expect(box).to_have_value("Before you phone:\n- the card\n- the reader")
    expect(line(page)).to_contain_text("Pasted as a list.")


def test_list_takes_the_place_of_a_mark_that_waits_and_stands_apart_from_text(page: Page) -> None:
    box = the_box(page)
    box.fill("One line\n- \nLast line")
    box.evaluate("box => box.setSelectionRange(11, 11)")

    box.evaluate(_PASTE, ["<ul><li>the card</li><li>the reader</li></ul>", "x", ""])

    expect(box).to_have_value("One line\n\n- the card\n- the reader\n\nLast line")


def test_table_that_is_too_large_stays_plain_text_and_says_so(page: Page) -> None:
    box = the_box(page)
    cells = "<tr><td>a</td><td>b</td></tr>" * 1001

    box.evaluate(_PASTE, [f"<table>{cells}</table>", "a\tb\n" * 1001, ""])

    expect(line(page)).to_contain_text("The table is too large for a page: pasted as plain text.")
    assert box.input_value() == "a\tb\n" * 1001


_PUBLISH = """
from dataclasses import replace
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Category
from kb.editing.drafts import actions
from kb.editing.models import Draft
found = actions.latest(Draft.objects.get(pk={pk})).document
facts = dict(title="Pasted", slug="pasted", summary="Of many programs.", category=Category.objects.first().slug)
put_live(replace(found, **facts), Publication(by=None))
"""


def test_what_was_pasted_is_what_readers_are_shown(staffed: Server, page: Page, page_at: Callable[..., Page]) -> None:
    box = the_box(page)
    for program in PROGRAMS:
        copy(page, clip(program), "plain")
        page.keyboard.press("Control+v")
        expect(box).to_have_value(re.compile(f"{re.escape(becomes(program))}$"))
    page.keyboard.press("Control+s")
    expect(page.locator("[data-said]")).to_contain_text("Saved, ")
    draft = page.url.rstrip("/").rpartition("/")[2]

    staffed.manage("shell", "-v", "0", "-c", _PUBLISH.format(pk=draft))

    reader = page_at(375, base_url=staffed.url)
    reader.goto("/articles/pasted/")
    said = squeezed(reader.locator("main").text_content() or "")
    for program in PROGRAMS:
        assert shown(markdown.to_html(becomes(program))) in said, program
    assert reader.locator("main li li li").all_inner_texts() == ["nor on the edge"]
    assert reader.locator("main table").count() == 3
    assert reader.get_by_role("link", name="the page on cards").get_attribute("href") == (
        "https://digital.nhs.uk/cards?page=2"
    )
    for gone in ("safelinks", "javascript:", "file:", "utm_"):
        assert gone not in reader.locator("main").inner_html()

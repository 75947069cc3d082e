"""A picture is looked at and blacked out in the browser, with the pointer and with the keyboard, before it is sent."""

import base64
import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, sign_in
from tests.journeys.test_editing import begin
from tests.journeys.test_pasting import _PASTE

SIZE = (400, 200)
RED, BLACK = (255, 0, 0), (0, 0, 0)


def red() -> str:
    file = BytesIO()
    Image.new("RGB", SIZE, RED).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_what_is_blacked_out_never_leaves_the_browser_and_the_image_stands_at_the_caret(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[0])
    begin(page)
    uploads: list[bytes] = []
    page.on("request", lambda request: uploads.append(request.post_data_buffer or b""))
    box = page.get_by_role("textbox", name="Good to know")
    box.fill("First line\nLast line")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    box.evaluate(_PASTE, ["", "", red()])

    frame = page.locator("[data-look-frame]")
    expect(frame).to_be_visible()
    in_order(page)
    canvas = frame.locator("canvas")
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    assert place
    page.mouse.move(place["x"] + 10, place["y"] + 10)
    page.mouse.down()
    page.mouse.move(place["x"] + 100, place["y"] + 60, steps=4)
    page.mouse.up()
    first = page.get_by_role("button", name="Black box 1")
    expect(first).to_be_focused()
    page.get_by_role("button", name="Add a black box").click()
    second = page.get_by_role("button", name="Black box 2")
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        second.press(key)
    expect(second).to_have_accessible_name(re.compile("37% from the left, 42% from the top"))
    page.get_by_role("button", name="Add a black box").click()
    page.get_by_role("button", name="Black box 3").press("Delete")
    expect(page.get_by_role("button", name="Black box 3")).to_have_count(0)
    in_order(page)
    page.get_by_label("What it shows, for people who cannot see it").fill("A red field")
    page.get_by_label("No details of patients or staff").check()
    page.get_by_role("button", name="Add this image").click()

    expect(box).to_have_value(re.compile(r"^First line\n\n!\[A red field\]\(/images/[^)]*\)\n\nLast line$"))
    assert not [sent for sent in uploads if base64.b64decode(red()) in sent]
    shown = page.request.get(re.findall(r"/images/[^)]*", box.input_value())[0])
    image = Image.open(BytesIO(shown.body())).convert("RGB")
    assert image.size == SIZE
    seen = [image.getpixel(at) for at in ((2, 2), (50, 40), (160, 100), (390, 190))]
    assert seen == [RED, BLACK, BLACK, RED]
    expect(frame).to_be_hidden()

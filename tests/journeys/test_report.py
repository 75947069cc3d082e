"""Reporting an issue: sent by keyboard with screenshots, stopped by the guard, found before sending, and answered."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.watch import Watch

REFERENCE = re.compile(r"/report/[2-9A-HJ-NP-Z]{8}/[\w-]{40,}/sent/$")
WIDTHS = (1280, 375)
_KEPT = (
    "from kb.reports.models import Report; r = Report.objects.get(reference='{reference}'); "
    "print(r.code.display, *(a.name for a in r.attachments.order_by('position')))"
)
ABOUT_A_PATIENT = "The record of NHS number 943 476 5919 does not open."


def screenshot(name: str) -> FilePayload:
    data = BytesIO()
    Image.new("RGB", (600, 300), "teal").save(data, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": data.getvalue()}


def send(page: Page) -> None:
    page.locator("main").get_by_role("button", name="Send report").last.click()


def fill(page: Page, text: str) -> None:
    page.get_by_label("What went wrong?").fill(text)
    page.get_by_label("Just me").check()
    page.get_by_label("Your name").fill("Rosa Field")
    page.get_by_label("Phone number").fill("01632 960111")


def tab_to_files(page: Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_screenshots":
            return
    raise AssertionError("The Tab key does not reach the screenshots.")


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return check


def test_by_keyboard_a_report_goes_out_with_two_screenshots(
    live: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280)
    page.goto("/articles/error-opening-a-care-identity-service/")
    tab_to(page, "Report the issue to the service desk")
    page.keyboard.press("Enter")
    tried = page.get_by_role("checkbox", name="Error when opening Care Identity")
    expect(tried).not_to_be_checked()
    tried.press("Space")
    expect(page.get_by_role("heading", name="These may fix it now")).to_be_visible()

    tab_to(page, "What went wrong?")
    page.keyboard.type("It says 400_645 since this morning.")
    expect(page.locator("[aria-live=polite][data-codes]").get_by_role("link", name="400_645")).to_be_visible()
    tab_to(page, "Just me")
    page.keyboard.press("Space")
    tab_to(page, "Your name")
    page.keyboard.type("Rosa Field")
    tab_to(page, "Email address")
    page.keyboard.type("rosa@example.org")
    with page.expect_file_chooser() as chooser:
        tab_to_files(page)
        page.keyboard.press("Enter")
    chooser.value.set_files([screenshot("one.png"), screenshot("two.png"), screenshot("three.png")])
    chosen = page.get_by_role("list", name="Screenshots chosen")
    expect(chosen.get_by_role("img")).to_have_count(3)
    tab_to(page, "Remove three.png")
    page.keyboard.press("Enter")
    expect(chosen.get_by_role("img")).to_have_count(2)
    in_order(page)
    tab_to(page, "Send report")
    page.keyboard.press("Enter")

    expect(page).to_have_url(REFERENCE)
    in_order(page)
    reference = page.locator(".kb-report__reference").inner_text()
    kept = live.manage("shell", "-v", "0", "-c", _KEPT.format(reference=reference))
    assert kept.split() == ["400_645", "one.png", "two.png"]


def test_error_brings_everything_back_with_the_screenshots(
    page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280)
    page.goto("/report/")
    page.get_by_label("What went wrong?").fill("Half of it.")
    page.locator("input[type=file]").set_input_files(
        [screenshot("one.png"), {"name": "note.txt", "mimeType": "text/plain", "buffer": b"no picture"}]
    )
    send(page)

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_role("link", name="note.txt")).to_be_visible()
    expect(page.get_by_label("What went wrong?")).to_have_value("Half of it.")
    picture = page.get_by_role("img", name="Your screenshot one.png")
    expect(picture).to_have_js_property("naturalWidth", 600)
    in_order(page)
    page.get_by_role("link", name="Select who is affected.").click()
    expect(page.get_by_label("Just me")).to_be_focused()
    page.get_by_role("button", name="Remove one.png").click()
    expect(picture).to_have_count(0)
    expect(page.get_by_label("What went wrong?")).to_have_value("Half of it.")


@pytest.mark.parametrize("way", ["Change it myself", "Remove it for me", "It is not about a patient, send"])
def test_guard_stops_once_and_each_way_leads_on(
    page_at: Callable[..., Page], in_order: Callable[[Page], None], way: str
) -> None:
    page = page_at(1280)
    page.goto("/report/")
    fill(page, ABOUT_A_PATIENT)
    send(page)
    expect(page.locator("mark")).to_contain_text("943 476 5919")
    in_order(page)

    page.get_by_role("button", name=way).click()

    box = page.get_by_label("What went wrong?")
    if way == "Change it myself":
        expect(box).to_have_value(ABOUT_A_PATIENT)
        box.fill("A record does not open.")
        send(page)
    elif way == "Remove it for me":
        expect(box).to_have_value("The record of NHS number [removed] does not open.")
        send(page)
    none_helped = page.get_by_role("button", name="None of these helped, send my report")
    if none_helped.is_visible():
        none_helped.click()
    expect(page).to_have_url(REFERENCE)


def test_suggestion_opens_beside_the_form_and_travels_as_read(page_at: Callable[..., Page], watch: Watch) -> None:
    page = page_at(1280)
    page.goto("/report/?code=ERR1002")
    page.get_by_label("What went wrong?").fill("Typed before looking.")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="ERR1002 Unable to read the card").click()

    article = opened.value
    watch.over(article, home=page.url.partition("/report")[0])
    expect(article.get_by_role("heading", level=1)).to_contain_text("ERR1002 Unable to read the card")
    expect(page.get_by_label("What went wrong?")).to_have_value("Typed before looking.")
    assert "visitor" in {cookie["name"] for cookie in page.context.cookies()}
    send(page)
    # It was opened, which does not say that its steps were done: the person is asked.
    expect(page.get_by_role("checkbox", name="Unable to read the card")).not_to_be_checked()


def test_patient_care_affected_shows_what_to_do_at_once(
    page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280)
    page.goto("/report/")
    advice = page.get_by_text("Follow your downtime procedure")
    expect(advice).to_be_hidden()

    page.get_by_label("Yes", exact=True).check()

    expect(advice).to_be_visible()
    in_order(page)
    fill(page, "ERR1002 on every computer")
    send(page)
    # Nothing stands between an urgent report and the desk.
    expect(page).to_have_url(REFERENCE)


def large(folder: Path, *names: str, size: int) -> list[str]:
    """Files of nothing but noughts, as large as photos of a phone."""
    for name in names:
        with (folder / name).open("wb") as file:
            file.truncate(size)
    return [str(folder / name) for name in names]


def test_too_large_and_too_many_screenshots_are_refused_beside_the_box_before_anything_is_sent(
    page_at: Callable[..., Page], in_order: Callable[[Page], None], tmp_path: Path
) -> None:
    page = page_at(375)
    page.goto("/report/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    fill(page, "The card is not read.")
    box, refused = page.locator("input[type=file]"), page.locator("[data-refused]")
    box.set_input_files(large(tmp_path, "photo.png", size=9_000_000))
    expect(refused).to_contain_text("photo.png is larger than 8 MB and was not taken.")
    assert box.evaluate("box => box.files.length") == 0
    box.set_input_files([screenshot(f"{number}.png") for number in range(6)])
    expect(refused).to_have_text("You can send up to 5 screenshots. Not taken: 5.png.")
    assert box.evaluate("box => box.files.length") == 5
    in_order(page)
    assert not [address for address in sent if not address.endswith("/report/codes/")]
    page.get_by_role("button", name="Remove 0.png").click()
    expect(refused).to_be_empty()
    box.set_input_files([screenshot("small.png")])
    expect(page.get_by_text("5 of 5 screenshots chosen.")).to_be_visible()


def test_without_javascript_five_photos_of_20_mb_bring_the_form_back_with_its_words(
    page_at: Callable[..., Page], watch: Watch, tmp_path: Path
) -> None:
    page = page_at(375, java_script_enabled=False)
    page.goto("/report/")
    fill(page, "The card is not read.")
    page.get_by_text("Add more detail (optional)").click()
    page.get_by_label("Computer name").fill("PC-0042")  # stands below the files
    names = [f"photo-{number}.jpg" for number in range(5)]
    page.locator("input[type=file]").set_input_files(large(tmp_path, *names, size=20_000_000))
    send(page)

    expect(page.get_by_role("link", name="Your screenshots are too large together.")).to_be_visible(timeout=60_000)
    expect(page.get_by_label("What went wrong?")).to_have_value("The card is not read.")
    expect(page.get_by_label("Your name")).to_have_value("Rosa Field")
    expect(page.get_by_label("Just me")).to_be_checked()
    expect(page.get_by_label("Computer name")).to_have_value("PC-0042")
    watch.forgive(413)
    send(page)
    if not REFERENCE.search(page.url):
        page.get_by_role("button", name="None of these helped, send my report").click()
    expect(page).to_have_url(REFERENCE)


def test_without_javascript_a_report_goes_out_and_more_is_added(page_at: Callable[..., Page], live: Server) -> None:
    page = page_at(375, java_script_enabled=False)
    page.goto("/report/?q=card+not+read")
    page.get_by_label("Yes", exact=True).check()
    expect(page.get_by_text("Follow your downtime procedure")).to_be_visible()
    page.get_by_label("No", exact=True).check()
    page.locator("input[type=file]").set_input_files([screenshot("one.png")])
    send(page)
    expect(page.get_by_role("img", name="Your screenshot one.png")).to_be_visible()
    fill(page, "The card is not read.")
    # What may help stood above the questions from the start, so it is not offered again.
    send(page)

    expect(page).to_have_url(REFERENCE)
    reference, secret = page.url.split("/")[-4:-2]
    page.get_by_role("link", name="Page of your report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your report ")
    page.get_by_role("link", name="Add more to your report").click()
    page.get_by_label("What do you want to add?").fill("The light is off too.")
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_text("You added to it")).to_be_visible()
    expect(page.get_by_text("The light is off too.")).to_have_count(0)
    log = live.access_log.read_text()
    assert " /report/... " in log
    assert reference not in log
    assert secret not in log


def test_reporters_page_and_its_form_are_in_order(
    page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280)
    page.goto("/report/")
    page.get_by_label("Yes", exact=True).check()
    fill(page, "Nothing works")
    send(page)
    page.get_by_role("link", name="Page of your report").click()
    in_order(page)
    page.get_by_role("link", name="Add more to your report").click()
    in_order(page)
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_role("link", name="Enter what you want to add.")).to_be_visible()
    in_order(page)

"""The desk at work on a report: by keyboard, without JavaScript, and two analysts at once."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.watch import Watch

PASSWORD = "violet ferry 27 anchors"
FIRST_STEP = re.compile("1. Check that your card is in the reader")
WIDTHS = (960, 375)
ANALYSTS = ("ada.analyst", "ben.analyst")
_FILE = """
import json
from kb.reports.filing import file_report
from kb.reports.filing import ReportContent
told = ReportContent(text={text!r}, scale="JUST_ME", code="400_645", name="Rosa Field", email="rosa@example.org")
r = file_report(told=told)
print(json.dumps([r.reference, r.get_absolute_url()]))
"""


@pytest.fixture(scope="module")
def desk_site(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("desk"), unused_port())
    server.env |= KNOWN_DESKS | {"REPORT_TRIAGE": "true", "WORKER_BESIDE": "false"}
    try:
        prepare(server)
        for name in ("Ada Analyst", "Ben Analyst"):
            server.manage("add_person", name, "--role", "help-desk", "--password-stdin", said=PASSWORD)
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture
def report(desk_site: Server) -> tuple[str, str]:
    """Its reference, and the reporter's secret address."""
    said = desk_site.manage("shell", "-v", "0", "-c", _FILE.format(text="The screen says 400_645."))
    reference, address = json.loads(said)
    return reference, address


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    return check


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk", timeout=20_000)
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")


def test_by_keyboard_the_desk_answers_and_the_reporter_reads_it(
    desk_site: Server,
    report: tuple[str, str],
    page_at: Callable[..., Page],
    in_order: Callable[[Page], None],
) -> None:
    reference, secret_address = report
    page = page_at(960, base_url=desk_site.url)
    sign_in(page, ANALYSTS[0])

    in_order(page)
    tab_to(page, reference)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The screen says 400_645.")).to_be_visible()
    in_order(page)
    tab_to(page, "Assign to me")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("It is changed who works on this report.")
    tab_to(page, "Answer the reporter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Answer", exact=True)).to_have_value(
        re.compile("1. Check that your card is in the reader")
    )
    in_order(page)
    tab_to(page, "Answer")
    page.keyboard.press("Control+Home")
    page.keyboard.type("First of all: sorry.\n\n")
    tab_to(page, "Keep the answer and send it")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("The answer is kept")
    expect(page.get_by_role("heading", name="Answer to the reporter").last).to_be_visible()
    in_order(page)
    reporter = page_at(375, base_url=desk_site.url)
    reporter.goto(secret_address)
    expect(reporter.get_by_text("First of all: sorry.")).to_be_visible()
    expect(reporter.get_by_text("The desk has answered.")).to_be_visible()


def test_second_of_two_analysts_is_told_and_loses_nothing(
    desk_site: Server,
    report: tuple[str, str],
    page_at: Callable[..., Page],
    watch: Watch,
    in_order: Callable[[Page], None],
) -> None:
    first, second = (page_at(960, base_url=desk_site.url) for _ in ANALYSTS)
    for page, analyst in zip((first, second), ANALYSTS, strict=True):
        sign_in(page, analyst)
        page.goto(f"/desk/reports/{report[0]}/")

    first.get_by_role("button", name="Assign to me").click()
    second.get_by_label("Ticket number").fill("INC0012345")
    second.get_by_role("button", name="Keep the number").click()

    expect(second.get_by_role("alert")).to_contain_text("Ada Analyst changed this report since you opened it")
    expect(second.get_by_label("Ticket number")).to_have_value("INC0012345")
    in_order(second)
    second.get_by_role("button", name="Keep the number").click()
    expect(second.get_by_role("alert")).to_contain_text("The ticket number is kept.")
    # The browser says of every answer that is no success that it is none.
    watch.console_errors[:] = [line for line in watch.console_errors if "409" not in line]


def test_without_javascript_words_are_removed_and_the_list_is_filtered(
    desk_site: Server, report: tuple[str, str], page_at: Callable[..., Page]
) -> None:
    page = page_at(375, base_url=desk_site.url, java_script_enabled=False)
    sign_in(page, ANALYSTS[1])

    page.goto("/desk/reports/")
    page.get_by_text("Filter the list").first.click()
    page.get_by_label("Error code", exact=True).fill("400 645")
    page.get_by_role("button", name="Filter the list").click()
    page.get_by_role("link", name=report[0]).click()
    page.get_by_role("link", name="Remove something from this report").click()
    page.get_by_label("The exact words to remove").fill("The screen says")
    page.get_by_role("button", name="Remove these words for good").click()

    expect(page.get_by_role("alert")).to_contain_text("The words are removed, in 1 place.")
    expect(page.get_by_text("[removed] 400_645.")).to_be_visible()


def test_export_is_a_file(
    desk_site: Server, report: tuple[str, str], page_at: Callable[..., Page], tmp_path: Path
) -> None:
    page = page_at(960, base_url=desk_site.url)
    sign_in(page, ANALYSTS[0])
    page.goto("/desk/reports/")
    page.get_by_text("Export this list").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()

    file = tmp_path / "reports.csv"
    download.value.save_as(file)
    assert report[0] in file.read_text(encoding="utf-8-sig")
    assert "rosa@example.org" not in file.read_text(encoding="utf-8-sig")

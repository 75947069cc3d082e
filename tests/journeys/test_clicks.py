"""What the daily duties cost: every press that the browser hears is counted, from the page where signing in led.

`make journeys ARGS="-s tests/journeys/test_clicks.py"` prints the table.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, HELP_DESK, PASSWORD, REVIEWER, sign_in

PHONE, DESKTOP = 375, 1280
ARTICLE = "/articles/smartcard-authentication-failure/"
# Of a press on a label a browser makes two clicks, so what is counted is that a finger or a button went down.
COUNTING = """
document.addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.setItem("clicks", 1 + Number(sessionStorage.getItem("clicks")));
}, true);
"""
LEAVERS = f"""
from kb.accounts.actions import add_person
for name in ("Lena Leaver", "Lou Leaver"):
    add_person(username=name.lower().replace(" ", "."), name=name, role="EDITOR", password={PASSWORD!r}, by=None)
"""


class Counted:
    """A page of somebody who has just signed in, and what they pressed since. Typing is not counted."""

    def __init__(self, page: Page, username: str, width: int, begins: str = "") -> None:
        self.page = page
        sign_in(page, username)
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(begins) if begins else page.reload()
        page.add_init_script(COUNTING)
        page.evaluate(COUNTING)

    def __call__(self, role: str, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]

    @property
    def clicks(self) -> int:
        return int(self.page.evaluate("sessionStorage.getItem('clicks')"))


def post(counted: Counted) -> None:
    counted("button", "Menu")
    counted("link", "Notices", exact=True)
    counted("link", "Post: Spine is down")
    counted("button", "Post it now")
    expect(counted.page.get_by_role("alert")).to_contain_text("Posted.")


def update(counted: Counted) -> None:
    counted("link", "Spine is down")
    counted("link", "Update or end this notice")
    counted.page.get_by_text("Cause found").click()
    counted("button", "Add the update")
    expect(counted.page.get_by_role("alert")).to_contain_text("The update is on the site.")


def change_number(counted: Counted) -> None:
    counted("link", "Change 0")
    counted.page.locator("#id_phone").fill("01632 960999")
    counted("button", "Save")
    expect(counted.page.locator("main").get_by_text("01632 960999").filter(visible=True).first).to_be_visible()


def change_meaning(counted: Counted) -> None:
    counted("link", "Change this code and what it means")
    counted.page.get_by_label("Source").first.fill("https://example.org/")
    counted("button", "Save the code")
    expect(counted.page.get_by_role("alert")).to_contain_text("saved.")


def _find(counted: Counted, name: str) -> None:
    if counted.page.get_by_role("button", name="Menu").is_visible():
        counted("button", "Menu")
    counted("link", "People", exact=True)
    counted("link", name)


def change_role(counted: Counted) -> None:
    _find(counted, "Lou Leaver")
    counted.page.locator("summary", has_text="Role").click()
    counted.page.get_by_text("Help desk", exact=True).click()
    counted("button", "Change the role")
    expect(counted.page.get_by_role("alert")).to_contain_text("The role is changed.")


def deactivate(counted: Counted) -> None:
    _find(counted, "Lena Leaver")
    counted.page.locator("summary", has_text="They leave").click()
    counted("button", "Deactivate this account")
    expect(counted.page.get_by_role("alert")).to_contain_text("signed out everywhere")


# Each with who does it, on what, from where if not from the page where signing in led, and how many clicks at most.
DUTIES: dict[str, tuple[Callable[[Counted], None], str, int, str, int]] = {
    "a live issue is posted": (post, HELP_DESK, PHONE, "", 5),
    "it is updated, from home": (update, HELP_DESK, PHONE, "/", 4),
    "a phone number is changed": (change_number, REVIEWER, PHONE, ARTICLE, 4),
    "a code's meaning is changed": (change_meaning, REVIEWER, PHONE, "/codes/ERR1002/", 2),
    "a role is changed": (change_role, ADMINISTRATOR, PHONE, "", 6),
    "a leaver is deactivated": (deactivate, ADMINISTRATOR, DESKTOP, "", 4),
}


@pytest.fixture(scope="module")
def with_leavers(staffed: Server) -> Iterator[Server]:
    staffed.manage("shell", "-v", "0", "-c", LEAVERS)
    yield staffed
    staffed.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from kb.notices.models import Notice as N; from django.utils import timezone as t; "
        "from kb.notices.actions import end_notice as e; [e(notice=n, by=None) for n in N.objects.live(t.now())]",
    )


def test_daily_duties_cost_no_more_clicks_than_they_may(page_at: Callable[..., Page], with_leavers: Server) -> None:
    counts = {}
    for duty, (act, username, width, begins, _) in DUTIES.items():
        counted = Counted(page_at(DESKTOP, base_url=with_leavers.url), username, width, begins)
        act(counted)
        counts[duty] = counted.clicks
        print(f"{duty}, at {width} pixels: {counts[duty]}")

    assert {duty: number for duty, number in counts.items() if not 0 < number <= DUTIES[duty][-1]} == {}

"""A notice from post to end: on a phone by the help desk, in one's own words by a reviewer."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import HELP_DESK, PEOPLE, REVIEWER, press, sign_in, write
from tests.journeys.watch import Watch

PHONE = (375, 667)
MOST_TAPS = 5


class Taps:
    """Every tap of a person, from the page where signing in led; typing is not counted."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, target: Locator) -> None:
        self.names.append(target.inner_text())
        target.click()


@pytest.fixture(scope="module")
def staffed(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With a mail server named, which nobody asks: no worker is beside it."""
    server = Server(tmp_path_factory.mktemp("mailing"), unused_port())
    mail = {"MAIL_URL": "smtp://127.0.0.1:2525", "MAIL_FROM": "help@example.org"}
    server.env |= KNOWN_DESKS | mail | {"WORKER_BESIDE": "false"}
    try:
        prepare(server)
        server.manage("shell", "-v", "0", "-c", PEOPLE)
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture
def no_live_issue(staffed: Server) -> Iterator[None]:
    """Others look at the same site."""
    yield
    staffed.manage(
        "shell",
        "-c",
        "from kb.notices.models import Notice as N; from django.utils import timezone as t; "
        "from kb.notices.actions import end_notice as e; "
        "[e(notice=n, by=None) for n in N.objects.live(t.now())]",
    )


@pytest.mark.usefixtures("no_live_issue")
@pytest.mark.parametrize("username", [HELP_DESK, REVIEWER])
def test_live_issue_is_posted_on_a_phone_with_at_most_five_taps(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], username: str
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, username)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.reload()  # where signing in led
    tap = Taps()

    tap(page.get_by_role("button", name="Menu"))
    tap(page.get_by_role("link", name="Notices", exact=True))
    tap(page.get_by_role("link", name="Post: Sign-in is slow"))
    tap(page.get_by_role("button", name="Post it now"))

    expect(page.get_by_role("alert")).to_contain_text("Posted. It is on home now")
    assert len(tap.names) <= MOST_TAPS, tap.names
    in_order(page)
    reader = page_at(*PHONE, base_url=staffed.url)
    reader.goto("/")
    expect(reader.get_by_role("region", name="Live issues")).to_contain_text("Sign-in is slow")

    # Updated in two taps, ended in one.
    page.get_by_label("Cause found").check()
    page.get_by_role("button", name="Add the update").click()
    expect(page.locator("main")).to_contain_text("The cause is found. It is being fixed.")
    reader.reload()
    expect(reader.get_by_role("region", name="Live issues")).to_contain_text("Cause found · Sign-in is slow")
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_role("alert")).to_contain_text("It has ended.")
    reader.reload()
    expect(reader.get_by_role("region", name="Live issues")).to_have_count(0)


def test_all_clear_is_one_click_and_a_list_is_in_order(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, HELP_DESK)
    page.goto("/edit/notices/")
    in_order(page)

    page.get_by_role("button", name="Confirm: no live issue").click()

    expect(page.get_by_role("alert")).to_contain_text("Confirmed.")
    expect(page.locator("main")).to_contain_text("by Dee Desk")


@pytest.mark.usefixtures("no_live_issue")
def test_reviewer_posts_in_own_words_with_the_keyboard(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, REVIEWER)
    page.goto("/edit/notices/")
    press(page, "Post something else")
    page.wait_for_url("**/edit/notices/new/live/")
    in_order(page)
    write(page, "Title", "Cards are not read in Ward 7")
    press(page, "Post it now")

    expect(page.get_by_role("alert")).to_contain_text("Say in a sentence what readers should know.")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Cards are not read in Ward 7")
    watch.forgive(422)
    in_order(page)
    page.get_by_label("Medium impact").check()
    page.get_by_label("What readers should know").fill("Readers do not see cards.")
    codes = page.get_by_label("Error codes that people see")
    codes.fill("400_645, ")
    codes.press_sequentially("err 100")
    expect(page.get_by_role("option", name="ERR1002")).to_be_visible()
    in_order(page)
    codes.press("ArrowDown")
    codes.press("Enter")
    expect(codes).to_have_value(re.compile(r"400_645, ERR100\d, "))
    codes.fill("err 1002")
    codes.press("Escape")
    page.get_by_role("button", name="Post it now").click()
    expect(page.get_by_role("alert")).to_contain_text("Posted.")

    page.get_by_text("Change the words").click()
    page.get_by_label("Title", exact=True).fill("Cards are not read")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cards are not read")
    in_order(page)
    page.goto("/codes/ERR1002/")
    expect(page.locator("main")).to_contain_text("Cards are not read")


def test_template_is_changed_by_a_reviewer(
    page_at: Callable[..., Page], staffed: Server, in_order: Callable[[Page], None]
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, REVIEWER)
    page.goto("/edit/notices/")
    page.get_by_role("link", name="Change these templates").click()
    in_order(page)
    page.get_by_role("link", name="Change Spine is down").click()
    in_order(page)
    page.get_by_label("Short title").fill("Spine down")
    page.get_by_role("button", name="Save the template").click()

    expect(page.get_by_role("alert")).to_contain_text("Spine is down: saved.")


# --- Tell me -------------------------------------------------------------------------------------------------------

MAILS = """
import json
from django.utils import timezone
from kb.notices.models import Subscriber
from kb.notices.tell_me.actions import tell
from kb.outbox.models import Delivery
tell(timezone.now())
mails = [d.content["text"] for d in Delivery.objects.exclude(content={}).order_by("pk")]
print(json.dumps([mails, Subscriber.objects.count()]))
"""


def mails_after_the_chore(server: Server) -> tuple[list[str], int]:
    """What waits to be sent, and how many addresses are kept."""
    mails, kept = json.loads(server.manage("shell", "-v", "0", "-c", MAILS))
    return mails, kept


@pytest.mark.usefixtures("no_live_issue")
@pytest.mark.parametrize("has_javascript", [True, False])
def test_reader_is_told_when_it_is_over(
    page_at: Callable[..., Page],
    staffed: Server,
    axe: Callable[[Page], None],
    watch: Watch,
    has_javascript: bool,
) -> None:
    desk = page_at(1280, base_url=staffed.url)
    sign_in(desk, HELP_DESK)
    desk.goto("/edit/notices/")
    desk.get_by_role("link", name="Post: Spine is down").click()
    desk.get_by_role("button", name="Post it now").click()
    reader = page_at(*PHONE, base_url=staffed.url, java_script_enabled=has_javascript)
    reader.goto("/notices/")
    tab_to(reader, "Tell me when it is fixed")
    reader.keyboard.press("Enter")
    reader.get_by_label("Your email address").fill("sam@example")
    press(reader, "Tell me")
    expect(reader.get_by_role("alert")).to_contain_text("There is a problem")
    watch.forgive(422)
    reader.get_by_label("Your email address").fill("sam@example.org")
    press(reader, "Tell me")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Check your email")

    mails, _ = mails_after_the_chore(staffed)
    link = next(word for word in mails[-1].split() if "/link/" in word)
    reader.goto(link)
    if has_javascript:
        axe(reader)
    press(reader, "Yes, tell me")
    expect(reader.get_by_role("heading", level=1)).to_have_text("We will tell you when it is fixed")
    desk.get_by_role("button", name="End it now").click()
    expect(desk.get_by_role("alert")).to_contain_text("It has ended.")

    mails, kept = mails_after_the_chore(staffed)
    assert "This is over:" in mails[-1]
    assert kept == 0
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("This link is over")
    watch.forgive(410)


@pytest.mark.parametrize("page_of", ["/articles/error-1000-when-signing-in/", "/codes/ERR4711/", "/notices/history/"])
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_that_offer_it_are_in_order(
    page_at: Callable[..., Page], staffed: Server, axe: Callable[[Page], None], watch: Watch, page_of: str, width: int
) -> None:
    page = page_at(width, base_url=staffed.url)
    page.goto(page_of)
    watch.forgive(404)
    if "history" not in page_of:
        page.get_by_text("Tell me when it is fixed").click()
        expect(page.get_by_label("Your email address")).to_be_visible()

    axe(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width

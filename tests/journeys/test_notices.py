"""A notice from post to end: on a phone by the help desk, in one's own words by a reviewer."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import HELP_DESK, REVIEWER, press, sign_in, write
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
    page.get_by_label("Error codes that people see").fill("err 1002")
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

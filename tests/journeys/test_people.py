"""An administrator lets somebody in, changes what they may do, and shuts the door again; the other side of it too."""

import base64
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kb.accounts.second_factor.rules import PERIOD, code_at
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, EDITORS, PASSWORD, press, sign_in, write
from tests.journeys.watch import Watch


def join(newcomer: Page, link: str, username: str, in_order: Callable[[Page], None]) -> None:
    """Once, by the keyboard; the link is over then."""
    newcomer.goto(link)
    in_order(newcomer)
    write(newcomer, "Username", "")
    newcomer.keyboard.press("ControlOrMeta+a")
    newcomer.keyboard.type(username)
    for box in ("Password", "Password again"):
        newcomer.get_by_label(box, exact=True).fill(PASSWORD)
    press(newcomer, "Make my account")
    expect(newcomer).to_have_url(re.compile("/edit/$"))
    newcomer.goto(link)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("This link does not work any more")


@pytest.mark.parametrize("width", [375, 1280])
def test_somebody_is_invited_joins_and_leaves(
    staffed: Server,
    page_at: Callable[..., Page],
    in_order: Callable[[Page], None],
    watch: Watch,
    width: int,
) -> None:
    name, username = f"Nia Newcomer {'wide' if width > 1000 else 'small'}", f"nia{width}"
    admin = page_at(1280, base_url=staffed.url)
    sign_in(admin, ADMINISTRATOR)
    admin.set_viewport_size({"width": width, "height": 800})
    admin.goto("/people/")
    in_order(admin)

    # --- by keyboard: a name, an address, a role
    press(admin, "Invite somebody")
    expect(admin.get_by_role("heading", level=1)).to_have_text("Invite somebody")
    in_order(admin)
    press(admin, "Make the link")
    expect(admin.locator(".nhsuk-error-summary")).to_be_focused()
    in_order(admin)
    write(admin, "Name", name)
    write(admin, "Email address", f"{username}@example.org")
    tab_to(admin, "Reader")  # radio buttons are one stop
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("ArrowDown")
    expect(admin.get_by_label("Editor")).to_be_checked()
    press(admin, "Make the link")
    expect(admin.get_by_role("heading", level=1)).to_have_text("A link to hand over")
    in_order(admin)
    link = admin.get_by_label("Link").input_value()

    # --- the newcomer, in a browser of their own
    newcomer = page_at(width, base_url=staffed.url)
    join(newcomer, link, username, in_order)
    newcomer.goto("/edit/")

    # --- their role is changed, and then their account is deactivated
    admin.goto("/people/")
    admin.get_by_role("link", name=name).click()
    expect(admin.get_by_role("heading", level=1)).to_have_text(name)
    press(admin, "Role")
    in_order(admin)
    tab_to(admin, "Editor")
    admin.keyboard.press("ArrowUp")
    expect(admin.get_by_label("Help desk")).to_be_checked()
    press(admin, "Change the role")
    expect(admin.get_by_role("alert")).to_contain_text("The role is changed.")
    in_order(admin)
    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Page not found")
    press(admin, "They leave, or somebody else uses their account")
    press(admin, "Deactivate this account")
    expect(admin.get_by_role("alert")).to_contain_text("signed out everywhere")
    in_order(admin)
    newcomer.goto("/account/")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Sign in")
    watch.forgive(404, 410, 422)


def test_forgotten_password_says_whom_to_ask(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    page = page_at(375, base_url=staffed.url)
    page.goto("/sign-in/")
    press(page, "Forgotten your password?")

    expect(page.get_by_role("heading", level=1)).to_have_text("Forgotten your password?")
    expect(page.locator("main")).to_contain_text("Ask an administrator of this site")
    in_order(page)


def code_shown_for(key: str) -> str:
    """By the phone that has scanned the square."""
    return code_at(base64.b32decode(key), int(time.time()) // PERIOD)


def test_second_factor_is_set_up_and_asked_for(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, EDITORS[1])
    page.goto("/account/")
    press(page, "Second factor: a passkey, or a code from your phone")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    in_order(page)
    key = page.locator(".kb-key").inner_text()
    write(page, "The six figures that your phone shows now", code_shown_for(key))
    press(page, "Set it up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")
    in_order(page)
    recovery = page.locator(".kb-recovery code").first.inner_text()
    press(page, "I have kept them: go on")

    again = page_at(375, base_url=staffed.url)
    again.goto("/sign-in/?next=/account/second-factor/")
    again.get_by_label("Username").fill(EDITORS[1])
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.locator("main").get_by_role("button", name="Sign in").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Enter the code from your phone", timeout=20_000)
    in_order(again)
    write(again, "Code", "000000")
    press(again, "Sign in")
    expect(again.locator(".nhsuk-error-summary")).to_contain_text("This code is not right")
    in_order(again)
    again.get_by_label("Code", exact=True).fill(recovery)
    again.locator("main").get_by_role("button", name="Sign in").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Second factor")
    expect(again.locator("main")).to_contain_text("9 recovery codes are left")
    in_order(again)
    # The account is shared with the journeys that follow.
    again.get_by_text("Another phone, or none").click()
    again.get_by_role("button", name="Take it away").click()
    expect(again.get_by_role("alert")).to_contain_text("Your phone is taken away.")
    watch.forgive(422)

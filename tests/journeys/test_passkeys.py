"""A reviewer is invited by mail, joins, sets up a passkey with a virtual authenticator, and approves an article."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, PASSWORD, PEOPLE, press, write
from tests.journeys.test_reviewing import hand_in
from tests.journeys.watch import Watch

_MAIL = "from kb.outbox.models import Delivery; print(Delivery.objects.get(to='{}').content['text'])"


@pytest.fixture(scope="module")
def asking(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As in production: a second factor is asked for, and mails wait for a server. Passkeys need a host with a name."""
    server = Server(tmp_path_factory.mktemp("asking"), unused_port())
    server.url = server.url.replace("127.0.0.1", "localhost")
    server.env |= KNOWN_DESKS | {"WORKER_BESIDE": "false", "SITE_URL": server.url, "SECOND_FACTOR_ASKED": "true"}
    server.env |= {"MAIL_URL": f"smtp://127.0.0.1:{unused_port()}", "MAIL_FROM": "kb@example.org"}
    try:
        prepare(server)
        server.manage("shell", "-v", "0", "-c", PEOPLE)
        server.start()
        yield server
    finally:
        server.clear_away()


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    """In the computer itself, with a finger that is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def fill_in(page: Page, username: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def invite(admin: Page, name: str, address: str, in_order: Callable[[Page], None]) -> None:
    """By an administrator, who is asked for a second factor themselves, and may set it up later."""
    admin.goto("/sign-in/?next=/people/invite/")
    fill_in(admin, ADMINISTRATOR)
    expect(admin.get_by_role("heading", level=1)).to_have_text("Set up a second factor", timeout=20_000)
    in_order(admin)
    press(admin, "Set it up later")
    expect(admin.get_by_role("heading", level=1)).to_have_text("Invite somebody")
    write(admin, "Name", name)
    write(admin, "Email address", address)
    tab_to(admin, "Reader")
    for _ in range(3):
        admin.keyboard.press("ArrowDown")
    expect(admin.get_by_label("Reviewer")).to_be_checked()
    press(admin, "Send the invitation")
    expect(admin.get_by_role("alert")).to_contain_text(f"on its way to {address}")


def join(page: Page, link: str) -> None:
    page.goto(link)
    for box in ("Password", "Password again"):
        page.get_by_label(box, exact=True).fill(PASSWORD)
    press(page, "Make my account")


def set_up_passkey(page: Page, name: str, in_order: Callable[[Page], None]) -> None:
    """By the keyboard: without a name nothing is made."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor", timeout=20_000)
    in_order(page)
    press(page, "Set up a passkey")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Enter a name for the passkey.")
    in_order(page)
    write(page, "Name of the passkey", name)
    press(page, "Set up a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")
    in_order(page)
    press(page, "I have kept them: go on")
    expect(page).to_have_url(re.compile("/edit/$"))
    page.goto("/account/second-factor/")
    expect(page.locator("main")).to_contain_text(name)
    in_order(page)


def test_reviewer_is_invited_sets_up_a_passkey_and_approves(
    asking: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    draft = hand_in(asking)
    invite(page_at(1280, base_url=asking.url), "Noa Newcomer", "noa@example.org", in_order)
    mail = asking.manage("shell", "-v", "0", "-c", _MAIL.format("noa@example.org"))
    page = page_at(375, base_url=asking.url)
    session, device = with_authenticator(page)
    join(page, re.search(r"http\S+/link/join/\S+", mail)[0])
    set_up_passkey(page, "Work laptop", in_order)

    # --- signs in with password and passkey; a finger that is not known lets nobody in
    sign_out(page)
    page.goto(f"/sign-in/?next=/edit/drafts/{draft}/review/")
    fill_in(page, "noa.newcomer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you", timeout=20_000)
    in_order(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    press(page, "Use a passkey")
    expect(page.locator("main").get_by_role("status")).to_contain_text("Nothing was done")
    in_order(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.reload()
    press(page, "Use a passkey")

    # --- and approves what an editor has handed in
    expect(page).to_have_url(re.compile(f"/edit/drafts/{draft}/review/$"))
    page.get_by_label("On which software and version?").fill("Identity Agent 2.4.5")
    press(page, "Approve and publish now")
    expect(page.get_by_role("alert")).to_contain_text("is approved and published")

    # --- the next time the passkey is enough
    sign_out(page)
    page.goto("/sign-in/?next=/account/second-factor/")
    in_order(page)
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    press(page, "Remove Work laptop")
    expect(page.get_by_role("alert")).to_contain_text("You sign in with your password alone.")
    in_order(page)
    watch.forgive(422)


def test_without_a_script_a_code_is_asked_for(asking: Server, page_at: Callable[..., Page]) -> None:
    page = page_at(375, base_url=asking.url, java_script_enabled=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    fill_in(page, "erin.editor")
    page.goto("/account/second-factor/")
    expect(page.get_by_role("button", name="Set up a passkey")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Use a code from your phone.")
    expect(page.get_by_label("The six figures that your phone shows now")).to_be_visible()

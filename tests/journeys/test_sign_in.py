"""Signing in while very many others do, with scripts and without."""

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.attack.sign_in import PAGE, empty_form
from bench.attack.target import Target, Visitor
from tests.journeys.conftest import unused_port
from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, PASSWORD, PEOPLE
from tests.journeys.watch import Watch

NAME = EDITORS[0]


@pytest.fixture(scope="module")
def busy_site(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nobody may wait, so whoever comes second is told to come back; and somebody always comes first."""
    server = Server(tmp_path_factory.mktemp("busy"), unused_port())
    server.env |= {"WORKER_BESIDE": "false", "SIGN_IN_MOST_WAITING": "1"}
    is_over = threading.Event()
    target = Target("127.0.0.1", int(server.url.rpartition(":")[2]))

    async def come_again_and_again() -> None:
        visitor = Visitor(target)
        form = await empty_form(visitor)
        while not is_over.is_set():
            await visitor.post(PAGE, form | {"username": secrets.token_hex(6), "password": "wrong"})
            await asyncio.sleep(0.02)

    async def many() -> None:
        async with asyncio.TaskGroup() as going:
            for _ in range(6):
                going.create_task(come_again_and_again())

    flood = threading.Thread(target=lambda: asyncio.run(many()))
    try:
        prepare(server)
        server.manage("shell", "-v", "0", "-c", PEOPLE)
        server.start()
        flood.start()
        yield server
    finally:
        is_over.set()
        flood.join(30)
        server.clear_away()


def type_in(page: Page, password: str, *, button: str = "Sign in") -> None:
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name=button).click()


def test_the_page_tries_again_by_itself_until_the_person_is_in(
    busy_site: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    page = page_at(375, base_url=busy_site.url)
    page.goto("/sign-in/?next=/account/password/")
    sent: list[int] = []
    page.on("response", lambda answer: sent.append(answer.status) if answer.request.method == "POST" else None)

    type_in(page, PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password", timeout=20_000)
    assert sent[-1] == 302
    assert set(sent[:-1]) <= {503}
    watch.forgive(503)


def test_a_wrong_password_is_said_where_it_was_typed(
    staffed: Server, page_at: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = page_at(375, base_url=staffed.url)
    page.goto("/sign-in/?next=/account/password/")

    type_in(page, "wrong")

    summary = page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("The username or password is not right")
    expect(page).to_have_title("Error: Sign in - Care Identity troubleshooting")
    expect(page.get_by_label("Username")).to_have_value(NAME)
    expect(page.get_by_role("button", name="Show password")).to_be_visible()
    axe(page)
    type_in(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")


def test_without_scripts_a_button_tries_again(busy_site: Server, page_at: Callable[..., Page], watch: Watch) -> None:
    page = page_at(375, base_url=busy_site.url, java_script_enabled=False)
    page.goto("/sign-in/?next=/account/password/")
    heading = page.get_by_role("heading", level=1)
    type_in(page, PASSWORD)
    for _ in range(3):
        if heading.inner_text() != "Many people are signing in just now":
            break
        expect(page.get_by_label("Username")).to_have_value(NAME)
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
        page.wait_for_timeout(2_000)
        type_in(page, PASSWORD, button="Try again")

    expect(heading).to_have_text("Change your password")
    watch.forgive(503)


def test_the_page_that_says_so_can_be_used_by_everybody(
    busy_site: Server, page_at: Callable[..., Page], watch: Watch, axe: Callable[[Page], None]
) -> None:
    """As it is where our script did not come."""
    page = page_at(375, base_url=busy_site.url)
    page.route(re.compile(r"/sign-in\.[^/]*js"), lambda route: route.abort())
    page.goto("/sign-in/")
    heading = page.get_by_role("heading", level=1)
    for _ in range(8):
        type_in(page, "wrong", button="Sign in")
        if heading.inner_text() == "Many people are signing in just now":
            break

    expect(page).to_have_title("Try again: many people are signing in - Care Identity troubleshooting")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    axe(page)
    watch.console_errors.clear()

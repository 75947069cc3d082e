"""Journeys meet the product as people do: the real server, a real browser, and axe."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kb.lib import dates
from tests.journeys.server import Server
from tests.journeys.staff import PEOPLE
from tests.journeys.watch import Watch, violations
from tests.prepared import Databases, Kind

# Playwright keeps an event loop in this thread; Django would take the tests' queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
# The shell is Chromium without a window around each page, of which nobody sees anything here.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
# A file goes to one process as a whole, so what takes long is given out first and none waits for another at the end.
LONGEST_FIRST = (
    "test_first_thing",
    "test_every_page",
    "test_accessibility",
    "test_worker",
    "test_from_draft_to_page",
    "test_editing",
    "test_desk",
    "test_set_up",
    "test_home",
    "test_sign_in",
    "test_suggestions",
    "test_report",
    "test_erasing",
)
KNOWN_DESKS = {
    "IT_DESK_NAME": "IT service desk of the tests",
    "IT_DESK_PHONE": "01632 960445",
    "IT_DESK_HOURS": "Mon-Fri 08:00-18:00",
    "IT_DESK_OUT_OF_HOURS_PHONE": "01632 960446",
    "RA_DESK_NAME": "Card team of the tests",
    "RA_DESK_EMAIL": "cards@example.org",
    "RA_DESK_PLACE": "Room 4",
    "SERVICE_DESK_EMAIL": "desk@example.org",
    "PORTAL_URL": "https://portal.example.org/",
}
# Chromium takes the last list alone that it is given, so what Playwright leaves out is named again. The rest is the
# list under the address bar, a page with a process of its own that each new profile would load and nobody opens.
LEFT_OUT = (
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "AimEnabled",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(LEFT_OUT)}",
    # A page is left too soon for what they compile to be of use.
    "--js-flags=--no-maglev --no-turbofan",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


# A machine that is shared may stand still for a minute: what never comes is told from what comes late.
MILLISECONDS_TO_WAIT = 90_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _is_journey(item.path):
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("browser"):
            raise pytest.UsageError(f"{item.nodeid} is run by nobody: `make journeys` reads tests/journeys alone.")
    items.sort(key=lambda item: _place(item.path))


@cache  # of a file there are thousands of tests
def _is_journey(file: Path) -> bool:
    return HERE in file.parents


@cache
def _place(file: Path) -> int:
    is_ranked = _is_journey(file) and file.stem in LONGEST_FIRST
    return LONGEST_FIRST.index(file.stem) if is_ranked else len(LONGEST_FIRST)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    return unused_port()


@pytest.fixture(scope="session")
def prepare(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Server], None]:
    """Gives a server the shipped content and the static files, which are made once."""
    made = Server(tmp_path_factory.mktemp("made"), unused_port())
    made.manage("collectstatic", "--no-input", "--verbosity", "0")

    def give(server: Server) -> None:
        databases.copy(Kind.SHIPPED, server.database)
        shutil.copytree(made.folder / "static", server.folder / "static")

    return give


def _serve(folder: Path, prepare: Callable[[Server], None]) -> Iterator[Server]:
    server = Server(folder, unused_port())
    # Without it, every way to the form says that a report stays on this site.
    server.env |= {"SERVICE_DESK_EMAIL": KNOWN_DESKS["SERVICE_DESK_EMAIL"]}
    try:
        prepare(server)
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture(scope="session")
def live(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped content, served. Shared by the journeys of a process: one that changes much takes `own_live`."""
    yield from _serve(tmp_path_factory.mktemp("live"), prepare)


@pytest.fixture(scope="session")
def furnished(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped content and what stands in more/: codes to choose from, a live issue, contacts, a withdrawal."""
    server = Server(tmp_path_factory.mktemp("furnished"), unused_port())
    server.env |= KNOWN_DESKS
    try:
        prepare(server)
        server.manage("import_kb", str(HERE / "more"))
        server.run("-m", "tests.journeys.withdraw", "old-reader-advice", "light-is-off")
        server.start()
        yield server
    finally:
        server.clear_away()


LIVE_ISSUE = """---
title: Signing in with a smartcard is slow, and fails now and then
short_title: Signing in takes minutes o
kind: live
severity: high
starts: 2026-01-01T09:00:00+00:00
services:
- cis2-authentication
- care-identity-management
- self-service-smartcard-unlock
- ipad-app
summary: Signing in takes some minutes. We are looking into it.
---

You need do nothing. Try again in ten minutes.
"""


def closed_until() -> datetime:
    """Three days from now, so that pages say the same at each hour and on each day but for the name of the day."""
    return dates.in_london(timezone.now()) + timedelta(days=3)


@pytest.fixture(scope="session")
def troubled(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The worst hour: a live issue on each application that has a code, and of the known desks one is closed."""
    server = Server(tmp_path_factory.mktemp("troubled"), unused_port())
    server.env |= KNOWN_DESKS | {"IT_DESK_HOURS": f"{closed_until():%a} 08:00-18:00"}
    notices = tmp_path_factory.mktemp("trouble") / "notices"
    notices.mkdir()
    (notices / "sign-in-is-slow.md").write_text(LIVE_ISSUE, encoding="utf-8")
    try:
        prepare(server)
        server.manage("import_kb", str(notices.parent))
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture(scope="session")
def staffed(prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped content and people with accounts. No worker is beside it: a test that needs one starts it."""
    server = Server(tmp_path_factory.mktemp("staffed"), unused_port())
    server.env |= KNOWN_DESKS | {"WORKER_BESIDE": "false"}
    try:
        prepare(server)
        server.manage("shell", "-v", "0", "-c", PEOPLE)
        server.start()
        yield server
    finally:
        server.clear_away()


@pytest.fixture
def own_live(prepare: Callable[[Server], None], tmp_path: Path) -> Iterator[Server]:
    """A server that belongs to one test, to be changed and stopped at will."""
    yield from _serve(tmp_path, prepare)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not here (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the pages of this test did that nobody should see. A test that expects an error clears the list itself."""
    watching = Watch()
    yield watching
    watching.assert_nothing()


def profile(browser: Browser, home: str, width: int, height: int = 800, **options: object) -> BrowserContext:
    """A browser profile of its own, with nothing in it."""
    usual = {"base_url": home, "locale": "en-GB", "timezone_id": "Europe/London"}
    context = browser.new_context(viewport={"width": width, "height": height}, **usual | options)
    context.set_default_timeout(MILLISECONDS_TO_WAIT)
    return context


@pytest.fixture
def page_at(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a page of a width in pixels, in a browser profile of its own: page_at(375).goto("/").

    Further arguments are Playwright's for a context, such as java_script_enabled=False.
    """
    contexts = []

    def open_page(width: int, height: int = 800, *, base_url: str = "", **context: object) -> Page:
        # Started only where somebody goes to it.
        base_url = base_url or request.getfixturevalue("live").url
        contexts.append(profile(browser, base_url, width, height, **context))
        page = contexts[-1].new_page()
        watch.over(page, home=base_url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing wrong with the page as it stands now."""

    def assert_accessible(page: Page) -> None:
        assert violations(page) == []

    return assert_accessible


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Asserts that axe finds nothing, and that nothing sticks out, on a desktop and on a phone."""

    def assert_in_order(page: Page) -> None:
        before = page.viewport_size
        assert before
        for width in (375, before["width"]):
            page.set_viewport_size(before | {"width": width})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return assert_in_order

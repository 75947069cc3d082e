"""Those who write and review, at the keyboard."""

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import tab_to

PASSWORD = "violet ferry 27 anchors"
EDITORS, REVIEWER, ADMINISTRATOR = ("erin.editor", "eli.editor"), "rhys.reviewer", "ada.admin"
HELP_DESK = "dee.desk"
ROLES = {
    "Erin Editor": "editor",
    "Eli Editor": "editor",
    "Rhys Reviewer": "reviewer",
    "Ada Admin": "administrator",
    "Dee Desk": "help_desk",
}

# All in one process, for each takes as long to begin as a short journey.
PEOPLE = f"""
from kb.accounts.actions import add_person
for name, role in {ROLES!r}.items():
    add_person(username=name.lower().replace(" ", "."), name=name, role=role.upper(), password={PASSWORD!r}, by=None)
"""


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page: Page, box: str, text: str) -> None:
    tab_to(page, box)
    page.keyboard.type(text)


def tick(page: Page, box: str) -> None:
    tab_to(page, box)
    page.keyboard.press("Space")


def fill_in_sign_in(page: Page, username: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    # The page's script sends the form, so Playwright waits for no navigation; on a busy machine a hash takes long.
    expect(page.get_by_role("navigation", name="Menu").get_by_text("Account")).to_be_attached(timeout=20_000)


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    fill_in_sign_in(page, username)

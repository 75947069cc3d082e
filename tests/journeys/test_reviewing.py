"""Two people and one article: handed in, sent back with a comment, approved, and read by everybody."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server
from tests.journeys.watch import Watch

PASSWORD = "violet ferry 27 anchors"
TITLE = "Card not recognised after an update"
WIDTHS = (375, 960)
_HAND_IN = """
import json
from dataclasses import replace
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing.actions import drafting, reviewing
ed = User.objects.get(username="edith.editor")
article = Article.objects.with_parts().filter(confidence="UNVERIFIED").exclude(drafts__isnull=False)[{number}]
draft = drafting.begin(by=ed, article=article)
document = drafting.document_of(drafting.latest(draft))
document = replace(document, title={title!r}, steps=(*document.steps[1:], document.steps[0]))
drafting.save(draft=draft, document=document, seen=draft.number, by=ed)
reviewing.submit(draft=draft, by=ed, why="Named as people name it")
print(json.dumps([draft.pk, article.label, article.get_absolute_url()]))
"""
_SAVE_AGAIN = """
from dataclasses import replace
from kb.accounts.models import User
from kb.editing.actions import drafting, reviewing
from kb.editing.models import Draft
ed, draft = User.objects.get(username="edith.editor"), Draft.objects.get(pk={pk})
document = drafting.document_of(drafting.latest(draft))
drafting.save(draft=draft, document=replace(document, summary="Said again."), seen=draft.number, by=ed)
if draft.state == "SENT_BACK":
    reviewing.submit(draft=draft, by=ed, why="With what you asked for")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("reviewing"), unused_port())
    server.env |= KNOWN_DESKS | {"WORKER_BESIDE": "false"}
    try:
        server.prepare()
        for name, role in (("Edith Editor", "editor"), ("Rhys Reviewer", "reviewer"), ("Ada Admin", "administrator")):
            server.manage("add_person", name, "--role", role, "--password-stdin", said=PASSWORD)
        server.start()
        yield server
    finally:
        server.clear_away()


def hand_in(site: Server, number: int, title: str) -> tuple[int, str, str]:
    """The draft, the article's label and its public address."""
    pk, label, address = json.loads(site.manage("shell", "-v", "0", "-c", _HAND_IN.format(number=number, title=title)))
    return pk, label, address


def save_again(site: Server, pk: int) -> None:
    site.manage("shell", "-v", "0", "-c", _SAVE_AGAIN.format(pk=pk))


@pytest.fixture
def in_order(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    def check(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return check


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page: Page, box: str, text: str) -> None:
    tab_to(page, box)
    page.keyboard.type(text)


def test_by_keyboard_a_second_person_sends_it_back_and_then_approves_it(
    site: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None]
) -> None:
    pk, label, address = hand_in(site, 0, TITLE)
    page = page_at(960, base_url=site.url)
    sign_in(page, "rhys.reviewer")
    press(page, "Write, review and keep articles")
    expect(page.get_by_role("heading", level=1)).to_have_text("Editing")
    in_order(page)

    press(page, TITLE)
    expect(page.get_by_role("heading", name="What changed", exact=True)).to_be_visible()
    in_order(page)
    press(page, "Comment on Title")
    write(page, "Your comment on Title", "Which update?")
    write(page, "What has to be changed?", "Say after which update.")
    press(page, "Send it back")
    expect(page.get_by_role("alert")).to_contain_text("is sent back")

    save_again(site, pk)
    page.goto(f"/edit/drafts/{pk}/review/")
    expect(page.get_by_text("Which update?")).to_be_visible()
    in_order(page)
    tab_to(page, "I have tried this, and it works: mark it as verified")
    page.keyboard.press("Space")
    write(page, "On which software and version?", "Identity Agent 2.4.5")
    press(page, "Approve and publish now")
    expect(page.get_by_role("alert")).to_contain_text("is approved and published")

    reader = page_at(375, base_url=site.url)
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("with Identity Agent 2.4.5")).to_be_visible()
    page.goto(f"/edit/articles/{label}/")
    in_order(page)
    press(page, "What changed in version 2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("From version 1 to version 2")
    in_order(page)


def test_reviewer_whose_text_was_saved_again_is_told_and_loses_nothing(
    site: Server, page_at: Callable[..., Page], watch: Watch, in_order: Callable[[Page], None]
) -> None:
    pk, _, _ = hand_in(site, 1, "Light stays off")
    page = page_at(960, base_url=site.url, java_script_enabled=False)
    sign_in(page, "rhys.reviewer")
    page.goto(f"/edit/drafts/{pk}/review/")
    page.get_by_label("On which software and version?").fill("Identity Agent 2.4.5")

    save_again(site, pk)
    page.get_by_role("button", name="Approve and publish now").click()

    expect(page.get_by_role("alert")).to_contain_text("saved again since you opened the page")
    expect(page.get_by_label("On which software and version?")).to_have_value("Identity Agent 2.4.5")
    expect(page.get_by_text("Revision 3, saved by Edith Editor")).to_be_visible()
    page.get_by_role("button", name="Approve and publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("is approved and published")
    # The browser says of every answer that is no success that it is none.
    watch.console_errors[:] = [line for line in watch.console_errors if "409" not in line]


def test_audit_trail_names_who_approved_and_is_taken_away(
    site: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], tmp_path: Path
) -> None:
    page = page_at(960, base_url=site.url)
    sign_in(page, "ada.admin")
    page.goto("/edit/audit/")
    in_order(page)
    page.get_by_label("What was done").fill("asked for a review")
    page.get_by_role("button", name="Search the audit trail").click()
    page.get_by_text("Export this list").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()

    file = tmp_path / "audit.csv"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8-sig")
    assert all("asked for a review" in line for line in text.splitlines()[1:])

"""Two people at one draft, and the trail that they leave."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, REVIEWER, sign_in
from tests.journeys.watch import Watch

_PEOPLE = """
from dataclasses import replace
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.review import submitting
from kb.editing.models import Draft
eli = User.objects.get(username="eli.editor")
def save(draft, **words):
    document = replace(drafting.latest(draft).document, **words)
    drafting.save(draft=draft, document=document, base_revision=draft.number, by=eli)
"""
_HAND_IN = """
article = Article.objects.with_parts().filter(confidence="UNVERIFIED").exclude(drafts__isnull=False)[0]
draft = drafting.begin(by=eli, article=article)
save(draft, title="Light stays off")
submitting.submit(draft=draft, by=eli, why="Named as people name it")
print(draft.pk)
"""


def shell(site: Server, code: str) -> str:
    return site.manage("shell", "-v", "0", "-c", _PEOPLE + code)


def hand_in(site: Server) -> int:
    """A change of a live article, by somebody else; answers the draft's key."""
    return int(shell(site, _HAND_IN))


def test_reviewer_whose_text_was_saved_again_is_told_and_loses_nothing(
    staffed: Server, page_at: Callable[..., Page], watch: Watch
) -> None:
    pk = hand_in(staffed)
    page = page_at(960, base_url=staffed.url, java_script_enabled=False)
    sign_in(page, REVIEWER)
    page.goto(f"/edit/drafts/{pk}/review/")
    page.get_by_label("On which software and version?").fill("Identity Agent 2.4.5")

    shell(staffed, f'save(Draft.objects.get(pk={pk}), summary="Said again.")')
    page.get_by_role("button", name="Approve and publish now").click()

    expect(page.get_by_role("alert")).to_contain_text("saved again since you opened the page")
    expect(page.get_by_label("On which software and version?")).to_have_value("Identity Agent 2.4.5")
    expect(page.get_by_text("Revision 3, saved by Eli Editor")).to_be_visible()
    page.get_by_role("button", name="Approve and publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("is approved and published")
    watch.forgive(409)


def test_audit_trail_names_who_approved_and_is_taken_away(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], tmp_path: Path
) -> None:
    hand_in(staffed)
    page = page_at(960, base_url=staffed.url)
    sign_in(page, ADMINISTRATOR)
    page.goto("/edit/audit/")
    in_order(page)
    page.get_by_label("What was done").fill("asked for a review")
    page.get_by_role("button", name="Search the audit trail").click()
    page.get_by_text("Export this list").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()

    file = tmp_path / "audit.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert lines
    assert all("asked for a review" in line for line in lines)

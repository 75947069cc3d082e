"""Two people wrote on one draft: the second chooses at the keyboard, on a small screen, without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, press, sign_in
from tests.journeys.watch import Watch

_BEGUN = """
from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
erin = User.objects.get(username="erin.editor")
steps = Article.objects.with_parts().filter(drafts__isnull=True)
article = next(one for one in steps if sum(step.audience == "USER" for step in one.steps.all()) > 2)
print(drafting.begin(by=erin, article=article).pk)
"""
# Another title, the first two steps the other way round, and other words in what is the first of them now.
_MEANWHILE = """
from dataclasses import replace
from kb.accounts.models import User
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
draft = Draft.objects.get(pk={pk})
document = drafting.latest(draft).document
users = [n for n, step in enumerate(document.steps) if step.audience == "USER"]
steps = list(document.steps)
steps[users[0]], steps[users[1]] = replace(steps[users[1]], title="Ask a colleague first"), steps[users[0]]
theirs = replace(document, title="What they call it", steps=tuple(steps))
by = User.objects.get(username="eli.editor")
drafting.save(draft=draft, document=theirs, base_revision=draft.number, by=by)
"""


def test_two_texts_are_merged_at_the_keyboard_on_a_phone_without_javascript(
    staffed: Server, page_at: Callable[..., Page], in_order: Callable[[Page], None], watch: Watch
) -> None:
    pk = int(staffed.manage("shell", "-v", "0", "-c", _BEGUN))
    page = page_at(375, 740, base_url=staffed.url, java_script_enabled=False)
    sign_in(page, EDITORS[0])
    page.goto(f"/edit/drafts/{pk}/")
    page.get_by_label("Title", exact=True).fill("What I call it")
    page.get_by_role("textbox", name="Summary").fill("My summary.")
    staffed.manage("shell", "-v", "0", "-c", _MEANWHILE.format(pk=pk))
    page.locator(".kb-bar").get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Eli Editor saved this draft while you wrote")
    expect(page.get_by_text("Renamed · Moved: was step 2, for the user")).to_be_visible()
    looked_at = page_at(1280, base_url=staffed.url)
    sign_in(looked_at, EDITORS[0])
    looked_at.goto(page.url)
    in_order(looked_at)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    page.get_by_role("button", name="Save the merged text").last.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose for “Title”")
    page.get_by_role("alert").get_by_role("link", name="Choose for “Title”").press("Enter")
    expect(page.locator("#title-theirs")).to_be_focused()
    page.keyboard.press("ArrowDown")
    press(page, "Save the merged text")

    expect(page.get_by_role("alert")).to_contain_text("Both texts are merged and saved")
    expect(page.get_by_label("Title", exact=True)).to_have_value("What I call it")
    expect(page.get_by_role("textbox", name="Summary")).to_have_value("My summary.")
    expect(page.get_by_label("What to do, in a few words").first).to_have_value("Ask a colleague first")
    page.goto(f"/edit/drafts/{pk}/history/")
    expect(page.get_by_text("Revision 4 of the draft").first).to_be_attached()
    watch.forgive(422)

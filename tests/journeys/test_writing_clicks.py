"""What writing costs: every press that the browser hears, of two people together. Typing is not counted.

`make journeys ARGS="-s tests/journeys/test_writing_clicks.py"` prints the count.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import EDITORS, REVIEWER
from tests.journeys.test_clicks import Counted

ARTICLE, TITLE = "/articles/smartcard-authentication-failure/", "Smartcard Authentication Failure"
MOST_FOR_A_WRONG_STEP = 8
WORDS = "Take the card out. Wait until the light of the reader is off, then put the card back in."
WITH_ADDRESSES = """
from kb.accounts.models import User
for person in User.objects.filter(username__in=["erin.editor", "rhys.reviewer"]):
    person.email = f"{person.username}@example.org"
    person.save()
"""
# An hour passes between one look and the next, as nobody is mailed twice in one.
MAILED = """
import json
from datetime import timedelta
from django.utils import timezone
from kb.editing.models import NewsMail
from kb.editing.news.mailing import send_news
from kb.outbox.models import Delivery
before = set(Delivery.objects.values_list("pk", flat=True))
NewsMail.objects.update(at=timezone.now() - timedelta(hours=2))
send_news(timezone.now())
new = Delivery.objects.filter(room="editing").exclude(pk__in=before).order_by("pk")
print(json.dumps([[one.to, one.content["subject"], one.content["text"]] for one in new]))
"""


@pytest.fixture
def mails(staffed: Server) -> Callable[[], dict[str, str]]:
    """What was posted to whom since the last look."""
    staffed.manage("shell", "-v", "0", "-c", WITH_ADDRESSES)

    def look() -> dict[str, str]:
        said = json.loads(staffed.manage("shell", "-v", "0", "-c", MAILED))
        return {to: f"{subject}\n{text}" for to, subject, text in said}

    return look


def done(counted: Counted, words: str) -> None:
    expect(counted.page.get_by_role("alert")).to_contain_text(words, timeout=30_000)


def say(counted: Counted, box: str, text: str) -> None:
    """A press into the box, then the keyboard."""
    place = counted.page.get_by_label(box, exact=True).first
    place.click()
    counted.page.keyboard.press("ControlOrMeta+a")
    counted.page.keyboard.type(text)


def test_wrong_step_is_seen_mended_approved_and_live(
    staffed: Server, page_at: Callable[..., Page], mails: Callable[[], dict[str, str]]
) -> None:
    editor = Counted(page_at(1280, base_url=staffed.url), EDITORS[0], 1280, ARTICLE)
    editor("button", "Change this article")
    editor.page.locator("summary.kb-row__summary").first.click()
    say(editor, "How to do it", WORDS)
    say(editor, "What you changed, in a few words", "The card stays out until the light is off")
    editor("button", "Hand in for review")
    done(editor, "The article is handed in.")
    handed_in = mails()

    reviewer = Counted(page_at(1280, base_url=staffed.url), REVIEWER, 1280)
    reviewer("link", TITLE)
    reviewer("button", "Approve and publish now")
    done(reviewer, "is approved and published")
    published = mails()

    reader = page_at(375, base_url=staffed.url)
    reader.goto(ARTICLE)
    expect(reader.get_by_text("Wait until the light of the reader is off").first).to_be_visible()
    assert list(handed_in) == ["rhys.reviewer@example.org"]
    assert "The card stays out until the light is off" in handed_in["rhys.reviewer@example.org"]
    assert list(published) == ["erin.editor@example.org"]
    assert TITLE in published["erin.editor@example.org"]
    both = editor.clicks + reviewer.clicks
    print(f"a wrong step, from the public page to the public page: {both}")
    assert 0 < both <= MOST_FOR_A_WRONG_STEP

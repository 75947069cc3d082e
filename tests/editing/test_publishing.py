"""Publishing at a time, the upkeep of what is published, review dates and the weekly mail."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import NotPublishable, Publication, put_live
from kb.catalogue.entries import MeaningEntry
from kb.catalogue.models import Article, ErrorCode, OldSlug, Version
from kb.catalogue.reading import document_of as published_document
from kb.editing import refusals
from kb.editing.drafts import actions as drafting
from kb.editing.drafts import new_codes
from kb.editing.models import Comment, Draft, Ownership
from kb.editing.ownership import actions as ownership
from kb.editing.ownership.weekly import send_weekly
from kb.editing.review import approving, submitting
from kb.editing.review.scheduling import publish_due
from kb.editing.upkeep import actions as upkeep
from kb.operate.worker import CHORES
from kb.outbox.models import Delivery
from tests.editing.conftest import NOON, handed_in, last
from tests.editing.pages import words
from tests.make import make_article, make_code, make_document, make_draft, make_report, make_shortcut

LATER = NOON + timedelta(hours=3)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)


def scheduled(editor, reviewer, **facts) -> Draft:
    draft = handed_in(by=editor, **facts)
    return approving.approve(draft=draft, revision=last(draft), by=reviewer, publish_at=LATER, now=NOON)


def test_approved_for_later_is_published_when_its_time_comes_and_not_before(editor, reviewer):
    draft = scheduled(editor, reviewer, title="From Monday")
    assert (draft.state, Article.objects.count(), Version.objects.count()) == ("SCHEDULED", 0, 0)
    assert publish_due(LATER - timedelta(seconds=1)) == 0

    assert publish_due(LATER) == 1
    article = Article.objects.get()
    assert (article.title, article.published_at, article.reviewed_by) == ("From Monday", LATER, reviewer)
    assert publish_due(LATER) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.article) == ("PUBLISHED", article)


def test_worker_publishes_each_minute():
    assert publish_due in CHORES
    assert send_weekly in CHORES


def test_codes_made_while_writing_are_made_for_real_with_the_article_that_names_them(editor, reviewer):
    draft = make_draft(by=editor, codes=("ERR7777",))
    for code in ("err 7777", "ERR8888"):
        new_codes.propose(draft=draft, code=code, meanings=[MeaningEntry("The card is worn.")], by=editor)
    submitting.submit(draft=draft, by=editor, why="A code nobody knew")

    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    assert [(code.display, code.meaning_in_short) for code in ErrorCode.objects.all()] == [
        ("err 7777", "The card is worn.")
    ]
    assert Article.objects.get().is_live(LATER)


def test_time_that_has_passed_is_at_once(editor, reviewer):
    draft = handed_in(by=editor)
    approving.approve(draft=draft, revision=last(draft), by=reviewer, publish_at=NOON, now=LATER)
    assert Article.objects.exists()


def test_what_could_not_be_published_is_said_when_it_is_approved(editor, reviewer):
    with pytest.raises(NotPublishable):
        scheduled(editor, reviewer, codes=("ERR5022",))
    assert Draft.objects.get().state == "IN_REVIEW"


def test_approved_text_is_not_written_on_until_it_is_taken_back(editor, reviewer):
    draft = scheduled(editor, reviewer)
    with pytest.raises(drafting.NotOpen, match="Take it back"):
        drafting.save(draft=draft, document=make_document(), base_revision=1, by=editor)

    submitting.withdraw_from_review(draft=draft, by=editor)
    assert publish_due(LATER) == 0
    drafting.save(draft=draft, document=make_document(), base_revision=1, by=editor)


def test_what_cannot_be_published_at_its_time_goes_back_and_its_author_is_told(editor, reviewer):
    editor.email = "editor@example.org"
    editor.save()
    draft = scheduled(editor, reviewer, slug="card-not-read")
    put_live(make_document(slug="card-not-read"), Publication(by=None))

    assert publish_due(LATER) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("SENT_BACK", None)
    comment = Comment.objects.get()
    assert (comment.field, comment.by) == ("slug", None)
    assert "Another article has the address" in comment.text
    mail = Delivery.objects.get(room="editing")
    assert mail.to == "editor@example.org"
    assert comment.text in mail.content["text"]
    assert publish_due(LATER) == 0
    assert Delivery.objects.filter(room="editing").count() == 1


def test_article_that_changed_meanwhile_is_not_overwritten_at_its_time(editor, reviewer):
    article = make_article()
    draft = scheduled(editor, reviewer, article=article, title="From Monday")
    upkeep.take_down(article=article, by=reviewer, why="It does harm")

    assert publish_due(LATER) == 0
    draft.refresh_from_db()
    assert draft.state == "SENT_BACK"
    assert not Article.objects.live().exists()


def test_one_that_fails_keeps_no_other_from_its_time(editor, reviewer):
    scheduled(editor, reviewer, slug="card-not-read")
    scheduled(editor, reviewer, slug="other-card")
    put_live(make_document(slug="card-not-read"), Publication(by=None))

    assert publish_due(LATER) == 1


def test_old_version_is_restored_as_a_draft_at_todays_address(editor, reviewer):
    article = make_article(title="One", slug="one")
    put_live(make_document(title="Two", slug="two"), Publication(by=None, article=article))
    draft = upkeep.restore(article=article, version=1, by=editor)

    document = last(draft).document
    assert (document.title, document.slug) == ("One", "two")
    assert (draft.based_on, draft.origin) == (2, f"version 1 of {article.label}")
    with pytest.raises(refusals.NotPossible, match="Somebody is changing"):
        upkeep.restore(article=article, version=1, by=editor)
    submitting.submit(draft=draft, by=editor, why="Version 1 again")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)
    assert (Article.objects.get().title, Version.objects.count()) == ("One", 3)


def test_who_restores_is_an_author(reviewer):
    article = make_article(title="One", slug="one")
    put_live(make_document(title="Two", slug="one"), Publication(by=None, article=article))
    draft = upkeep.restore(article=article, version=1, by=reviewer)
    submitting.submit(draft=draft, by=reviewer, why="Version 1 again")

    with pytest.raises(refusals.OwnWork):
        approving.approve(draft=draft, revision=last(draft), by=reviewer)


def test_renamed_article_is_found_at_its_old_address(client, reviewer):
    article = upkeep.rename(article=make_article(slug="old"), slug="new", by=reviewer)

    assert (article.slug, article.version) == ("new", 2)
    assert client.get("/articles/old/").headers["Location"] == "/articles/new/"
    with pytest.raises(NotPublishable):
        upkeep.rename(article=article, slug="Not An Address", by=reviewer)


def test_article_is_not_renamed_under_an_open_draft(editor, reviewer):
    article = make_article(slug="old")
    make_draft(by=editor, article=article)
    with pytest.raises(refusals.NotPossible, match="then rename"):
        upkeep.rename(article=article, slug="new", by=reviewer)
    assert not OldSlug.objects.exists()


def test_expired_article_is_gone_and_comes_back_with_a_later_end(client, reviewer):
    article = make_article(slug="card-not-read")
    with pytest.raises(refusals.NotPossible, match="still to come"):
        upkeep.set_expiry(article=article, at=NOON, by=reviewer, now=NOON)

    upkeep.set_expiry(article=article, at=NOON, by=reviewer, now=NOON - timedelta(days=1))
    assert not Article.objects.live(NOON).exists()
    upkeep.set_expiry(article=article, at=None, by=reviewer)
    assert client.get("/articles/card-not-read/").status_code == 200


def test_still_right_moves_the_review_date_and_nothing_else(reviewer):
    article = make_article(review_due=date(2026, 11, 1))
    before = Article.objects.filter(pk=article.pk).values().get()
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 11, 1), now=NOON)

    after = Article.objects.filter(pk=article.pk).values().get()
    assert {key: value for key, value in after.items() if value != before[key]} == {"review_due_on": date(2027, 11, 1)}
    assert Version.objects.count() == 1
    entry = AuditEntry.objects.get(verb="found an article still right")
    assert (entry.actor, entry.detail["from"], entry.detail["until"]) == (reviewer, "2026-11-01", "2027-11-01")


def test_owner_deputy_and_any_reviewer_say_still_right_and_nobody_else(editor, other_editor, reviewer, reader):
    article = make_article()
    until = date(2027, 11, 1)
    with pytest.raises(refusals.NotAllowed):
        upkeep.still_right(article=article, by=editor, until=until, now=NOON)

    ownership.set_owner(article=article, by=reviewer, owner=reader, deputy=editor)
    upkeep.still_right(article=article, by=editor, until=until, now=NOON)
    upkeep.still_right(article=article, by=reviewer, until=until, now=NOON)
    for person in (other_editor, reader):
        with pytest.raises(refusals.NotAllowed):
            upkeep.still_right(article=article, by=person, until=until, now=NOON)
    with pytest.raises(refusals.NotPossible, match="still to come"):
        upkeep.still_right(article=article, by=editor, until=NOON.date(), now=NOON)


def test_owner_is_a_person_or_a_team_or_nobody(editor, reviewer):
    article = make_article()
    ownership.set_owner(article=article, by=editor, team="RA team", deputy=reviewer)
    assert Ownership.objects.get().team == "RA team"

    ownership.set_owner(article=article, by=editor)
    assert not Ownership.objects.exists()


@pytest.fixture
def due(editor, reviewer) -> Article:
    editor.email = "editor@example.org"
    editor.save()
    article = make_article(title="Card not read", review_due=date(2026, 12, 4))
    make_article(title="Not due", review_due=date(2027, 12, 4))
    for one in Article.objects.all():
        ownership.set_owner(article=one, by=reviewer, owner=editor, deputy=reviewer)
    return article


def weekly() -> list[Delivery]:
    return list(Delivery.objects.filter(room="editing", purpose="weekly").order_by("pk"))


def test_owner_gets_one_mail_a_week_with_what_is_due(due):
    assert send_weekly(MONDAY) == 1
    assert send_weekly(MONDAY) == send_weekly(MONDAY + timedelta(days=6)) == 0

    [mail] = weekly()
    assert (mail.to, mail.content["subject"]) == ("editor@example.org", "1 article to look at this week")
    assert f"{due.label} Card not read\nTo be looked at by 4 December 2026" in mail.content["text"]
    assert "Not due" not in mail.content["text"]
    assert send_weekly(MONDAY + timedelta(days=7)) == 1


def test_week_begins_on_monday_at_seven(due):
    assert send_weekly(MONDAY - timedelta(days=3)) == 1
    assert send_weekly(MONDAY - timedelta(minutes=1)) == 0
    assert send_weekly(MONDAY) == 1


def test_deputy_is_told_when_the_owner_has_left(due, editor, reviewer):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    editor.is_active = False
    editor.save()

    assert send_weekly(MONDAY) == 1
    assert weekly()[0].to == "reviewer@example.org"


def test_deputy_is_told_for_whom_they_stand_in_while_the_owner_is_away(due, editor, reviewer):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    editor.away_until = MONDAY.date()
    editor.save()

    assert send_weekly(MONDAY) == 1
    [mail] = weekly()
    assert mail.to == "reviewer@example.org"
    assert "4 December 2026. You stand in for The editor\n" in mail.content["text"]
    # The owner is back on Tuesday, and has not been told this week.
    assert send_weekly(MONDAY + timedelta(days=1)) == 1
    assert weekly()[1].to == "editor@example.org"


def test_nobody_is_told_of_nothing(due, editor, reviewer):
    upkeep.still_right(article=due, by=editor, until=date(2027, 12, 1), now=NOON)
    assert send_weekly(MONDAY) == 0
    assert weekly() == []


def test_taken_down_article_names_its_replacement(client, reviewer):
    article, other = make_article(slug="old"), make_article(slug="new")
    with pytest.raises(refusals.NotPossible, match="why"):
        upkeep.take_down(article=article, by=reviewer, why="")
    upkeep.take_down(article=article, by=reviewer, why="Out of date", replacement=other)

    page = client.get("/articles/old/")
    assert page.status_code == 410
    assert "/articles/new/" in page.content.decode()


def test_published_document_of_a_code_made_since_is_answered(editor, reviewer):
    draft = handed_in(by=editor, codes=("ERR5022",))
    make_code("ERR5022")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    article = Article.objects.with_parts().get()
    assert published_document(article).codes == ("ERR5022",)


def test_page_of_an_article_says_what_will_move_before_it_is_merged_or_taken_down(signed_in, reviewer):
    make_code("ERR5022")
    article = make_article(slug="card-not-read", codes=("ERR5022",))
    make_shortcut("My card is not read", article=article)
    make_report(article=article.number)
    upkeep.rename(article=article, slug="card-is-not-read", by=reviewer)

    client = signed_in(reviewer)
    page = words(client.get(f"/edit/articles/{article.label}/"))
    asked = words(client.get(f"/edit/articles/{article.label}/take-down/"))

    assert "First you see what moves, then it is done." in page
    assert "No other article has ERR5022" in asked
    assert "Its address will say that it was withdrawn" in asked

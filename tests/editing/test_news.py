"""What became of a draft is told to those whom it concerns: on their home, and by one mail an hour at most."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from kb.accounts.roles import Role
from kb.catalogue.actions import Publication, put_live
from kb.editing.models import News
from kb.editing.news.actions import mark_read, tell_overtaken
from kb.editing.news.mailing import send_news
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving, submitting, urgent
from kb.editing.review.scheduling import publish_due
from kb.outbox.models import Delivery
from tests.editing.conftest import NOON, last
from tests.editing.pages import words
from tests.make import make_article, make_document, make_draft

HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _addresses(editor, reviewer, other_editor, other_reviewer, administrator):
    for person in (editor, reviewer, other_editor, other_reviewer, administrator):
        person.email = f"{person.username}@example.org"
        person.save()


def hand_in(draft, by, at=NOON, why="Said more plainly"):
    return submitting.submit(draft=draft, by=by, why=why, now=at)


def send_back(draft, by, at=NOON + A_MINUTE, reason="Say which browser.", comments=()):
    return submitting.send_back(draft=draft, revision=last(draft), by=by, reason=reason, comments=comments, now=at)


def told(kind: str) -> set[str]:
    return set(News.objects.filter(kind=kind).values_list("person__username", flat=True))


def news_mails() -> dict[str, str]:
    return {row.to: row.content["text"] for row in Delivery.objects.filter(purpose="news").order_by("pk")}


def away(person):
    person.away_until = NOON.date()
    person.save()


def test_reviewers_are_told_what_is_handed_in_but_never_its_authors(editor, reviewer, other_reviewer, administrator):
    draft = make_draft(by=reviewer, title="Card not read")
    hand_in(draft, editor)

    assert told("HANDED_IN") == {other_reviewer.username, administrator.username}
    assert send_news(NOON + A_MINUTE) == 2
    text = news_mails()[other_reviewer.email]
    assert "The editor asks for a review of\nNew article: Card not read" in text
    assert "> Said more plainly" in text
    assert f"https://kb.example.nhs.uk{reverse('editing:review', args=[draft.pk])}" in text


def test_author_reads_the_words_with_which_it_was_sent_back(editor, reviewer, draft):
    hand_in(draft, editor)
    send_back(draft, reviewer, comments=[("steps.1.body", "Which button?"), ("", "Nice otherwise.\nSubject: no")])

    assert told("SENT_BACK") == {editor.username}
    send_news(NOON + 2 * A_MINUTE)
    text = news_mails()[editor.email]
    assert "> Say which browser.\n" in text
    assert "> Step 1, for the user: what to do: Which button?" in text
    assert "> Nice otherwise.\n> Subject: no" in text
    assert reverse("editing:edit", args=[draft.pk]) in text


def test_one_mail_an_hour_at_most_holds_all_that_came(editor, reviewer):
    first, *others = (make_draft(by=editor, title=f"Article {number}") for number in range(3))
    hand_in(first, editor)
    assert send_news(NOON) == 3  # two reviewers and an administrator
    for number, draft in enumerate(others):
        hand_in(draft, editor, at=NOON + (number + 1) * A_MINUTE)

    assert send_news(NOON + HOUR - A_MINUTE) == 0
    assert send_news(NOON + HOUR) == 3
    assert send_news(NOON + 2 * HOUR) == 0
    [_, second] = Delivery.objects.filter(purpose="news", to=reviewer.email).order_by("pk")
    assert second.content["subject"] == "2 things are new in what you write and review"
    assert "Article 1" in second.content["text"]
    assert "Article 2" in second.content["text"]
    assert "Article 0" not in second.content["text"]


def test_what_is_no_longer_so_is_not_mailed(editor, reviewer, other_reviewer, draft):
    hand_in(draft, editor)
    send_back(draft, reviewer)
    hand_in(draft, editor, at=NOON + 2 * A_MINUTE)
    submitting.withdraw_from_review(draft=draft, by=editor)

    assert send_news(NOON + 3 * A_MINUTE) == 0
    assert not News.objects.unread(other_reviewer).exists()


def test_handed_in_twice_is_one_line(editor, reviewer, draft):
    hand_in(draft, editor)
    submitting.withdraw_from_review(draft=draft, by=editor)
    hand_in(draft, editor, at=NOON + A_MINUTE)

    assert News.objects.unread(reviewer).count() == 1


def test_author_and_owner_are_told_what_is_published_but_not_who_did_it(editor, reviewer, other_editor):
    article = make_article(title="Card not read")
    ownership.set_owner(article=article, by=reviewer, owner=other_editor)
    draft = make_draft(by=editor, article=article, title="Said better")
    hand_in(draft, editor)
    approving.approve(draft=draft, revision=last(draft), by=reviewer, now=NOON + A_MINUTE)

    assert told("PUBLISHED") == {editor.username, other_editor.username}
    send_news(NOON + 2 * A_MINUTE)
    assert article.get_absolute_url() in news_mails()[other_editor.email]
    assert reviewer.email not in news_mails()


def test_approved_for_a_time_is_told_then_and_when_it_is_published(editor, reviewer, draft):
    hand_in(draft, editor)
    at = NOON + 3 * HOUR
    approving.approve(draft=draft, revision=last(draft), by=reviewer, publish_at=at, now=NOON + A_MINUTE)

    assert told("PUBLISHED") == set()  # what a rehearsal told is taken back with it
    send_news(NOON + 2 * A_MINUTE)
    assert "approved for 25 November 2026 at 3pm" in news_mails()[editor.email]
    publish_due(at)
    assert (told("APPROVED"), told("PUBLISHED")) == ({editor.username}, {editor.username})
    assert [row.kind for row in News.objects.unread(editor)] == ["PUBLISHED"]


def test_urgent_fix_is_told_to_its_owner_and_to_no_reviewer_twice(editor, reviewer, other_editor):
    article = make_article()
    ownership.set_owner(article=article, by=reviewer, owner=other_editor, deputy=reviewer)
    draft = make_draft(by=editor, article=article, title="Said better")
    urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards.", now=NOON)

    assert told("PUBLISHED") == {other_editor.username}
    assert Delivery.objects.filter(purpose="urgent fix").count() == 3


def test_article_that_changed_meanwhile_is_told_once_to_whoever_has_a_draft_of_it(editor, reviewer, other_editor):
    article = make_article(title="Card not read")
    ownership.set_owner(article=article, by=reviewer, owner=other_editor)
    draft = make_draft(by=editor, article=article, title="Said better")
    assert tell_overtaken(NOON) == 0
    again = make_document(slug=article.slug, title="From a file")
    put_live(again, Publication(by=other_editor, article=article, why="By file"))

    assert tell_overtaken(NOON) == 1
    assert tell_overtaken(NOON + A_MINUTE) == 0
    assert told("OVERTAKEN") == {editor.username}
    send_news(NOON + A_MINUTE)
    assert "The other editor changed the article while this draft of it was open" in news_mails()[editor.email]
    assert reverse("editing:review", args=[draft.pk]) in news_mails()[editor.email]


def test_what_could_not_be_published_is_mailed_at_once_and_not_again(editor, reviewer):
    article = make_article()
    draft = make_draft(by=editor, article=article, title="Said better")
    hand_in(draft, editor)
    at = NOON + HOUR
    approving.approve(draft=draft, revision=last(draft), by=reviewer, publish_at=at, now=NOON + A_MINUTE)
    put_live(make_document(slug=article.slug, title="Other"), Publication(by=reviewer, article=article))
    publish_due(at)

    assert Delivery.objects.filter(purpose="not published").count() == 1
    assert [row.kind for row in News.objects.unread(editor)] == ["SENT_BACK"]
    send_news(at + A_MINUTE)
    assert "could not publish" not in news_mails().get(editor.email, "")


def test_whoever_is_away_is_not_mailed_and_another_is_told(editor, reviewer, other_reviewer, administrator, draft):
    away(reviewer)
    hand_in(draft, editor)

    assert told("HANDED_IN") == {other_reviewer.username, administrator.username}


def test_where_all_reviewers_are_away_it_stays_with_them(editor, reviewer, other_reviewer, administrator, draft):
    for person in (reviewer, other_reviewer, administrator):
        away(person)
    hand_in(draft, editor)

    assert told("HANDED_IN") == {reviewer.username, other_reviewer.username, administrator.username}
    assert send_news(NOON + A_MINUTE) == 0


def test_owner_is_told_where_the_author_is_away_or_gone(editor, reviewer, other_editor):
    article = make_article()
    ownership.set_owner(article=article, by=reviewer, owner=other_editor)
    draft = make_draft(by=editor, article=article, title="Said better")
    hand_in(draft, editor)
    away(editor)
    send_back(draft, reviewer)

    assert told("SENT_BACK") == {editor.username, other_editor.username}
    send_news(NOON + 2 * A_MINUTE)
    assert set(news_mails()) & {editor.email, other_editor.email} == {other_editor.email}


def test_deputy_is_told_while_the_owner_is_away(editor, reviewer, other_editor, other_reviewer):
    article = make_article()
    ownership.set_owner(article=article, by=reviewer, owner=other_reviewer, deputy=other_editor)
    away(other_reviewer)
    draft = make_draft(by=editor, article=article, title="Said better")
    hand_in(draft, editor)
    approving.approve(draft=draft, revision=last(draft), by=reviewer, now=NOON + A_MINUTE)

    assert told("PUBLISHED") == {editor.username, other_editor.username}


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.READER}, {"email": ""}])
def test_who_can_no_longer_write_or_has_no_address_gets_no_mail(editor, reviewer, draft, change):
    hand_in(draft, editor)
    for name, value in change.items():
        setattr(reviewer, name, value)
    reviewer.save()
    send_news(NOON + A_MINUTE)

    assert "reviewer@example.org" not in news_mails()


def test_who_comes_back_gets_no_mail_of_last_week(editor, reviewer, draft):
    hand_in(draft, editor)

    assert send_news(NOON + timedelta(days=1)) == 0


# --- On the home -----------------------------------------------------------------------------------------------------


def home(client):
    return words(client.get(reverse("editing:home")))


def test_home_shows_what_is_new_until_it_is_read(client_of_editor, editor, reviewer, draft):
    hand_in(draft, editor)
    send_back(draft, reviewer)
    page = home(client_of_editor)
    assert "News for you The reviewer sent back Card not read" in page
    assert "Say which browser." in page

    [row] = News.objects.unread(editor)
    answer = client_of_editor.post(reverse("editing:news-read"), {"news": [row.pk]})
    assert answer.headers["Location"] == reverse("editing:home")
    assert "News for you" not in home(client_of_editor)
    # Nor is it mailed then.
    send_news(NOON + 2 * A_MINUTE)
    assert editor.email not in news_mails()


def test_home_shows_five_and_marks_only_what_it_showed(client_of_editor, editor, reviewer):
    for number in range(7):
        draft = make_draft(by=editor, title=f"Article {number}")
        hand_in(draft, editor)
        send_back(draft, reviewer, at=NOON + (number + 1) * A_MINUTE)
    page = home(client_of_editor)
    assert "And 2 more" in page
    shown = [row.pk for row in News.objects.unread(editor)[:5]]
    client_of_editor.post(reverse("editing:news-read"), {"news": shown})

    assert "The reviewer sent back Article 1" in home(client_of_editor)


def test_nobody_reads_for_somebody_else(editor, reviewer, other_editor, draft):
    hand_in(draft, editor)
    send_back(draft, reviewer)
    rows = list(News.objects.values_list("pk", flat=True))

    assert mark_read(by=other_editor, rows=rows, now=datetime.now(UTC)) == 0
    assert News.objects.unread(editor).count() == 1


@pytest.mark.parametrize("sent", [[], ["x"], ["99999999999999999999"], ["0"]])
def test_what_is_no_number_of_news_reads_nothing(client_of_editor, editor, reviewer, draft, sent):
    hand_in(draft, editor)
    send_back(draft, reviewer)

    assert client_of_editor.post(reverse("editing:news-read"), {"news": sent}).status_code == 302
    assert News.objects.unread(editor).count() == 1

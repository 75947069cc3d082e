"""The editors' home: what needs attention, in order, whatever the knowledge base holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving, submitting, urgent
from kb.insight.models import CodeStory
from tests.editing.conftest import fill, handed_in, last
from tests.make import make_article, make_document, make_draft

HOME = "/edit/"


def said(response):
    return response.content.decode()


def section(page: str, key: str) -> str:
    """The words of one list."""
    return page.partition(f'aria-labelledby="{key}"')[2].partition("</section>")[0]


def home(client):
    response = client.get(HOME)
    assert response.status_code == 200
    return said(response)


def test_it_says_how_many_answers_of_readers_wait(signed_in, editor):
    assert "wait for you" not in signed_in(editor).get("/edit/").content.decode()
    for number in range(3):
        CodeStory.objects.create(code="ERR9138", typed="ERR 9138", where=f"Room {number}", at=timezone.now())

    page = signed_in(editor).get("/edit/").content.decode()

    assert "and what readers told of them: 3 wait for you" in page


def test_empty_lists_say_what_would_be_here(signed_in, reviewer):
    page = home(signed_in(reviewer))

    for key in ("urgent", "review", "sent-back", "mine", "scheduled", "due"):
        assert "None." in section(page, key)
    assert "0 articles that nobody looks after" in page


def test_lists_stand_in_the_order_of_what_cannot_wait(signed_in, reviewer):
    page = home(signed_in(reviewer))

    places = [page.index(f'id="{key}"') for key in ("urgent", "review", "sent-back", "mine", "scheduled", "due")]
    assert places == sorted(places)


@pytest.mark.parametrize("who", ["reader", "desk"])
def test_home_is_for_editors(signed_in, request, who):
    assert signed_in(request.getfixturevalue(who)).get(HOME).status_code == 404


def test_account_page_leads_editors_here(signed_in, editor, desk):
    assert 'href="/edit/"' in said(signed_in(editor).get("/account/"))
    assert 'href="/edit/"' not in said(signed_in(desk).get("/account/"))


@pytest.mark.parametrize("page", ["editing:home", "accounts:account", "accounts:password", "accounts:sign-out"])
def test_head_of_the_page_leads_to_the_account_of_who_is_signed_in(signed_in, editor, page):
    shown = said(signed_in(editor).get(reverse(page)))
    head = shown.partition("<header")[2].partition("</header>")[0]
    foot = shown.partition("<footer")[2]

    assert f'href="{reverse("accounts:account")}"' in head
    assert reverse("accounts:sign-in") not in f"{head}{foot}"


def test_drafts_stand_with_whoever_has_to_do_something(signed_in, editor, reviewer, other_editor):
    make_draft(by=editor, title="Being written")
    waiting = handed_in(by=editor, title="Handed in")
    back = handed_in(by=editor, title="Not clear yet")
    submitting.send_back(draft=back, revision=last(back), by=reviewer, reason="Say more.")
    timed = handed_in(by=editor, title="For Monday")
    at = timezone.now() + timedelta(days=3)
    approving.approve(draft=timed, revision=last(timed), by=reviewer, publish_at=at)

    own, theirs, others = (home(signed_in(person)) for person in (editor, reviewer, other_editor))

    assert "Being written" in section(own, "mine")
    assert "Handed in" in section(own, "mine")
    assert "Not clear yet" in section(own, "sent-back")
    assert "For Monday" in section(own, "scheduled")
    assert reverse("editing:review", args=[waiting.pk]) in section(theirs, "review")
    assert "Being written" not in theirs
    assert "Not clear yet" not in theirs
    assert "For Monday" in section(others, "scheduled")
    assert "Waiting for your review" not in others


def test_own_work_does_not_wait_for_ones_own_review(signed_in, reviewer):
    handed_in(by=reviewer, title="My own")

    page = home(signed_in(reviewer))

    assert "My own" not in section(page, "review")
    assert "My own" in section(page, "mine")


def test_urgent_fixes_come_first_until_they_are_reviewed(signed_in, editor, reviewer):
    draft = make_draft(by=editor, article=make_article(), title="Do not use this step")
    review = urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards.")

    before = home(signed_in(reviewer))
    urgent.settle_urgent(review=review, by=reviewer)
    after = home(signed_in(reviewer))

    assert "It locks cards." in section(before, "urgent")
    assert "It locks cards." not in after


def test_text_that_was_kept_aside_stands_above_all(signed_in, editor, other_editor):
    draft = make_draft(by=editor, title="Shared")
    document = last(draft).document
    drafting.save(draft=draft, document=replace(document, title="Theirs"), base_revision=1, by=other_editor)
    with pytest.raises(drafting.Conflict) as conflict:
        drafting.save(draft=draft, document=replace(document, title="Mine, unsaved"), base_revision=1, by=editor)

    page = home(signed_in(editor))

    assert "Mine, unsaved" in section(page, "aside")
    assert reverse("editing:conflict", args=[draft.pk, conflict.value.unsaved_text.pk]) in page
    assert "Mine, unsaved" not in home(signed_in(other_editor))


# --- Reviews due ---------------------------------------------------------------------------------------------------


def test_reviews_due_are_mine_first_and_one_click_moves_the_date(signed_in, editor):
    make_article(title="Older, of nobody", review_due=date(2020, 1, 1))
    mine = make_article(title="Mine", review_due=date(2021, 1, 1))
    make_article(title="Not due", review_due=date(2090, 1, 1))
    ownership.set_owner(article=mine, by=editor, owner=editor)
    client = signed_in(editor)

    due = section(home(client), "due")
    until = timezone.now().date() + timedelta(days=100)
    answer = client.post(
        reverse("editing:still-right", args=[mine.label]), {"until": until.isoformat(), "from": "home"}, follow=True
    )

    assert due.index("Mine") < due.index("Older, of nobody")
    assert "Not due" not in due
    assert answer.redirect_chain == [(HOME, 302)]
    assert "It is still right" in said(answer)
    assert Article.objects.get(pk=mine.pk).review_due_on == until


def test_long_list_says_how_many_more_there_are(signed_in, editor):
    make_article(review_due=date(2020, 1, 1))
    fill(25)

    due = section(home(signed_in(editor)), "due")

    assert "Reviews due (26)" in due
    assert "All 26" in due
    assert due.count("<li") == 20


# --- All articles --------------------------------------------------------------------------------------------------


def test_articles_are_found_by_number_by_title_and_by_what_is_missing(signed_in, editor):
    card, screen = make_article(title="Card not read"), make_article(title="Blank screen")
    ownership.set_owner(article=card, by=editor, team="Card team")
    client = signed_in(editor)

    by_number = client.get("/edit/articles/", {"q": card.label.lower()})
    by_title = said(client.get("/edit/articles/", {"q": "blank"}))
    of_nobody = said(client.get("/edit/articles/", {"which": "nobody"}))
    nothing = said(client.get("/edit/articles/", {"q": "printer"}))

    assert by_number.url == reverse("editing:article", args=[card.label])
    assert screen.title in by_title
    assert card.title not in by_title
    assert card.title not in of_nobody
    assert screen.title in of_nobody
    assert "No article is like this." in nothing


def test_articles_are_found_as_readers_find_them_and_drafts_of_everybody_beside_them(signed_in, editor, reviewer):
    card = make_article(title="Card not read", codes=("ERR5022",))
    make_article(title="Blank screen", codes=("ERR1002",))
    of_another = drafting.begin(by=reviewer, document=make_document(title="Nothing said yet", codes=("ERR5022",)))
    titled = drafting.begin(by=reviewer, document=make_document(title="The reader is cold", codes=()))
    client = signed_in(editor)

    by_code = said(client.get("/edit/articles/", {"q": "err 50 22"}))
    by_words = said(client.get("/edit/articles/", {"q": "reader cold"}))

    assert by_code.index(of_another.title) < by_code.index(card.title)
    assert "Begun by The reviewer" in by_code
    assert "Blank screen" not in by_code
    assert titled.title not in by_code
    assert titled.title in by_words


def test_strange_questions_are_no_error(signed_in, editor):
    make_article()
    client = signed_in(editor)

    for query in ({"q": "\0"}, {"q": "9" * 90}, {"q": "²"}, {"which": "x"}, {"page": "x"}, {"page": "99"}):
        assert client.get("/edit/articles/", query).status_code == 200

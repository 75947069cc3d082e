"""What is done to an article while somebody has a draft of it: nobody is disturbed, and nothing is put back."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, Ownership, UnsavedText
from kb.editing.ownership import actions as ownership
from kb.editing.review import approving, submitting
from kb.editing.review.reading import compared
from kb.editing.upkeep import actions as upkeep
from kb.editing.upkeep.forms import next_review
from kb.lib import dates
from tests.editing.conftest import NOON, last
from tests.editing.pages import address, form_of, words
from tests.make import make_article, make_document, make_draft

pytestmark = pytest.mark.django_db


def test_upkeep_of_an_article_beside_an_open_draft_disturbs_nobody_and_lasts(editor, other_editor, reviewer):
    """Still right before the draft and during it, and another owner: the author meets no conflict, and all of it stays
    when the draft is published."""
    article = make_article(review_due=date(2026, 11, 1))
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 1, 1), now=NOON)
    draft = make_draft(by=editor, article=article)
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 11, 1), now=NOON)
    ownership.set_owner(article=article, by=reviewer, owner=other_editor)

    document = replace(last(draft).document, title="Said better")
    drafting.save(draft=draft, document=document, base_revision=1, by=editor)
    shown = compared(Draft.objects.get())
    submitting.submit(draft=draft, by=editor, why="Said better")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    assert (shown.after.review_due, shown.is_overtaken) == (date(2027, 11, 1), False)
    article.refresh_from_db()
    assert (article.title, article.review_due_on) == ("Said better", date(2027, 11, 1))
    assert Ownership.objects.get().owner == other_editor
    assert not UnsavedText.objects.exists()


def test_date_that_the_draft_itself_set_counts_whatever_was_said_meanwhile(editor, reviewer):
    article = make_article(review_due=date(2026, 11, 1))
    draft = make_draft(by=editor, article=article, review_due=date(2027, 3, 1))
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 11, 1), now=NOON)
    submitting.submit(draft=draft, by=editor, why="Sooner")
    approving.approve(draft=draft, revision=last(draft), by=reviewer)

    assert Article.objects.get().review_due_on == date(2027, 3, 1)


def test_words_are_restored_and_not_their_review_date(editor, reviewer):
    article = make_article(title="One", review_due=date(2025, 1, 1))
    put_live(make_document(title="Two", slug=article.slug), Publication(by=None, article=article))
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 11, 1), now=NOON)
    draft = upkeep.restore(article=article, version=1, by=editor)

    assert last(draft).document.review_due == date(2027, 11, 1)


def test_small_correction_stays_small_after_the_review_date_was_moved(editor, reviewer):
    article = make_article(summary="The card is not red.", review_due=date(2026, 11, 1))
    upkeep.still_right(article=article, by=reviewer, until=date(2027, 11, 1), now=NOON)
    draft = make_draft(by=editor, article=article, summary="The card is not read.")
    approving.correct(draft=draft, revision=last(draft), by=reviewer)

    article.refresh_from_db()
    assert (article.summary, article.review_due_on) == ("The card is not read.", date(2027, 11, 1))


# --- What is handed in ---------------------------------------------------------------------------------------------


def test_section_says_what_changed_in_words_and_word_by_word(client_of_editor, editor, reviewer):
    steps = (StepContent("USER", "Take it out", "Wait."), StepContent("IT", "Look", "At the log."))
    article = make_article(title="Card not read", steps=steps)
    new = (*steps[:1], StepContent("IT", "Ring", "The supplier."))
    draft = make_draft(by=editor, article=article, title="Card not recognised", steps=new)

    page = client_of_editor.get(address(draft))

    assert f"Since version 1 of {article.label}: Title; " in words(page)
    assert "Step 1, for IT support (removed)" in words(page)
    assert "Step 1, for IT support (new)" in words(page)
    assert '<ins class="kb-pieces__added">' in page.content.decode()
    assert "The reviewer can review it" in words(page)


def test_section_follows_each_save(client_of_editor, editor):
    draft = drafting.begin(by=editor, article=make_article(title="Card not read"))
    before = words(client_of_editor.get(address(draft)))
    client_of_editor.post(address(draft, "autosave"), form_of(draft, title="Card not recognised"))
    said = client_of_editor.post(
        address(draft, "autosave"), {**form_of(draft, title="Card not recognised"), "check": "1"}
    )

    assert "Nothing is different from version 1" in before
    assert 'data-notes="changed"' in said.json()["checked"]
    assert "Title" in said.json()["checked"]


def test_new_article_is_all_new_and_has_an_owner_and_a_day(client_of_editor, editor):
    draft = drafting.begin(by=editor)
    page = client_of_editor.get(address(draft))
    due = dates.day(next_review(dates.in_london(timezone.now()).date()))

    assert "This is a new article: all of it is new." in words(page)
    assert f'<option value="{editor.pk}" selected>' in page.content.decode()
    assert f'name="review_due" value="{due}"' in page.content.decode()
    assert "Nobody but those who wrote it can review it here" in words(page)
    assert draft.revisions.count() == 1

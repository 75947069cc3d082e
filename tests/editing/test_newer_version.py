"""An article that a newer version of the product wrote is edited here, and keeps what is not known here."""

from dataclasses import replace

import pytest

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.editing.compare.diff import compare
from kb.editing.compare.small_change import is_small
from kb.editing.compare.three_way import differences, merged
from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import data_from, document_from
from kb.editing.editor.rows import press, tidy
from kb.editing.upkeep import actions as upkeep
from tests.editing.pages import EXTRA, address, form_of, text_of, words
from tests.make import make_article, make_draft

UNKNOWN = {
    "more": '{"colour":"red"}',
    "sources": (SourceContent("NHS England", more='{"trust":0.5}'),),
    "symptoms": (SymptomContent("SIGN", "The reader is dark.", more='{"seen_in":["Edge"]}'),),
    "steps": (
        StepContent("USER", "Look at the reader", "Look for a light."),
        StepContent("IT", "Restart the agent", "Restart it.", more='{"minutes":{"most":5}}'),
    ),
}


@pytest.fixture
def article(db) -> Article:
    return make_article(slug="card-not-read", **UNKNOWN)


@pytest.fixture
def draft(article, editor):
    return make_draft(by=editor, article=article)


def unknown(document: ArticleDocument) -> list[str]:
    return [document.more, *(row.more for name in ("sources", "symptoms", "steps") for row in getattr(document, name))]


def test_form_that_is_sent_unchanged_changes_nothing(draft, client_of_editor):
    before = text_of(draft)
    assert client_of_editor.post(address(draft), form_of(draft, **EXTRA)).status_code == 303
    draft.refresh_from_db()

    assert text_of(draft) == before
    assert compare(before, text_of(draft)) == ()
    assert "minutes" in unknown(before)[-1]


def test_page_of_the_editor_carries_it(draft, client_of_editor):
    page = client_of_editor.get(address(draft)).content.decode()

    assert page.count('name="steps.2.more"') == 1
    assert page.count('name="steps.1.more"') == 0


def test_form_that_is_sent_changed_keeps_it(draft, client_of_editor):
    changed = {"title": "Another title", "steps.2.title": "Start the agent anew"}
    client_of_editor.post(address(draft), form_of(draft, **EXTRA) | changed)
    draft.refresh_from_db()

    assert text_of(draft).title == "Another title"
    assert unknown(text_of(draft)) == unknown(ArticleDocument("", "", "", "", **UNKNOWN))


def test_it_goes_with_its_row_when_that_is_moved_and_with_nothing_when_that_is_removed(draft):
    data = tidy(data_from(replace(text_of(draft), steps=tuple(replace(s, audience="IT") for s in UNKNOWN["steps"]))))
    moved, _ = press(data, "up steps 2")
    removed, _ = press(data, "remove steps 2")

    assert [step.more for step in document_from(moved).steps] == ['{"minutes":{"most":5}}', ""]
    assert [step.more for step in document_from(removed).steps] == [""]


def test_row_that_only_carries_something_is_no_part_of_the_text(draft):
    data = data_from(text_of(draft)) | {"sources.1.name": [""]}

    assert document_from(data).sources == ()


@pytest.mark.parametrize("said", ['{"body":"Another"}', "{", "[1]", '{"a":"' + "b" * 30_000 + '"}', "[" * 20_000])
def test_nothing_that_is_known_is_taken_from_it(draft, said):
    data = data_from(text_of(draft)) | {"steps.2.more": [said]}
    step = document_from(data).steps[1]

    assert (step.body, step.more) == ("Restart it.", "")


@pytest.mark.parametrize("said", ['{"needs":9}', '{"colour":1e999}', '{"colour":' + "[" * 9_000 + "]" * 9_000 + "}"])
def test_draft_stays_readable_whatever_was_sent_as_a_part_that_is_not_known(draft, client_of_editor, said):
    sent = form_of(draft, **EXTRA) | {"more": [said], "title": "Another title"}
    assert client_of_editor.post(address(draft), sent).status_code == 303

    assert client_of_editor.get(address(draft)).status_code == 200
    assert (text_of(draft).title, text_of(draft).more) == ("Another title", "")


def test_published_restored_and_compared(article, draft, editor, reviewer):
    before = published_document(Article.objects.with_parts().get(pk=article.pk))
    plain = replace(before, more="", steps=tuple(replace(step, more="") for step in before.steps))
    drafting.discard(draft=draft, by=editor)
    put_live(plain, Publication(by=None, article=article))
    restored = upkeep.restore(article=article, version=1, by=reviewer)

    assert text_of(restored) == before
    assert [(change.label, change.field) for change in compare(plain, before)] == [
        ("Parts this version does not know", "steps.2.more"),
        ("Parts this version does not know", "more"),
    ]
    assert not is_small(plain, before)


def test_reviewer_sees_that_it_changed(draft, client_of_editor, editor):
    drafting.save(draft=draft, document=replace(text_of(draft), more='{"colour":"blue"}'), base_revision=1, by=editor)
    page = words(client_of_editor.get(address(draft, "history")))

    assert "Parts this version does not know" in page


def test_merge_loses_nothing_that_either_side_holds(draft):
    base = replace(text_of(draft), more='{"a":1}')
    theirs, mine = replace(base, more='{"a":1,"b":2}'), replace(base, more='{"a":1,"c":3}', title="Another title")
    found = differences(base, theirs, mine)

    assert [(one.name, one.chosen) for one in found] == [("title", "mine"), ("more", "both")]
    whole = merged(base, theirs, mine, {one.name: one.chosen for one in found})
    assert (whole.title, whole.more) == ("Another title", '{"a":1,"b":2,"c":3}')


def test_merge_asks_where_both_changed_the_same(draft):
    base = text_of(draft)
    (found,) = differences(base, replace(base, more='{"colour":"blue"}'), replace(base, more='{"colour":"green"}'))

    assert (found.label, found.chosen, found.can_be_both) == ("Parts this version does not know", "", False)

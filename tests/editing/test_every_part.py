"""Every part of the table goes through form, comparison, merge, rows, version and file as any other does."""

from dataclasses import replace
from datetime import date

import pytest

from kb.catalogue import fields
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.editing.compare.diff import compare
from kb.editing.compare.small_change import is_small
from kb.editing.compare.three_way import differences, merged
from kb.editing.editor.form_data import data_from, document_from
from kb.transfer.files import article_file, read_article
from tests.editing.pages import EXTRA, address, form_of, text_of
from tests.make import make_article, make_code, make_draft, make_service, make_snippet, make_vendor

BEFORE = ArticleDocument(
    title="Card not read",
    slug="card-not-read",
    summary="The computer does not read the card.",
    category="signing-in",
    codes=("ERR5022",),
    symptoms=(SymptomContent("SIGN", "The reader is dark."),),
    steps=(StepContent("USER", "Look at the reader", "Look for a light."),),
)
# One value of each part that is not what BEFORE says.
AFTER = {
    "title": "Smartcard not read",
    "slug": "smartcard-not-read",
    "reference": "C99",
    "summary": "The reader does not read the card.",
    "services": ("identity-agent",),
    "category": "readers",
    "vendor": "isosec",
    "acts": "RA",
    "place": "1",
    "reader": "RA",
    "call_first": True,
    "have_ready": "The card and its reader",
    "virtual_cards": True,
    "reminder": "Renew your smartcard",
    "codes": ("ERR5022", "ERR5023"),
    "mentions": ("ERR1002",),
    "meanings": (AnsweredMeaning("ERR5022", "main"),),
    "symptoms": (SymptomContent("EXACT", "No card"),),
    "questions": ("Which card?",),
    "steps": (StepContent("USER", "Look at the reader", "Look for a green light."),),
    "causes": ("Dust on the chip.",),
    "background": "Readers have a light.",
    "related": ("no-role",),
    "sources": (SourceContent("NHS England", "A page", "https://example.org/", date(2026, 5, 18)),),
    "confidence": "STUB",
    "review_due": date(2027, 1, 1),
}
PARTS = pytest.mark.parametrize("name", list(fields.BY_NAME))


def changed(name: str) -> ArticleDocument:
    return replace(BEFORE, **{name: AFTER[name]})


@PARTS
def test_form_says_it(name):
    assert document_from(data_from(changed(name))) == changed(name)


@PARTS
def test_json_and_file_say_it(name):
    document = changed(name)
    file, text = article_file(document)

    assert ArticleDocument.from_dict(document.to_dict()) == document
    assert read_article(file, text).content == document
    assert document.fingerprint != BEFORE.fingerprint


@PARTS
def test_comparison_shows_it_and_a_merge_takes_it(name):
    found = compare(BEFORE, changed(name))
    theirs = replace(BEFORE, background="Theirs.") if name != "background" else replace(BEFORE, title="Theirs")
    apart = {one.name: one.chosen for one in differences(BEFORE, theirs, changed(name))}

    assert {change.field.partition(".")[0] for change in found} == {name}
    assert compare(changed(name), changed(name)) == ()
    assert merged(BEFORE, theirs, changed(name), apart) == replace(theirs, **{name: AFTER[name]})


@PARTS
def test_only_prose_is_a_small_correction(name):
    part = fields.of(name)
    is_prose = part.is_prose or name == "steps"

    assert is_small(BEFORE, changed(name)) == is_prose


@PARTS
def test_draft_and_published_article_say_it(name, editor, signed_in):
    make_vendor("isosec")
    make_service("identity-agent")
    make_snippet("general-checks")
    for code in ("ERR5023", "ERR1002"):
        make_code(code)
    draft = make_draft(by=editor, **{one.name: getattr(BEFORE, one.name) for one in fields.ARTICLE})
    signed_in(editor).post(address(draft), form_of(draft, **EXTRA) | data_from(changed(name)))
    article = make_article(
        **{one.name: getattr(changed(name), one.name) for one in fields.ARTICLE if name != "confidence"}
    )

    assert text_of(draft) == changed(name)
    if name != "confidence":
        assert document_of(Article.objects.with_parts().get(pk=article.pk)) == changed(name)
        assert ArticleDocument.from_dict(article.versions.get().document) == changed(name)


def test_every_part_is_tried():
    assert set(AFTER) == set(fields.BY_NAME)

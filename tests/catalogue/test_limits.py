"""What both databases can keep, and that no field of a portable form is left out. No database."""

from dataclasses import fields, replace

import pytest
from django.apps import apps
from django.db import models

from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.catalogue.entries import CodeEntry, MeaningEntry, SnippetEntry
from kb.catalogue.glossary import WordEntry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry, StartAnswerEntry
from kb.lib.text import UNSEEN
from tests.make import email_of, make_document, question_entry_of

SERVICE = ServiceEntry("identity-agent", "Identity Agent", "A service.")
CATEGORY = CategoryEntry("signing-in", "Signing in", "A shelf.")
VENDOR = VendorEntry(
    "isosec", "Isosec", "Virtual card", "Not supported here.", "https://vendor.example/", "01632 960123"
)
MEANING = MeaningEntry("It cannot be completed.", "Managing cards")
CODE = CodeEntry("ERR5022", "EXACT", (MEANING,), spellings=("Error 5022",), search_spellings=("E5022",))
SNIPPET = SnippetEntry("checks", "Checks", "STEP", "Look.", sources=(SourceContent("NHS England"),))
SHORTCUT = ShortcutEntry("My card is locked", "card-locked")
WORD = WordEntry("ra", "RA", "The local team.", "Registration Authority", ("smartcard team",), more="/about/")
ANSWER = StartAnswerEntry("Identity Agent", "an icon", article="card-locked")
QUESTION = question_entry_of("what-is-it", {"article": "card-locked"}, hint="Look.")
ENTRIES = (SERVICE, CATEGORY, VENDOR, CODE, SNIPPET, SHORTCUT, WORD, QUESTION)

# Every column that has a limit, and a portable form that is to be kept there. Addresses and emails have their own form.
COLUMNS = {
    "Article.reference": lambda text: make_document(reference=f"C{'1' * (len(text) - 1)}"),
    "Article.slug": lambda text: make_document(slug=text),
    "Article.title": lambda text: make_document(title=text),
    "Article.summary": lambda text: make_document(summary=text),
    "Article.have_ready": lambda text: make_document(have_ready=text),
    "Article.reminder": lambda text: make_document(reminder=text),
    "Step.title": lambda text: make_document(steps=(StepContent("USER", text, "Do."),)),
    "Step.applies_to": lambda text: make_document(steps=(StepContent("USER", "Do", "Do.", applies_to=text),)),
    "Source.name": lambda text: make_document(sources=(SourceContent(text),)),
    "Source.title": lambda text: make_document(sources=(SourceContent("NHS England", title=text),)),
    "Source.address": lambda text: make_document(sources=(SourceContent("NHS England", address=address(text)),)),
    "Source.seen": lambda text: make_document(sources=(SourceContent("NHS England", seen=address(text)),)),
    "Service.slug": lambda text: replace(SERVICE, slug=text),
    "Service.name": lambda text: replace(SERVICE, name=text),
    "Service.summary": lambda text: replace(SERVICE, summary=text),
    "Category.slug": lambda text: replace(CATEGORY, slug=text),
    "Category.name": lambda text: replace(CATEGORY, name=text),
    "Category.summary": lambda text: replace(CATEGORY, summary=text),
    "Vendor.slug": lambda text: replace(VENDOR, slug=text),
    "Vendor.name": lambda text: replace(VENDOR, name=text),
    "Vendor.summary": lambda text: replace(VENDOR, summary=text),
    "Vendor.product": lambda text: replace(VENDOR, product=text),
    "Vendor.website": lambda text: replace(VENDOR, website=address(text)),
    "Vendor.phone": lambda text: replace(VENDOR, phone=text),
    "Vendor.email": lambda text: replace(VENDOR, email=email_of(len(text))),
    "ErrorCode.display": lambda text: replace(CODE, code=text),
    "Meaning.key": lambda text: replace(CODE, meanings=(replace(MEANING, key=text),)),
    "Meaning.words": lambda text: replace(CODE, meanings=(replace(MEANING, words=text),)),
    "Meaning.where": lambda text: replace(CODE, meanings=(replace(MEANING, where=text),)),
    "Meaning.source": lambda text: replace(CODE, meanings=(replace(MEANING, source=text),)),
    "CodeKey.text": lambda text: replace(CODE, spellings=(text,)),
    "Snippet.slug": lambda text: replace(SNIPPET, slug=text),
    "Snippet.title": lambda text: replace(SNIPPET, title=text),
    "Shortcut.label": lambda text: replace(SHORTCUT, label=text),
    "StartQuestion.slug": lambda text: replace(QUESTION, slug=text),
    "StartQuestion.title": lambda text: replace(QUESTION, title=text),
    "StartAnswer.text": lambda text: replace(QUESTION, answers=(ANSWER, replace(ANSWER, text=text))),
    "StartAnswer.hint": lambda text: replace(QUESTION, answers=(ANSWER, replace(ANSWER, text="Else", hint=text))),
    "GlossaryEntry.slug": lambda text: replace(WORD, slug=text),
    "GlossaryEntry.word": lambda text: replace(WORD, word=text),
    "GlossaryEntry.stands_for": lambda text: replace(WORD, stands_for=text),
    "GlossaryEntry.meaning": lambda text: replace(WORD, meaning=text),
    "GlossaryEntry.more": lambda text: replace(WORD, more=f"/{text[1:]}"),
    "GlossaryEntry.source": lambda text: replace(WORD, source=text),
}
# Made from others by code, or kept within bounds by an action (tested there).
MADE = {"StoppedStep.step", "ErrorCode.normal", "CodeKey.normal", "CodeKey.folded", "CodeKey.bare"}
MADE |= {"OldSlug.slug", "Version.why", "Article.verified_with", "Image.alt", "Step.name"}
MADE |= {f"Erasure.{name}" for name in ("token", "digest", "key", "image", "reason")}


def address(text: str) -> str:
    return f"https://example.org/{'a' * (len(text) - len('https://example.org/'))}"


def limited_columns() -> dict[str, models.CharField]:
    return {
        f"{model.__name__}.{field.name}": field
        for model in apps.get_app_config("catalogue").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and not field.choices and field.name != "imported"
    }


def test_every_column_with_a_limit_is_looked_after():
    assert set(limited_columns()) == set(COLUMNS) | MADE


@pytest.mark.parametrize("column", COLUMNS)
def test_text_as_long_as_its_column_is_taken_and_a_longer_one_refused(column):
    most = limited_columns()[column].max_length
    make = COLUMNS[column]

    assert list(make("a" * most).problems()) == []
    assert [problem.message for problem in make("a" * (most + 1)).problems()] != []


# What is not known is JSON, in which such a character is written as an escape: tests/catalogue/test_unknown_parts.py.
FORMS = [(entry, held) for entry in (*ENTRIES, make_document()) for held in fields(entry)]
TEXTS = [(entry, held.name) for entry, held in FORMS if held.type is str and held.name != "more"]


@pytest.mark.parametrize(("form", "name"), TEXTS, ids=lambda value: getattr(value, "slug", type(value).__name__))
@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_no_field_takes_a_character_that_one_database_refuses(form, name, sign):
    broken = replace(form, **{name: f"{getattr(form, name)}{sign}"})

    assert (name, UNSEEN) in [(problem.field, problem.message) for problem in broken.problems()]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("services", "a\x00"),
        ("codes", "ERR\x005022"),
        ("mentions", "ERR\ud800"),
        ("related", "a\x00"),
        ("causes", "a\x00"),
        ("symptoms", SymptomContent("EXACT", "a\x00")),
        ("steps", StepContent("USER", "Do", "Do\ud800.")),
        ("steps", StepContent("USER", "Do", "Do.", applies_to="a\x00")),
        ("steps", StepContent("USER", "Do", "Do.", expected="a\x00")),
        ("steps", StepContent("USER", snippet="a\x00")),
        ("sources", SourceContent("a\x00")),
        ("sources", SourceContent("a", title="a\x00")),
        ("sources", SourceContent("a", address="https://example.org/\x00")),
        ("sources", SourceContent("a", seen="https://example.org/\ud800")),
    ],
)
def test_no_part_of_a_document_takes_one_either_and_the_problem_says_which(name, part):
    broken = make_document(**{name: (part,)})

    assert (name, UNSEEN, 1) in [(found.field, found.message, found.index) for found in broken.problems()]


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (replace(VENDOR, tell=("the code\x00",)), "tell"),
        (replace(CODE, spellings=("E\x00",)), "spellings"),
        (replace(CODE, search_spellings=("E\ud800",)), "search_spellings"),
        (replace(SNIPPET, sources=(SourceContent("a\x00"),)), "sources"),
    ],
)
def test_no_part_of_an_entry_takes_one_either(entry, name):
    assert (name, UNSEEN) in [(problem.field, problem.message) for problem in entry.problems()]

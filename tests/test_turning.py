"""Texts that turn round are refused in every public title and name, whichever way they come in."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

import kb.urls  # noqa: F401 - so that all forms are there
from kb.accounts import actions as people
from kb.accounts.forms import PersonForm
from kb.accounts.roles import Role
from kb.catalogue import actions
from kb.catalogue.choices import Audience
from kb.catalogue.contents import SourceContent
from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.glossary import WordEntry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from kb.contacts.document import ContactContent
from kb.lib import env
from kb.lib.forms import NHSForm, TextField
from kb.lib.text import turn_fault, without_turning
from kb.notices.document import NoticeContent, Update
from kb.reports.form.forms import ReportForm
from tests.make import TURNING, code_entry_of, make_article, make_document, make_meaning, question_entry_of

TURNED = "Card \u202eredaer"
SAID = "turns text round (U+202E)"

DOCUMENT = make_document(
    symptoms=(SymptomContent("EXACT", "No card"), SymptomContent("SIGN", "Nothing happens.")),
    steps=(
        StepContent("USER", title="Take it out", body="Put it in.", expected="A light", applies_to="Windows"),
        StepContent("IT", snippet="general-checks"),
    ),
    causes=("Dust",),
    questions=("Which reader?",),
    codes=("ERR5022",),
    mentions=("ERR1002",),
    services=("identity-agent",),
    related=("other",),
    sources=(SourceContent(name="NHS England", title="A page", address="https://example.org/"),),
    have_ready="Your card",
    background="Why",
)
PORTABLE = {
    "article": DOCUMENT,
    "service": ServiceEntry("identity-agent", "Identity Agent", "A program."),
    "category": CategoryEntry("signing-in", "Signing in", "A topic."),
    "vendor": VendorEntry(
        "isosec", "Isosec", "Virtual card", "Says.", "https://example.org/", "01632 960001", "", ("x",)
    ),
    "code": code_entry_of("ERR5022", spellings=("Error 5022",), search_spellings=("5 thousand",)),
    "code of two": code_entry_of("ERR1", meanings=(make_meaning("one", "here", ["A1"]), make_meaning("two", "there"))),
    "snippet": SnippetEntry("general-checks", "Checks", "STEP", "Look."),
    "shortcut": ShortcutEntry("My card is locked", article="a-b"),
    "word": WordEntry("ra", "RA", "Registration Authority", "It issues cards.", ("R.A.",)),
    "question": question_entry_of(
        "where-did-it-stop", {"article": "a-b", "hint": "A hint"}, is_first=True, vague_words=("card",)
    ),
    "notice": NoticeContent.from_dict(
        {
            "slug": "slow",
            "title": "Slow",
            "kind": "LIVE",
            "severity": "HIGH",
            "summary": "S.",
            "starts_at": "2020-01-01",
        }
    ),
    "contact": ContactContent.from_dict({"kind": "IT", "organisation": "Harbour", "phone": "01632 960445"}),
}
# What is wrong with these is said in other words: they are choices and parts of addresses.
OTHER_WORDS = {"slug", "kind", "severity"}
KEPT_FOR_A_NEWER_VERSION = "more"


def with_one_turned(value: Any) -> Iterator[tuple[str, Any]]:
    """The same once for each text in it, at any depth, with that text turned; and the name of the text."""
    for held in fields(value):
        now = getattr(value, held.name)
        if isinstance(now, str) and held.name != KEPT_FOR_A_NEWER_VERSION:
            yield held.name, replace(value, **{held.name: TURNED})
        if isinstance(now, tuple):
            for number, one in enumerate(now):
                changed = [(held.name, TURNED)] if isinstance(one, str) else []
                changed += with_one_turned(one) if is_dataclass(one) else []
                for name, other in changed:
                    yield name, replace(value, **{held.name: (*now[:number], other, *now[number + 1 :])})


WALKED = [(kind, name, one) for kind, entry in PORTABLE.items() for name, one in with_one_turned(entry)]


@pytest.mark.parametrize(("kind", "name", "turned"), WALKED, ids=[f"{kind} {name}" for kind, name, _ in WALKED])
def test_every_field_of_whatever_is_published_refuses_it(kind, name, turned):
    said = [problem.message for problem in turned.problems()]

    assert said
    assert name in OTHER_WORDS or any(SAID in message for message in said)


def test_all_kinds_and_their_titles_were_walked():
    names = {f"{kind} {name}" for kind, name, _ in WALKED}

    assert len(WALKED) > 70
    titles = {"article title", "article text", "service name", "category name", "vendor name", "vendor product"}
    titles |= {"code code", "code words", "code spellings", "snippet title", "shortcut label", "word word"}
    titles |= {"question title", "question text", "notice title", "notice short_title", "contact organisation"}
    assert titles <= names
    assert not [problem for one in PORTABLE.values() for problem in one.problems() if "turns" in problem.message]


def test_what_is_added_to_a_notice_and_its_source_refuse_it():
    notice = PORTABLE["notice"]
    update = Update(at=datetime(2026, 11, 1, tzinfo=UTC), text=TURNED)

    (found,) = replace(notice, updates=(update,)).problems()
    assert (found.field, SAID in found.message) == ("updates", True)


# --- The rule ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", TURNING, ids=[f"U+{ord(sign):04X}" for sign in TURNING])
def test_each_sign_that_turns_is_found_and_named(sign):
    said = turn_fault(f"The card{sign} reader")

    assert said == (
        "Type this again by hand: after “The card” stands a character that cannot be seen and turns text round "
        f"(U+{ord(sign):04X})."
    )
    assert without_turning(f"The card{sign} reader") == "The card reader"


@pytest.mark.parametrize(
    "text", ["", "Card not read", "é ü ß €", "بطاقة", "כרטיס", "zero\u200bwidth", "soft\xadhyphen", "👩\u200d⚕️"]
)
def test_other_letters_and_other_unseen_characters_are_none(text):
    assert turn_fault(text) == ""


def test_where_it_stands_is_said_shortly():
    assert "after “end of these words”" in turn_fault("Very many words before the end of these words \u2067x")
    assert "before its first letter" in turn_fault(" \u2067x")


# --- The other ways in ---------------------------------------------------------------------------------------------


def forms_of(form: type[NHSForm] = NHSForm) -> Iterator[type[NHSForm]]:
    for one in form.__subclasses__():
        yield one
        yield from forms_of(one)


LINES = [
    (form, name, field)
    for form in forms_of()
    for name, field in form.base_fields.items()
    if isinstance(field, TextField)
]


def test_every_line_of_a_form_refuses_it():
    assert len(LINES) > 15
    for _, _, field in LINES:
        with pytest.raises(ValidationError, match="turns text round"):
            field.clean(TURNED)


def test_a_report_is_not_kept_waiting_for_it_and_does_not_keep_it(db):
    told = {
        "text": "No light",
        "scale": "JUST_ME",
        "name": TURNED,
        "phone": "\u202a01632 960445\u202c",
        "audience": Audience.USER,
    }

    form = ReportForm(told)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["phone"]) == ("Card redaer", "01632 960445")


def test_a_person_is_added_under_no_such_name(db):
    form = PersonForm({"username": "sam", "name": TURNED, "email": "", "role": "EDITOR"})
    assert SAID in str(form.errors["name"])

    with pytest.raises(people.NotAName, match="turns text round"):
        people.add_person(username="sam", name=TURNED, role=Role.EDITOR, password="x" * 20)


def test_nor_is_it_a_reason_that_stands_with_a_version(db):
    article = make_article()

    with pytest.raises(actions.NotPublishable, match="turns text round"):
        actions.withdraw(article=article, by=None, why=TURNED)


def test_nor_a_setting(monkeypatch):
    monkeypatch.setenv("SITE_NAME", TURNED)

    with pytest.raises(env.Wrong, match="SITE_NAME: Type this again by hand"):
        env.text("SITE_NAME")

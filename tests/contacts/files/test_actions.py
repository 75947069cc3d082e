"""A table of contacts brought in: on both databases, in short transactions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import erase_words
from kb.catalogue.models import Edition
from kb.contacts.actions import remove_contact, save_contact
from kb.contacts.files import actions
from kb.contacts.files.actions import bring_in
from kb.contacts.files.reading import plan_of
from kb.contacts.files.rules import CHANGED_SINCE, REMOVED_SINCE, Outcome
from kb.contacts.listing import COLUMNS, FILE_COLUMNS
from kb.contacts.models import LocalContact
from kb.lib import safe_csv

pytestmark = pytest.mark.django_db


def table(*rows: dict[str, str]) -> str:
    return safe_csv.for_a_spreadsheet(FILE_COLUMNS, ([row.get(name, "") for name in FILE_COLUMNS] for row in rows))


def exported() -> str:
    return table(*({name: say(row) for name, say in COLUMNS} for row in LocalContact.objects.in_order()))


def test_what_is_created_and_changed_is_written_and_what_is_refused_is_not(content, reviewer):
    kept = save_contact(content=content(), by=None, imported="print")
    text = table(
        content(phone="01632 960777").to_dict(),
        {"kind": "RA", "organisation": "Quay", "phone": "01632 960100"},
        {"kind": "RA", "organisation": "Bridge", "phone": "12"},
    )

    done = bring_in(plan=plan_of(text), by=reviewer)

    assert [row.outcome for row in done] == [Outcome.CHANGED, Outcome.CREATED, Outcome.REFUSED]
    assert [(row.organisation, row.phone) for row in LocalContact.objects.in_order()] == [
        ("Harbour Hospital", "01632 960777"),
        ("Quay", "01632 960100"),
    ]
    kept.refresh_from_db()
    assert (kept.imported, kept.confirmed_by) == ("print", reviewer)
    told = {entry.subject: entry.detail["contact"] for entry in AuditEntry.objects.filter(actor=reviewer)}
    assert told == {str(row): str(row.pk) for row in LocalContact.objects.all()}


def test_what_is_taken_away_and_brought_in_again_changes_nothing(content, reviewer):
    for changes in ({}, {"kind": "RA"}, {"organisation": '=Bridge, "the" one', "name": "'@ desk", "hours": "24 hours"}):
        save_contact(content=content(**changes), by=None)
    text, edition = exported(), Edition.objects.current()

    assert {row.outcome for row in bring_in(plan=plan_of(text), by=reviewer)} == {Outcome.SAME}
    assert (exported(), Edition.objects.current()) == (text, edition)

    LocalContact.objects.all().delete()
    bring_in(plan=plan_of(text), by=reviewer)
    assert exported() == text


def test_long_table_is_written_in_short_transactions(reviewer):
    text = table(*({"kind": "IT", "organisation": f"Quay {n}", "phone": "01632 960100"} for n in range(1_100)))

    plan = plan_of(text)
    with CaptureQueriesContext(connection) as queries:
        bring_in(plan=plan, by=reviewer)

    assert LocalContact.objects.count() == 1_100
    assert sum(one["sql"].startswith("SAVEPOINT") for one in queries) >= 3
    assert len(queries) < 40


@pytest.fixture
def between_two(monkeypatch):
    """What somebody does between the first row and the second, each in a transaction of its own."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    acts: list = []
    monkeypatch.setattr(actions.time, "sleep", lambda seconds: acts.pop()() if acts else None)
    return acts.append


def three_quays() -> str:
    return table(*({"kind": "IT", "organisation": f"Quay {n}", "phone": "01632 960100"} for n in range(3)))


def quay(content, number: int, phone: str = "01632 960999"):
    return content(organisation=f"Quay {number}", phone=phone)


@pytest.mark.parametrize("is_here_before", [True, False])
def test_what_somebody_saves_between_two_transactions_stays_and_is_named(
    content, reviewer, between_two, is_here_before
):
    if is_here_before:
        save_contact(content=quay(content, 1, "01632 960001"), by=None)
    between_two(lambda: save_contact(content=quay(content, 1), by=None))

    done = bring_in(plan=plan_of(three_quays()), by=reviewer)

    assert [(row.outcome, row.words) for row in done if row.outcome is Outcome.REFUSED] == [
        (Outcome.REFUSED, (CHANGED_SINCE,))
    ]
    phones = {row.organisation: row.phone for row in LocalContact.objects.all()}
    assert phones == {"Quay 0": "01632 960100", "Quay 1": "01632 960999", "Quay 2": "01632 960100"}
    assert not AuditEntry.objects.filter(actor=reviewer, subject__contains="Quay 1").exists()


def test_what_somebody_removes_between_two_transactions_does_not_come_back(content, reviewer, between_two):
    contact = save_contact(content=quay(content, 1), by=None)
    between_two(lambda: remove_contact(contact=contact, by=None))

    done = bring_in(plan=plan_of(three_quays()), by=reviewer)

    assert [row.words for row in done if row.outcome is Outcome.REFUSED] == [(REMOVED_SINCE,)]
    assert not LocalContact.objects.filter(organisation="Quay 1").exists()


def test_words_that_are_erased_between_two_transactions_do_not_come_back(reviewer, between_two, settings, tmp_path):
    settings.ERASURES_FILE, settings.MAIL_FOLDER = tmp_path / "erasures.jsonl", tmp_path / "mail"
    text = table(
        *({"kind": "IT", "organisation": f"Quay {n}", "place": "Room Zabriskie", "phone": "1234"} for n in range(2))
    )
    between_two(lambda: erase_words(words="Zabriskie", reason="A patient was named", by=None))

    done = bring_in(plan=plan_of(text), by=reviewer)

    assert [row.outcome for row in done] == [Outcome.CREATED, Outcome.REFUSED]
    assert not LocalContact.objects.filter(place__contains="Zabriskie").exists()

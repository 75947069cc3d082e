"""A table of contacts brought in: on both databases, in short transactions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.contacts.actions import save_contact
from kb.contacts.files.actions import bring_in
from kb.contacts.files.reading import plan_of
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

    assert bring_in(plan=plan_of(text), by=reviewer) == 2

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

    assert bring_in(plan=plan_of(text), by=reviewer) == 0
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

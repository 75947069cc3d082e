"""The audit trail as other rooms write it."""

import pytest
from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import AuditEntry


def test_entry_says_who_did_what_to_what(writer):
    entry = audit.record(by=writer, verb="published", subject="article KB0018", detail={"version": 3})

    kept = AuditEntry.objects.get(pk=entry.pk)
    assert (kept.actor, kept.actor_name, kept.verb) == (writer, "First Editor", "published")
    assert (kept.subject, kept.detail) == ("article KB0018", {"version": 3})


def test_entry_keeps_the_name_somebody_had_then(writer):
    entry = audit.record(by=writer, verb="published", subject="article KB0018")
    writer.name = "First Editor-Ward"
    writer.save(update_fields=["name"])

    assert AuditEntry.objects.get(pk=entry.pk).actor_name == "First Editor"


def test_what_nobody_did_was_done_by_the_system(db):
    entry = audit.record(by=None, verb="imported", subject="fixtures")

    assert entry.actor is None
    assert str(entry) == "the system imported: fixtures"


def test_long_subject_is_cut_and_never_stops_the_action(db):
    assert len(audit.record(by=None, verb="imported", subject="x" * 1000).subject) == 300


@pytest.mark.django_db(transaction=True)
def test_entry_outside_a_transaction_is_refused():
    with pytest.raises(audit.NotInTransaction):
        audit.record(by=None, verb="published", subject="article KB0018")

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_entry_goes_when_the_change_it_speaks_of_is_undone():
    def fail_halfway() -> None:
        with transaction.atomic():
            audit.record(by=None, verb="published", subject="article KB0018")
            raise LookupError

    with pytest.raises(LookupError):
        fail_halfway()

    assert not AuditEntry.objects.exists()


def test_newest_entry_comes_first(db):
    first = audit.record(by=None, verb="imported", subject="first")
    second = audit.record(by=None, verb="imported", subject="second")

    assert list(AuditEntry.objects.newest_first()) == [second, first]

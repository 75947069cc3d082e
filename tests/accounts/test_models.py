"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kb.accounts import audit
from kb.accounts.models import AppendOnly, AuditEntry, Throttle, User
from kb.accounts.roles import Role

pytestmark = pytest.mark.django_db

SOMEBODY = {"username": "first.editor", "name": "First Editor", "role": Role.EDITOR}


def refusal(make) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    return str(refused.value)


def test_username_is_unique_in_any_case_of_letters():
    User.objects.create(**SOMEBODY)

    refused = refusal(lambda: User.objects.create(**SOMEBODY | {"username": "FIRST.EDITOR"}))

    assert "accounts_user_username_unique_in_any_case" in refused


def test_role_that_is_not_in_the_table_is_refused():
    assert "accounts_user_role_known" in refusal(lambda: User.objects.create(**SOMEBODY | {"role": "CHIEF"}))


@pytest.mark.parametrize("field", ["username", "name"])
def test_person_without_a_name_is_refused(field):
    assert "accounts_user_names_not_empty" in refusal(lambda: User.objects.create(**SOMEBODY | {field: ""}))


@pytest.mark.parametrize("field", ["actor_name", "verb", "subject"])
def test_audit_entry_that_does_not_say_who_did_what_is_refused(field):
    entry = {"actor_name": "First Editor", "verb": "added", "subject": "person clerk"} | {field: ""}

    assert "accounts_audit_says_who_did_what" in refusal(lambda: AuditEntry.objects.create(**entry))


def test_throttle_has_one_row_a_window():
    window = {"digest": "d" * 64, "ends_at": "2026-11-22T10:15:00Z"}
    Throttle.objects.create(**window)

    refused = refusal(lambda: Throttle.objects.create(**window))

    assert "unique" in refused.lower()
    assert "accounts_throttle_one_row_a_window" in refused or "accounts_throttle.digest" in refused


def test_person_is_found_by_username_in_any_case_of_letters():
    writer = User.objects.create(**SOMEBODY | {"username": "First.Editor"})

    assert User.objects.get_by_natural_key(" first.EDITOR ") == writer


@pytest.fixture
def entry() -> AuditEntry:
    return audit.record(by=None, verb="added a person", subject="person clerk")


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.save(update_fields=["verb"]),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(verb="did nothing"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["verb"]),
    ],
)
def test_audit_entry_is_never_changed_or_removed(entry, change):
    entry.verb = "did nothing"

    with pytest.raises(AppendOnly):
        change(entry)

    assert AuditEntry.objects.get().verb == "added a person"


def test_new_entry_cannot_take_the_number_of_an_old_one(entry):
    refusal(lambda: AuditEntry(pk=entry.pk, actor_name="x", verb="did nothing", subject="x").save())

    assert AuditEntry.objects.get().verb == "added a person"


def test_person_in_the_audit_trail_cannot_be_removed():
    writer = User.objects.create(**SOMEBODY)
    audit.record(by=writer, verb="signed in", subject="person writer")

    with pytest.raises(ProtectedError):
        writer.delete()

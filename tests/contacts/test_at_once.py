"""Two people at one contact at the same time."""

import pytest

from kb.accounts.models import AuditEntry
from kb.contacts.actions import remove_contact, save_contact
from kb.contacts.models import LocalContact
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def test_saving_at_once_makes_one_contact(content):
    on_own_connections(lambda number: save_contact(content=content(place=f"Level {number}"), by=None), times=8)

    assert alone(lambda: (LocalContact.objects.count(), AuditEntry.objects.count())) == (1, 8)


def test_contact_removed_by_many_at_once_is_removed_once(content):
    pk = alone(lambda: save_contact(content=content(), by=None)).pk

    on_own_connections(
        lambda _: remove_contact(contact=LocalContact(pk=pk, kind="IT", organisation="Harbour Hospital"), by=None),
        times=4,
    )

    assert alone(lambda: AuditEntry.objects.filter(verb="removed contact").count()) == 1

"""Keeping contacts: what is written, and that nothing is when nothing changes."""

import pytest

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.contacts.actions import keep_contact, remove_contact, save_contact
from kb.contacts.document import ContactRefused
from kb.contacts.models import ContactsEdition, LocalContact, Organisation

pytestmark = pytest.mark.django_db


def test_contact_is_kept_as_it_was_given(content):
    saved = save_contact(content=content(), by=None)

    assert LocalContact.objects.get().content == content()
    assert saved == LocalContact.objects.get()


def test_saving_again_changes_the_contact_of_this_kind_and_organisation(content):
    first = save_contact(content=content(), by=None)

    changed = save_contact(content=content(organisation="HARBOUR hospital", place="Level 3"), by=None)

    assert changed.pk == first.pk
    assert (changed.organisation, changed.place) == ("HARBOUR hospital", "Level 3")


def test_every_change_raises_the_edition_of_contacts_only_and_leaves_an_entry(content):
    save_contact(content=content(organisation="Hill Surgery", ods_code="A81001"), by=None)
    editions, of_all = [ContactsEdition.objects.get().number], Edition.objects.current()

    contact = save_contact(content=content(), by=None)
    editions.append(ContactsEdition.objects.get().number)
    save_contact(content=content(place="Level 3"), by=None)
    editions.append(ContactsEdition.objects.get().number)
    remove_contact(contact=contact, by=None)
    editions.append(ContactsEdition.objects.get().number)
    assert Edition.objects.current() == of_all

    assert editions == sorted(set(editions))
    verbs = [entry.verb for entry in AuditEntry.objects.order_by("pk")]
    assert verbs == ["saved contact", "saved contact", "saved contact", "removed contact"]
    assert AuditEntry.objects.latest("pk").detail["place"] == "Level 3"


def test_saving_what_is_there_changes_nothing(content):
    save_contact(content=content(), by=None, imported="fingerprint")
    edition = Edition.objects.current()

    save_contact(content=content(), by=None)
    save_contact(content=content(), by=None, imported="fingerprint")

    assert Edition.objects.current() == edition
    assert AuditEntry.objects.count() == 1


def test_fingerprint_of_the_file_stays_when_somebody_edits(content):
    imported = save_contact(content=content(), by=None, imported=content().fingerprint)

    edited = save_contact(content=content(place="Level 3"), by=None)

    assert edited.imported == imported.imported
    assert edited.content.fingerprint != edited.imported


def test_wrong_contact_is_refused_and_nothing_is_written(content):
    edition = Edition.objects.current()

    with pytest.raises(ContactRefused) as refused:
        save_contact(content=content(hours="whenever"), by=None)

    assert [problem.field for problem in refused.value.problems] == ["hours"]
    assert not LocalContact.objects.exists()
    assert Edition.objects.current() == edition


def test_contact_without_an_audit_entry_is_not_written(content, monkeypatch):
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    edition = Edition.objects.current()

    with pytest.raises(RuntimeError):
        save_contact(content=content(), by=None)

    assert not LocalContact.objects.exists()
    assert Edition.objects.current() == edition


def test_removed_contact_is_gone_and_removing_it_again_changes_nothing(content):
    contact = save_contact(content=content(), by=None)
    same = LocalContact.objects.get(pk=contact.pk)

    remove_contact(contact=contact, by=None)
    remove_contact(contact=same, by=None)

    assert not LocalContact.objects.exists()
    assert AuditEntry.objects.filter(verb="removed contact").count() == 1


def test_save_costs_a_fixed_number_of_queries(content, django_assert_num_queries):
    save_contact(content=content(), by=None)

    with django_assert_num_queries(4):
        # Savepoint, what was erased, find, release.
        save_contact(content=content(), by=None)


def test_organisation_with_a_code_can_be_chosen_from_its_first_contact_on(content):
    save_contact(content=content(), by=None)
    save_contact(content=content(kind="RA", organisation="Harbour Hospital, East Wing"), by=None)

    assert [(one.code, one.name) for one in Organisation.objects.all()] == [("X26", "Harbour Hospital")]


def test_first_organisation_makes_every_page_new_since_pages_offer_the_choice_then(content):
    editions = [Edition.objects.current()]
    for code, name in (("", "Harbour Hospital"), ("A81001", "Hill Surgery"), ("B81002", "Dale Surgery")):
        save_contact(content=content(organisation=name, ods_code=code), by=None)
        editions.append(Edition.objects.current())

    assert editions[0] == editions[1] != editions[2] == editions[3]


def test_organisation_is_renamed_with_its_contact(content, reviewer):
    contact = save_contact(content=content(), by=None)
    renamed = content(organisation="Harbour General")

    keep_contact(content=renamed, contact=contact, since=contact.content.fingerprint, by=reviewer)

    assert Organisation.objects.get().name == "Harbour General"

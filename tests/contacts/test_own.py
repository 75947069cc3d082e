"""Whoever belongs to an organisation keeps its contacts, and can touch no others by any road."""

import pytest
from django.test import Client
from django.urls import reverse

from kb.accounts.models import AuditEntry, User
from kb.accounts.people.actions import change_organisation
from kb.accounts.roles import May, Role, may
from kb.contacts import actions
from kb.contacts.document import OrganisationContent
from kb.contacts.doubts.reading import those_told
from kb.contacts.models import DefaultContact, LocalContact, Organisation
from kb.contacts.organisations.actions import remove_organisation, save_organisation
from kb.contacts.rights import NotYourContact
from tests.make import make_contact

HILL, DALE = "A81001", "B81002"


@pytest.fixture
def hill(db) -> LocalContact:
    return make_contact("Hill Surgery", ods_code=HILL)


@pytest.fixture
def dale(db) -> LocalContact:
    return make_contact("Dale Surgery", ods_code=DALE)


@pytest.fixture(params=[Role.READER, Role.REVIEWER])
def keeper(request, hill, dale) -> User:
    """Of Hill Surgery, whatever their role lets others do."""
    return User.objects.create(
        username="keeper", name="A keeper", email="ra@hill.example.nhs.uk", role=request.param, organisation=HILL
    )


@pytest.fixture
def theirs(keeper, signed_in) -> Client:
    return signed_in(keeper)


def typed(contact: LocalContact, **changes: str) -> dict[str, str]:
    return {**contact.content.to_dict(), "seen": contact.content.fingerprint, **changes}


def test_they_change_their_own_number_and_are_back_on_the_page(theirs, hill, keeper):
    response = theirs.post(f"/edit/contacts/yours/{hill.pk}/", typed(hill, phone="01632 960999", back="/codes/"))

    hill.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/codes/")
    assert (hill.phone, hill.confirmed_by) == ("01632 960999", keeper)
    assert AuditEntry.objects.latest("pk").actor == keeper


def test_what_a_form_says_of_the_organisation_is_not_read(theirs, hill):
    theirs.post(
        f"/edit/contacts/yours/{hill.pk}/",
        typed(hill, phone="01632 960999", organisation="Dale Surgery", ods_code=DALE, kind="RA"),
    )

    hill.refresh_from_db()
    assert (hill.organisation, hill.ods_code, hill.kind, hill.phone) == ("Hill Surgery", HILL, "IT", "01632 960999")


def test_they_add_the_desk_that_is_missing(theirs, hill):
    response = theirs.post("/edit/contacts/yours/new/ra/", {"phone": "01632 960998"})

    assert response["Location"] == "/edit/contacts/yours/"
    added = LocalContact.objects.get(kind="RA")
    assert (added.organisation, added.ods_code) == ("Hill Surgery", HILL)
    assert theirs.get("/edit/contacts/yours/new/it/").status_code == 404


def test_they_say_that_theirs_is_still_right(theirs, hill):
    theirs.post(f"/edit/contacts/yours/{hill.pk}/still-right/", {"seen": hill.content.fingerprint})

    hill.refresh_from_db()
    assert hill.confirmed_at


def test_no_page_lets_them_touch_another(theirs, dale):
    before = dale.content
    answers = [
        theirs.get(f"/edit/contacts/yours/{dale.pk}/"),
        theirs.post(f"/edit/contacts/yours/{dale.pk}/", typed(dale, phone="01632 960999")),
        theirs.post(f"/edit/contacts/yours/{dale.pk}/still-right/", {"seen": before.fingerprint}),
        theirs.get("/edit/contacts/"),
        theirs.post(f"/edit/contacts/{dale.pk}/", typed(dale, phone="01632 960999")),
        theirs.post(f"/edit/contacts/{dale.pk}/remove/", {"seen": before.fingerprint}),
        theirs.post("/edit/contacts/new/", typed(dale, organisation="New", ods_code="")),
        theirs.post("/edit/contacts/of-this-site/it/", {"phone": "01632 960999", "seen": ""}),
        theirs.post("/edit/contacts/file/", {}),
        theirs.post("/edit/contacts/export/", {}),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    dale.refresh_from_db()
    assert (dale.content, dale.confirmed_at) == (before, None)
    assert LocalContact.objects.count() == 2
    assert not DefaultContact.objects.exists()


def test_no_action_lets_them_touch_another(keeper, hill, dale):
    from dataclasses import replace

    given = replace(hill.content, ods_code=DALE)
    tries = [
        lambda: actions.keep_contact(content=given, contact=hill, since=hill.content.fingerprint, by=keeper),
        lambda: actions.keep_contact(content=dale.content, contact=dale, since=dale.content.fingerprint, by=keeper),
        lambda: actions.keep_contact(content=replace(given, kind="RA"), contact=None, since="", by=keeper),
        lambda: actions.save_contact(content=replace(dale.content, phone="01632 960999"), by=keeper),
        lambda: actions.confirm(contact=dale, since=dale.content.fingerprint, by=keeper),
        lambda: actions.remove_contact(contact=dale, by=keeper),
        lambda: save_organisation(content=OrganisationContent(code=DALE, name="Mine"), by=keeper),
        lambda: remove_organisation(organisation=Organisation.objects.get(code=DALE), by=keeper),
    ]
    for one in tries:
        with pytest.raises(NotYourContact):
            one()


def test_change_stands_beside_their_own_numbers_only(theirs, hill, dale):
    page = theirs.get("/who-can-help/?organisation=surgery").content.decode()

    assert reverse("contacts:own-contact", args=[hill.pk]) in page
    assert reverse("contacts:wrong-number", args=[dale.pk]) in page
    assert reverse("contacts:contact", args=[dale.pk]) not in page


def test_they_are_told_of_a_number_that_readers_call_wrong(keeper):
    assert those_told(None, HILL) == [keeper.email]
    assert keeper.email not in those_told(None, DALE)


def test_it_ends_with_the_next_click(theirs, keeper, hill):
    assert theirs.get("/edit/contacts/yours/").status_code == 200

    change_organisation(person=keeper, organisation="", by=None)

    assert theirs.get("/edit/contacts/yours/").status_code == 404
    assert not may(User.objects.get(pk=keeper.pk), May.KEEP_OWN_CONTACTS)


def test_administrator_says_who_belongs_where(signed_in, reader, hill):
    administrator = User.objects.create(username="admin", name="Admin", role=Role.ADMINISTRATOR)
    client = signed_in(administrator)

    refused = client.post(f"/people/{reader.pk}/organisation/", {"organisation": "Z99"})
    assert refused.status_code == 422
    client.post(f"/people/{reader.pk}/organisation/", {"organisation": " a81001 "})

    reader.refresh_from_db()
    assert reader.organisation == HILL
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.detail) == ("changed whose contacts they keep", {"from": "", "to": HILL})
    assert "Hill Surgery (A81001)" in client.get(f"/people/{reader.pk}/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_says_who_belongs_where(role, signed_in, reader):
    other = User.objects.create(username="other", name="Other", role=role, organisation=HILL)

    assert signed_in(other).post(f"/people/{other.pk}/organisation/", {"organisation": DALE}).status_code == 404

"""The pages on which contacts are kept: who may, what is refused, and what readers see then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.contacts.actions import save_contact
from kb.contacts.models import DefaultContact, LocalContact
from tests.editing.pages import words
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.either]
ALL, NEW, IT = "/edit/contacts/", "/edit/contacts/new/", "/edit/contacts/of-this-site/it/"
DESK = {"name": "", "phone": "01632 960100", "hours": "", "out_of_hours_phone": "", "email": "", "place": ""}
HARBOUR = DESK | {"organisation": "Harbour Hospital", "ods_code": "x26", "kind": "IT"}


@pytest.fixture
def keeper(signed_in, reviewer):
    return signed_in(reviewer)


def seen(client, address: str) -> str:
    return client.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]


def change(client, address: str, **typed: str):
    return client.post(address, {"seen": seen(client, address)} | typed, follow=True)


def test_editor_and_help_desk_have_no_such_page(signed_in, editor, desk):
    for person in (editor, desk):
        assert [signed_in(person).get(one).status_code for one in (ALL, NEW, IT)] == [404, 404, 404]


def test_number_of_this_site_is_changed_in_one_form_and_is_live_on_an_article_at_once(keeper, client, settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}
    address = make_article().get_absolute_url()
    before = client.get(address)
    assert "01632 960001" in before.content.decode()

    change(keeper, IT, **DESK)

    page = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert page.status_code == 200
    assert "01632 960100" in page.content.decode()
    assert "01632 960001" not in page.content.decode()


def test_settings_are_the_first_fill_and_hold_again_when_the_row_is_taken_away(keeper, client, settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}
    assert 'value="01632 960001"' in keeper.get(IT).content.decode()

    change(keeper, IT, **DESK)
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960002"}
    assert "01632 960100" in client.get("/who-can-help/").content.decode()
    answer = keeper.post(f"{IT}remove/", {"seen": seen(keeper, IT)}, follow=True)

    assert "what the settings say is shown again" in words(answer)
    assert "01632 960002" in client.get("/who-can-help/").content.decode()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")][-2:] == ["saved contact", "removed contact"]


def test_still_right_makes_a_contact_of_what_the_settings_say(keeper, reviewer, settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}

    answer = keeper.post(f"{IT}still-right/", {"seen": seen(keeper, ALL)}, follow=True)

    assert f"Confirmed by {reviewer.name} on" in words(answer)
    assert DefaultContact.objects.get().phone == "01632 960001"


def test_contact_of_an_organisation_is_added_found_changed_and_removed(keeper, client, reviewer):
    assert "Harbour Hospital: saved." in words(keeper.post(NEW, HARBOUR, follow=True))
    row = LocalContact.objects.get()
    assert (row.ods_code, row.confirmed_by) == ("X26", reviewer)
    at = f"{ALL}{row.pk}/"
    assert "Harbour Hospital" in words(keeper.get(ALL, {"organisation": "x26"}))
    assert "No contact is like this" in words(keeper.get(ALL, {"organisation": "quay"}))

    change(keeper, at, **HARBOUR | {"organisation": "Quay Hospital", "phone": "01632 960101"})
    page = keeper.get(at)
    assert "01632 960101" in client.get("/who-can-help/?organisation=quay").content.decode()
    assert words(page).count("saved contact") == 2

    answer = keeper.post(f"{at}remove/", {"seen": seen(keeper, at)}, follow=True)
    assert "Quay Hospital: removed." in words(answer)
    assert not LocalContact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"hours": "whenever"}, '"whenever" has no times'),
        ({"phone": "01632 96010"}, "it has too few or too many figures"),
        ({"phone": ""}, "Enter at least one way to reach them"),
        ({"email": "desk"}, "is not an email address"),
        ({"organisation": ""}, "Enter the name of the organisation."),
        ({"kind": ""}, "Choose which desk it is."),
        ({"ods_code": "A-1"}, "Use capital letters and figures only."),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(keeper, typed, told):
    answer = keeper.post(NEW, HARBOUR | {"name": "Harbour desk"} | typed)

    assert answer.status_code == 422
    assert told in words(answer)
    assert 'value="Harbour desk"' in answer.content.decode()
    assert not LocalContact.objects.exists()


def test_a_second_desk_of_one_kind_is_refused_by_name(keeper, content):
    save_contact(content=content(), by=None)

    answer = keeper.post(NEW, HARBOUR | {"organisation": "harbour HOSPITAL"})

    assert answer.status_code == 422
    assert "There is one already: IT service desk, Harbour Hospital" in words(answer)


def test_bleeps_and_extensions_are_kept_as_they_are_written(keeper):
    keeper.post(NEW, HARBOUR | {"phone": "4455 from inside", "out_of_hours_phone": "bleep 12 through the switchboard"})

    row = LocalContact.objects.get()
    assert (row.phone, row.out_of_hours_phone) == ("4455 from inside", "bleep 12 through the switchboard")


def test_address_of_one_person_is_kept_with_a_warning(keeper):
    answer = keeper.post(NEW, HARBOUR | {"email": "robin.teal@example.org"}, follow=True)

    assert "robin.teal@example.org looks like the address of one person" in words(answer)
    assert LocalContact.objects.get().email == "robin.teal@example.org"


def test_preview_shows_what_is_typed_and_saves_nothing(keeper):
    answer = keeper.post(NEW, HARBOUR | {"hours": "24 hours", "look": "yes"})

    assert answer.status_code == 200
    assert "As readers would see it now" in words(answer)
    assert "Open 24 hours" in words(answer)
    assert not LocalContact.objects.exists()


def test_somebody_elses_change_is_not_written_over(keeper, content):
    row = save_contact(content=content(), by=None)
    at = f"{ALL}{row.pk}/"
    old = seen(keeper, at)
    save_contact(content=content(phone="01632 960777"), by=None)

    answer = keeper.post(at, HARBOUR | {"seen": old})

    assert answer.status_code == 409
    assert "Somebody changed this contact since you opened the page" in words(answer)
    assert "01632 960777" in words(answer)
    assert 'value="01632 960100"' in answer.content.decode()
    assert LocalContact.objects.get().phone == "01632 960777"
    for act in ("still-right", "remove"):
        assert "Somebody changed this contact" in words(keeper.post(f"{at}{act}/", {"seen": old}, follow=True))
    assert LocalContact.objects.get().confirmed_at is None


def test_what_nobody_confirmed_for_a_year_is_marked_until_one_click(keeper, content, reviewer):
    row = save_contact(content=content(), by=None)
    assert "Nobody has said yet that this is right." in words(keeper.get(ALL))
    LocalContact.objects.update(confirmed_at=timezone.now() - timedelta(days=400), confirmed_by=reviewer)
    assert "more than a year ago. Is it still right?" in words(keeper.get(ALL, {"unsure": "on"}))

    answer = keeper.post(f"{ALL}{row.pk}/still-right/", {"seen": seen(keeper, f"{ALL}{row.pk}/")}, follow=True)

    assert "IT service desk, Harbour Hospital: still right." in words(answer)
    assert "No contact is like this" in words(keeper.get(ALL, {"unsure": "on"}))
    assert AuditEntry.objects.latest("pk").verb == "confirmed contact"


def test_list_asks_as_often_for_fifty_contacts_as_for_one(keeper, content, django_assert_num_queries):
    save_contact(content=content(), by=None)
    with django_assert_num_queries(9):
        keeper.get(ALL)
    for number in range(60):
        save_contact(content=content(organisation=f"Quay {number}"), by=None)
    with django_assert_num_queries(9):
        assert "Contacts 1 to 50 of 61" in words(keeper.get(ALL))


def test_export_holds_every_contact_and_is_recorded(keeper, content):
    save_contact(content=content(name="=1+1"), by=None)

    answer = keeper.post(f"{ALL}export/")

    table = answer.content.decode("utf-8-sig").splitlines()
    assert table[0] == "kind,organisation,ods_code,name,phone,email,place,hours,out_of_hours_phone"
    assert table[1].startswith("IT,Harbour Hospital,X26,'=1+1,01632 960445,")
    assert AuditEntry.objects.latest("pk").detail["contacts"] == 1


@pytest.mark.parametrize("address", ["/edit/contacts/of-this-site/x/", "/edit/contacts/of-this-site/IT/", f"{ALL}99/"])
def test_desks_that_are_none_are_not_there(keeper, address):
    assert keeper.get(address).status_code == 404


def test_who_was_signed_out_meanwhile_keeps_what_they_typed(client):
    answer = client.post(NEW, HARBOUR)

    assert answer.status_code == 403
    assert "You are signed out, and your text is still here" in words(answer)
    assert "Harbour Hospital" in answer.content.decode()
    assert not LocalContact.objects.exists()

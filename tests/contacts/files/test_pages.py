"""Bringing in a table from the page: chosen, looked at, brought in."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kb.contacts.actions import save_contact
from kb.contacts.files import views
from kb.contacts.models import LocalContact
from tests.editing.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.either]
AT = "/edit/contacts/file/"
TABLE = "kind,organisation,phone\nIT,Quay,01632 960100\nIT,Harbour Hospital,01632 960777\nIT,Bridge,1\n"


@pytest.fixture
def keeper(signed_in, reviewer):
    return signed_in(reviewer)


def choose(client, text):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(AT, {"table": SimpleUploadedFile("contacts.csv", data, "text/csv")})


def hidden(answer):
    page = answer.content.decode()
    return {name: html.unescape(re.search(f'name="{name}" value="([^"]*)"', page)[1]) for name in ("rows", "seen")}


def test_first_it_says_what_it_would_do_and_writes_nothing(keeper, content):
    save_contact(content=content(), by=None)

    said = words(choose(keeper, TABLE))

    assert "1 created, 1 changed, 1 refused, 0 the same as here. Nothing is saved yet." in said
    assert "Line 4: Bridge, IT service desk Phone number: '1' is not a phone number." in said
    assert "Phone number: 01632 960445 → 01632 960777" in said
    assert LocalContact.objects.count() == 1


def test_second_it_is_saved(keeper, content):
    save_contact(content=content(), by=None)

    answer = keeper.post(AT, hidden(choose(keeper, TABLE)), follow=True)

    assert "Brought in: 1 created, 1 changed, 1 refused" in words(answer)
    assert {row.phone for row in LocalContact.objects.all()} == {"01632 960100", "01632 960777"}


def test_what_was_changed_meanwhile_is_shown_again_before_anything_is_saved(keeper, content):
    sent = hidden(choose(keeper, TABLE))
    save_contact(content=content(), by=None)

    answer = keeper.post(AT, sent)

    assert answer.status_code == 409
    assert "Contacts were changed since you looked" in words(answer)
    assert LocalContact.objects.count() == 1
    keeper.post(AT, hidden(answer))
    assert LocalContact.objects.count() == 2


def test_what_was_refused_is_named_once_the_rest_is_saved(keeper, content):
    save_contact(content=content(), by=None)

    page = keeper.post(AT, hidden(choose(keeper, TABLE)))

    assert "Brought in: 1 created, 1 changed, 1 refused, 0 the same as here. One row is left to mend." in words(page)
    assert "Line 4: Bridge, IT service desk Phone number: '1' is not a phone number." in words(page)
    assert "Quay" not in words(page)


def test_contact_that_somebody_changed_meanwhile_is_named_and_its_row_can_be_taken_away(keeper, content, monkeypatch):
    save_contact(content=content(organisation="Quay"), by=None)
    looked_at = hidden(choose(keeper, "kind,organisation,phone\nIT,Quay,01632 960100\n"))
    plan_of = views.plan_of

    def planned(text):
        plan = plan_of(text)
        save_contact(content=content(organisation="Quay", phone="01632 960999"), by=None)
        return plan

    monkeypatch.setattr(views, "plan_of", planned)
    page = keeper.post(AT, looked_at)

    assert "Line 2: Quay, IT service desk Somebody changed this contact since you looked." in words(page)
    assert LocalContact.objects.get().phone == "01632 960999"
    sent = dict(re.findall(r'name="(rows|lines)" value="([^"]*)"', page.content.decode()))
    table = keeper.post(AT, sent | {"take": "refused"}).content.decode()
    assert "Phone number: 01632 960999 → 01632 960100" in table


def test_a_refused_row_is_mended_in_the_form_of_one_contact_and_never_saved_unseen(keeper):
    page = keeper.post(AT, hidden(choose(keeper, TABLE))).content.decode()
    boxes = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split("Line 4")[1]))

    form = keeper.post("/edit/contacts/new/", boxes | {"look": "yes"})

    assert (boxes["organisation"], boxes["kind"], boxes["phone"]) == ("Bridge", "IT", "1")
    assert "'1' is not a phone number." in words(form)
    assert 'value="Bridge"' in form.content.decode()
    assert not LocalContact.objects.filter(organisation="Bridge").exists()


def test_a_refused_row_of_a_desk_that_is_here_or_above_opens_no_new_one(keeper, content):
    save_contact(content=content(organisation="Bridge"), by=None)
    twice = f"{TABLE}IT,Quay,1\nIT,Quay,01632 960101\n"

    page = keeper.post(AT, hidden(choose(keeper, twice)))

    assert "3 rows are left to mend" in words(page)
    assert "Mend it here" not in words(page).replace("“Mend it here”", "")


def test_refused_rows_are_taken_away_with_what_is_wrong_and_come_in_once_mended(keeper):
    sent = hidden(choose(keeper, TABLE))

    file = keeper.post(AT, {"rows": sent["rows"], "take": "refused"})

    table = file.content.decode("utf-8-sig")
    assert file["Content-Disposition"] == 'attachment; filename="contacts-to-mend.csv"'
    assert "Line 4: Phone number: '1' is not a phone number." in table
    assert "Quay" not in table
    mended = table.replace("IT,Bridge,,,1,", "IT,Bridge,,,01632 960102,")
    assert "1 created, 0 changed, 0 refused" in words(choose(keeper, mended))


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "There is no column kind"), ("a;b\n", "parted by semicolons"), (b"\xff\xfe", "Save the table as “CSV UTF-8")],
)
def test_what_is_no_table_is_told_on_the_page(keeper, text, told):
    answer = choose(keeper, text)

    assert answer.status_code == 422
    assert told in words(answer)


def test_rows_that_no_page_of_ours_showed_are_refused(keeper):
    answer = keeper.post(AT, {"rows": "made up", "seen": "x"})

    assert answer.status_code == 422
    assert "Choose the file again." in words(answer)


def test_nobody_else_may(signed_in, editor):
    assert signed_in(editor).get(AT).status_code == 404

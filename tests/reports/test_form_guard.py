"""The guard at the form: it stops once, marks the words, stores nothing, and has three ways on."""

import pytest
from django.db import connection

from kb.reports.models import Report
from tests.make import make_article
from tests.reports.person import TYPED, Person, buttons, fields, only_report

pytestmark = pytest.mark.django_db
NHS_NUMBER = "943 476 5919"
ABOUT_A_PATIENT = f"The record of NHS number {NHS_NUMBER} does not open."
REMOVE, EDIT, OVERRULE = "Remove it for me", "Change it myself", "It is not about a patient, send"
NONE_HELPED = "None of these helped, send my report"


@pytest.fixture
def person(client) -> Person:
    person = Person(client)
    person.opens()
    return person


@pytest.mark.parametrize("box", ["text", "organisation", "name", "began", "software", "computer"])
def test_guard_stops_at_every_box_of_free_text_and_stores_nothing(person, box):
    person.presses(**(TYPED | {box: ABOUT_A_PATIENT}))

    assert "your words have not been stored" in person.page.main
    assert [" ".join(mark.split()) for mark in person.page.texts("mark")] == [f"[marked: {NHS_NUMBER}, end of mark]"]
    assert set(buttons(person.answer)) >= {REMOVE, EDIT, OVERRULE}
    assert not Report.objects.exists()


def test_guard_reads_the_search_only_where_the_person_tells_it(person):
    person.opens(f"?q={NHS_NUMBER.replace(' ', '')}")

    person.presses(**TYPED, tried="search")

    assert "What you searched for" in person.page.main
    person.opens(f"?q={NHS_NUMBER.replace(' ', '')}")
    person.sends()
    assert only_report().searched == ""


@pytest.mark.parametrize("box", ["phone", "code", "email", "computer", "software", "began", "organisation", "name"])
def test_guard_reads_every_box(person, box):
    value = f"{NHS_NUMBER.replace(' ', '')}@example.org" if box == "email" else NHS_NUMBER

    person.presses(**(TYPED | {box: value}))

    assert person.page.texts("mark")
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("box", "value"),
    [
        ("phone", "01632 960445"),
        ("phone", "7911123004"),
        ("phone", "0120432110"),
        ("phone", "extension 4455"),
        ("phone", "bleep 1234 through the switchboard"),
        ("code", "80100069"),
        ("code", "400_645"),
        ("code", "PIN error 1009"),
    ],
)
def test_guard_lets_through_what_the_box_asks_for(person, box, value):
    person.sends(**{box: value})

    report = only_report()
    assert value in {report.phone, report.typed_code}


@pytest.mark.parametrize("text", ["My passcode is 123456", "PIN: 4321"])
def test_guard_stops_a_passcode(person, text):
    person.presses(**(TYPED | {"text": text}))

    assert person.page.texts("mark")


def test_edit_brings_everything_back(person):
    typed = TYPED | {"text": ABOUT_A_PATIENT}
    person.presses(**typed)

    person.presses(EDIT)

    assert person.still_has(typed)
    assert "There is a problem" not in person.page.main


def test_remove_it_for_me_shows_the_text_before_it_is_sent(person):
    person.presses(**(TYPED | {"text": ABOUT_A_PATIENT}))

    person.presses(REMOVE)

    assert fields(person.answer)["text"] == "The record of NHS number [removed] does not open."
    assert "We put [removed]" in person.page.main
    assert not Report.objects.exists()
    person.presses()
    if person.is_offered:
        person.presses(NONE_HELPED)
    assert NHS_NUMBER not in only_report().text
    assert not only_report().guard_overruled


def test_not_about_a_patient_sends_and_is_kept_as_a_flag(person):
    person.presses(**(TYPED | {"text": ABOUT_A_PATIENT}))

    person.presses(OVERRULE)

    assert NHS_NUMBER in only_report().text
    assert only_report().guard_overruled


def test_guard_stops_once_for_the_same_words_and_again_for_others(person):
    make_article(title="Card is not read")
    person.presses(**(TYPED | {"text": f"Card is not read {NHS_NUMBER}"}))
    person.presses(OVERRULE)
    assert person.is_offered
    person.presses("Change my report")

    person.presses(text=f"Card is not read {NHS_NUMBER}, 401 023 2137")

    assert len(person.page.texts("mark")) == 1
    assert "401 023 2137" in person.page.texts("mark")[0]


def test_nothing_of_the_text_is_in_the_database_before_a_choice(person):
    person.presses(**(TYPED | {"text": f"{ABOUT_A_PATIENT} unmistakable"}))

    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "unmistakable" not in str(cursor.fetchall())

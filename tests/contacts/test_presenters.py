"""Contacts in the words of the page."""

from datetime import datetime

import pytest

from kb.contacts.document import ContactContent
from kb.contacts.presenters import next_turn, shown
from kb.contacts.reading import default_contacts
from kb.lib.dates import LONDON

UNSET = dict.fromkeys(("name", "phone", "email", "place", "hours", "out_of_hours_phone"), "")


def at(day, hour, minute=0):
    """A day of November 2026; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "now", "status"),
    [
        ("Mon-Fri 08:00-18:00", at(16, 10), "Open now, until 6pm"),
        ("Mon-Fri 08:00-18:00", at(16, 7), "Closed now: opens 8am"),
        ("Mon-Fri 08:00-18:00", at(16, 18), "Closed now: opens 8am tomorrow"),
        ("Mon-Fri 08:00-18:00", at(20, 18), "Closed now: opens 8am on Monday"),
        ("Mon 08:00-18:00", at(16, 19), "Closed now: opens 8am next Monday"),
        ("Mon 08:00-18:00", at(17, 9), "Closed now: opens 8am on Monday"),
        ("Mon-Fri 20:00-06:00", at(16, 21), "Open now, until 6am tomorrow"),
        ("Mon-Fri 20:00-06:00", at(17, 5), "Open now, until 6am"),
        ("Mon-Fri 08:00-24:00", at(16, 21), "Open now, until midnight"),
        ("Mon-Wed 24 hours", at(16, 21), "Open now, until midnight on Wednesday"),
        ("Tue 00:00-08:00", at(16, 21), "Closed now: opens midnight"),
        ("Sat 09:00-12:00", at(21, 11, 30), "Open now, until midday"),
        ("Mon-Fri 08:30-17:15", at(16, 9), "Open now, until 5:15pm"),
        ("24 hours", at(22, 3), "Open 24 hours"),
    ],
)
def test_status_says_until_when_or_from_when(only, hours, now, status):
    assert shown(only(phone="01632 960445", hours=hours), now).status == status


@pytest.mark.parametrize(
    ("hours", "now", "turns"),
    [
        ("Mon-Fri 08:00-18:00", at(16, 10), at(16, 18)),
        ("Mon-Fri 08:00-18:00", at(16, 18), at(17, 8)),
        ("Mon 08:00-18:00", at(16, 19), at(23, 8)),
        ("24 hours", at(16, 10), None),
        ("", at(16, 10), None),
    ],
)
def test_desk_turns_when_somebody_comes_or_goes(only, hours, now, turns):
    assert next_turn(only(phone="01632 960445", hours=hours), now) == turns


def test_open_desk_shows_its_own_phone_first(content):
    card = shown(content(), at(16, 10))

    assert card.is_open is True
    assert [(phone.label, phone.number) for phone in card.phones] == [
        ("Phone", "01632 960445"),
        ("Out of hours phone", "01632 960000"),
    ]


def test_closed_desk_shows_the_out_of_hours_phone_first(content):
    card = shown(content(), at(16, 19))

    assert card.is_open is False
    assert [phone.label for phone in card.phones] == ["Out of hours phone", "Phone"]


def test_desk_whose_hours_are_not_known_says_nothing_of_them(content):
    card = shown(content(hours=""), at(16, 19))

    assert card.is_open is None
    assert (card.status, card.hours, card.hours_note) == ("", (), "")
    assert [phone.label for phone in card.phones] == ["Phone", "Out of hours phone"]


def test_hours_are_listed_with_a_word_on_bank_holidays(content):
    card = shown(content(), at(16, 10))

    assert card.hours == ("Monday to Friday, 8am to 6pm",)
    assert card.hours_note == "Closed on bank holidays, as on Sundays."


def test_desk_that_never_closes_needs_no_word_on_bank_holidays(content):
    card = shown(content(hours="24 hours"), at(16, 10))

    assert card.hours == ("24 hours a day, every day",)
    assert card.hours_note == ""


@pytest.mark.parametrize("kind", ["IT", "RA"])
def test_unknown_contact_invents_nothing(kind):
    card = shown(ContactContent(kind=kind, name="Somebody", hours="24 hours"), at(16, 10))

    assert not card.known
    assert (card.name, card.status, card.phones) == ("", "", ())


@pytest.mark.parametrize(
    ("name", "said"), [("IT Service Desk", ""), ("Harbour IT service desk", "Harbour IT service desk")]
)
def test_desk_is_named_once_when_its_name_is_what_it_is(content, name, said):
    assert shown(content(kind="IT", name=name), at(16, 10)).name == said


def test_headings_say_which_team_it_is(content):
    assert shown(content(kind="IT"), at(16, 10)).heading == "IT service desk"
    assert shown(content(kind="RA"), at(16, 10)).heading == "Registration Authority (smartcard team)"


@pytest.mark.parametrize(
    ("number", "href"),
    [
        ("01632 960445", "tel:01632960445"),
        ("+44 (0)1632 960445", "tel:+441632960445"),
        ("01632 960445 ext 12", "tel:01632960445"),
        ("01632 960445, option 2", "tel:01632960445"),
        ("(01632) 960445", "tel:01632960445"),
        ("01632 960445 (4455 from inside)", "tel:01632960445"),
        ("bleep 1234 through 01632 960445", "tel:01632960445"),
        ("0800 960 445", "tel:0800960445"),
        ("ext 4455", ""),
        ("4455 from inside", ""),
        ("bleep 1234 through the switchboard", ""),
        ("ask reception", ""),
    ],
)
def test_only_a_number_from_outside_can_be_rung_from_the_page(number, href):
    card = shown(ContactContent(kind="IT", phone=number), at(16, 10))

    assert card.phones[0].href == href


def test_default_contacts_come_from_the_settings(db, settings):
    settings.IT_DESK = UNSET | {"name": "Harbour desk", "phone": "01632 960445", "hours": "24 hours"}
    settings.RA_DESK = UNSET

    it_desk, registration_authority = (shown(contact, at(16, 10)) for contact in default_contacts())

    assert (it_desk.kind, it_desk.name, it_desk.phones[0].number, it_desk.status) == (
        "IT",
        "Harbour desk",
        "01632 960445",
        "Open 24 hours",
    )
    assert (registration_authority.kind, registration_authority.known) == ("RA", False)


def test_malformed_hours_are_shown_as_not_known(db, settings):
    settings.IT_DESK = UNSET | {"phone": "01632 960445", "hours": "whenever"}

    card = shown(default_contacts()[0], at(16, 10))

    assert (card.known, card.is_open, card.status) == (True, None, "")

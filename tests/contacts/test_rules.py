"""What is told of a number or an address before it is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from kb.contacts.rules import is_unsure, looks_personal, number_fault

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01632 960445",
        "01632 960 445 ext 12",
        "+44 (0)1632 960445",
        "0800 960 445",
        "0800 1111",
        "+353 1 234 5678",
        "ext 4455",
        "0 4455",
        "4455 from inside",
        "bleep 1234 through the switchboard",
        "bleep 0123",
        "111",
        "01632 960445 or 01632 960446",
    ],
)
def test_numbers_that_can_be_rung_and_those_of_the_house_are_kept_as_written(text):
    assert number_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("01632 96044", "01632 96044"),
        ("01632 9604455", "01632 9604455"),
        ("bleep 1234 through 01632 96044", "01632 96044"),
        ("01632 960445 or 01632 96044", "01632 96044"),
        ("+44 1632 96", "+44 1632 96"),
        ("+999 1632 960445", "+999 1632 960445"),
    ],
)
def test_number_from_outside_with_a_figure_too_few_or_too_many_is_told(text, named):
    assert f"Check “{named}”" in number_fault(text)


@pytest.mark.parametrize(
    "email", ["desk@example.org", "it.desk@example.org", "smartcard.team@example.org", "ra@example.org", "a1@x.org", ""]
)
def test_address_of_a_role_is_no_persons(email):
    assert not looks_personal(email)


@pytest.mark.parametrize("email", ["robin.teal@example.org", "robin.teal2@example.org", "Robin.A.O'Teal@example.org"])
def test_address_with_two_names_is_a_persons(email):
    assert looks_personal(email)


def test_what_nobody_confirmed_for_a_year_is_unsure():
    assert is_unsure(None, NOW)
    assert is_unsure(NOW - timedelta(days=366), NOW)
    assert not is_unsure(NOW - timedelta(days=364), NOW)

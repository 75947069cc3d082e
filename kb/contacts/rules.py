"""What is told of a contact before and after it is kept. Pure."""

import re
from datetime import datetime, timedelta

import phonenumbers

SURE_FOR = timedelta(days=365)
LEAST_FROM_OUTSIDE = 7  # figures: a shorter number rings inside the house
WHOLE = 10  # figures of most numbers of the UK, behind the 0
# A number that can be rung from anywhere; a shorter one, or one without the 0, rings inside the house only.
FROM_OUTSIDE = re.compile(r"(?:\+|(?<![0-9])0)[0-9) .-]*")
_OF_THE_HOUSE = re.compile(r"(?i)\b(?:bleep|pager|page|dect|ext|extn|extension)\b.*[0-9]")
# Words of a role. What is none of them on either side of a full stop is taken for a person's name.
_ROLE_WORDS = """
    access accounts admin administration admins bleep card cards care centre clinical communications contact contacts
    desk digital duty enquiries estates first front helpdesk health help hospital house hr ict identity ig im info
    informatics information it line local mail management manager medical nhs night no noreply office on operations
    oncall out out-of-hours people pharmacy practice primary ra reception registration reply authority security service
    servicedesk services site smartcard smartcards staff support switchboard systems team technical the trust ward
    workforce
"""
_ROLE = frozenset(_ROLE_WORDS.split())
_TWO_WORDS = re.compile(r"([a-z]+(?:[-'][a-z]+)*)\.(?:[a-z]\.)?([a-z]+(?:[-'][a-z]+)*)[0-9]*")


def sure_since(now: datetime) -> datetime:
    """What was said before this to be right may be so no longer."""
    return now - SURE_FOR


def is_unsure(confirmed_at: datetime | None, now: datetime) -> bool:
    return confirmed_at is None or confirmed_at < sure_since(now)


def _of_the_world(text: str) -> list[tuple[str, phonenumbers.PhoneNumber | None]]:
    """Each number in a text that can be rung from outside, as it is written; None where it is no number at all."""
    found: list[tuple[str, phonenumbers.PhoneNumber | None]] = []
    for match in FROM_OUTSIDE.finditer(text.replace("(0)", "")):
        written = match[0].strip(" .-)")
        if len(re.sub(r"[^0-9]", "", written)) < LEAST_FROM_OUTSIDE:
            continue
        try:
            found.append((written, phonenumbers.parse(written, "GB")))
        except phonenumbers.NumberParseException:
            found.append((written, None))
    return found


def is_of_the_house(text: str) -> bool:
    """Said to be a bleep or an extension: kept as it is written, however short."""
    return bool(_OF_THE_HOUSE.search(text))


def number_fault(text: str) -> str:
    """What is wrong with the figures of a number from outside. Extensions and bleeps are as they are."""
    for written, number in _of_the_world(text):
        if number is None or not phonenumbers.is_possible_number(number) or _is_cut_short(number):
            return (
                f"Check “{written}”: it has too few or too many figures for a number from outside. "
                "A number that rings from inside only needs no 0 before it."
            )
    return ""


def _is_cut_short(number: phonenumbers.PhoneNumber) -> bool:
    is_of_the_uk = number.country_code == phonenumbers.country_code_for_region("GB")
    figures = len(phonenumbers.national_significant_number(number))
    return is_of_the_uk and figures != WHOLE and not phonenumbers.is_valid_number(number)


def looks_personal(email: str) -> bool:
    """Like that of one person, first.last@: nobody reads it when they are away."""
    two = _TWO_WORDS.fullmatch(email.partition("@")[0].lower())
    return two is not None and not _ROLE & {two[1], two[2]}

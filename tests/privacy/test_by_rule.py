"""Sentences made by rule: the kinds of the tables with other names, numbers and dates, so that no list fits by luck."""

from collections.abc import Iterator
from random import Random

import pytest
from nhs_number import REGION_ENGLAND, generate

from kb.privacy.patient_data import find

MOST_MISSED, MOST_STOPPED = 0.05, 0.02
EACH = 12
# Some are in the list of common names, most are not.
GIVEN = [
    "John", "Mary", "Aisha", "Tomasz", "Oluwadamilola", "Siobhán", "Xiu", "Bartholomew", "Ngozi", "Zoltan",
    "Marguerite", "Ravinder", "Hyacinth", "Tegan",
]  # fmt: skip
SURNAMES = [
    "Smith", "Brzezinski", "Okonkwo", "Featherstonehaugh", "O'Malley", "Nguyen", "Vanterpool", "Achterberg",
    "Llewellyn-Jones", "Quispe", "Thistlewood", "Balasubramanian", "Zhou", "Mbeki",
]  # fmt: skip
MONTHS = [
    "January", "Feb", "March", "Apr", "May", "June", "July", "Aug", "September", "Oct", "Nov", "December",
]  # fmt: skip
JOINS = ["", " ", "-", ".", "/", "_", "\n", " - ", "\u00a0"]
SAID = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
]  # fmt: skip
NUMBERS = [one for one in generate(quantity=900, for_region=REGION_ENGLAND) if one[0] in "467"]


def nhs_number(random: Random) -> str:
    digits = random.choice(NUMBERS)
    match random.randrange(4):
        case 0:
            return " ".join(digits)
        case 1:
            return f"{digits[:5]} {digits[5:]}"
        case 2:
            return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return random.choice(JOINS).join((digits[:3], digits[3:6], digits[6:]))


def name(random: Random) -> str:
    given, surname = random.choice(GIVEN), random.choice(SURNAMES)
    return random.choice(
        (f"{given} {surname}", f"{surname.upper()}, {given}", f"Mrs {surname}", f"Mr {given} {surname}")
    )


def date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1925, 2009)
    forms = f"{day}/{month}/{year}", f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}"
    return random.choice((*forms, f"{day} {MONTHS[month - 1]} {year}", f"{day}th of {MONTHS[month - 1]} {year}"))


def figures(random: Random) -> str:
    digits = "".join(random.choices("123456789", k=random.choice((4, 6))))
    forms = digits, digits, " ".join(digits), f"{digits[:2]} {digits[2:4]}", " ".join(SAID[int(one)] for one in digits)
    return random.choice(forms)


def password(random: Random) -> str:
    word = random.choice(("Summer", "hunter", "Liverpool", "tRex", "monday"))
    return word + random.choice(("1", "2024", "#99", "_7!", "123!"))


def postcode(random: Random) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{random.choice(('LS', 'M', 'SW', 'B'))}{random.randint(1, 19)} {random.randint(1, 9)}" + "".join(
        random.choices(letters, k=2)
    )


MAKERS = {
    "nhs": nhs_number, "name": name, "date": date, "figures": figures, "password": password, "postcode": postcode,
    "number": lambda random: str(random.randint(10_000, 9_999_999)),
    "age": lambda random: str(random.randint(18, 99)),
    "surname": lambda random: random.choice(SURNAMES),
    "whole": lambda random: f"{random.choice(GIVEN)} {random.choice(SURNAMES)}",
    "ticket": lambda random: random.choice(NUMBERS),
    "code": lambda random: random.choice(("ERR5022", "400_645", "0x80100069", "AADSTS50126", "1009")),
}  # fmt: skip
TO_STOP = (
    "cannot find {nhs} on the spine", "NHS no {nhs}", "nhs number: {nhs} comes up blank",
    "tel {nhs} sorry, that is the nhs number", "patient{ticket} is not there", "record of {nhs}",
    "patient {name} is waiting", "the patient is called {whole}", "pt {whole} needs blood", "Px: {name}",
    "service user {whole} is here", "my patient, Mrs {surname}, is waiting", "patient name: {name}",
    "{whole}'s record will not open", "Mrs {surname}'s prescription is stuck", "the notes of Mr {surname} are blank",
    "{whole} {date}", "{whole}, {age} year old female", "{whole} aged {age} male", "born on the {date}", "DOB {date}",
    "d o b {date}", "date of birth is {date}", "year of birth 1958", "MRN {number}", "hospital number {number}",
    "patient id {number}", "patient lives at 12 High Street, {postcode}", "patient's postcode {postcode}",
    "her address is 7 Mill Lane, {postcode}", "my passcode is {figures}", "PIN {figures}",
    "passcode I set is {figures}", "use {figures} as my passcode", "{figures} is my PIN",
    "my smartcard code is 482910", "password is {password}", "pwd: {password}", "password: {password}",
)  # fmt: skip
TO_PASS = (
    "Nurse {whole} is locked out", "Dr {surname}'s card is locked", "{whole} cannot sign in since {age} days",
    "{whole}'s smartcard will not read", "reported by {whole} on 28/11/2026", "ticket {ticket}",
    "reference number {ticket}", "incident {ticket} was raised", "patient 999 000 0018 of the tests",
    "patient waiting, {whole} is locked out", "Patient {surname} Ward PC is slow", "my passcode gives {code}",
    "passcode refused with {code}", "password error {code}", "PIN pad says {code}", "phone me on 01632 960{age}1",
    "our postcode is {postcode}", "we are at 12 High Street, {postcode}", "computer WKS-{number}",
    "certificate expired {date}", "Windows 11 build {number}", "card serial number {ticket}",
    "{whole} from IT changed it on 12/03/2026", "the sponsor is {whole}", "error {code} after the passcode",
    "patient record shows {code}", "the RA is {whole}, extension {age}12", "it worked until {date}",
    "password expired on {date}", "passcode of 4 to 8 digits", "three of us wait {age} minutes",
)  # fmt: skip


def made(templates: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    random = Random(13)
    for template in templates:
        for _ in range(EACH):
            yield template, template.format_map({key: maker(random) for key, maker in MAKERS.items()})


def no_code(text: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("templates", "is_to_stop", "most"), [(TO_STOP, True, MOST_MISSED), (TO_PASS, False, MOST_STOPPED)]
)
def test_few_are_missed_and_fewer_stopped_wrongly(templates, is_to_stop, most):
    texts = list(made(templates))

    wrong = [text for _, text in texts if bool(find(text, is_code=no_code)) is not is_to_stop]

    assert len(texts) > 200
    assert len(wrong) <= most * len(texts), wrong

"""Where a text names a patient or gives a passcode away, in linear time. Pure.

A net, not a wall: it knows numbers by their check digit and values by the words before them. What it misses is a name
that nothing announces; what it takes wrongly costs the person one click. Who calls it says which numbers are codes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kb.privacy import (
    birth_dates,
    home_addresses,
    names_again,
    nhs_numbers,
    passcodes,
    patient_care,
    patient_details,
    patient_names,
    plain_passwords,
    typed_passcodes,
)
from kb.privacy.tokens import tokens_of

REMOVED = "[removed]"
# Stands where something was removed. No pattern crosses it.
_GONE = "\0"

type IsCode = Callable[[str], bool]


class PersonalKind(StrEnum):
    NHS_NUMBER = "an NHS number"
    PATIENT = "a patient's details"
    PASSCODE = "a passcode"


@dataclass(frozen=True)
class PersonalPassage:
    """A place in the text. The words that announce a value are no part of it."""

    start: int
    end: int
    kind: PersonalKind


# Asking may cost a query. A text with more numbers than this is a list of patients, not of codes.
MOST_ASKED = 50
# As many names are looked for again in the rest of the text.
MOST_NAMES = 100


def _sparing(is_code: IsCode) -> IsCode:
    """Asks once for each number, and no more than so many times."""
    told: dict[str, bool] = {}

    def ask(text: str) -> bool:
        if text not in told and len(told) < MOST_ASKED:
            told[text] = is_code(text)
        return told.get(text, False)

    return ask


# --- The two doors -------------------------------------------------------------------------------------------------


def _merged(passages: Sequence[PersonalPassage]) -> list[PersonalPassage]:
    """In the order of the text. Those that overlap become one, named as the first."""
    found: list[PersonalPassage] = []
    for passage in sorted(passages, key=lambda passage: (passage.start, -passage.end)):
        if found and passage.start < found[-1].end:
            found[-1] = PersonalPassage(found[-1].start, max(found[-1].end, passage.end), found[-1].kind)
        else:
            found.append(passage)
    return found


def _hidden(text: str, passages: Sequence[PersonalPassage]) -> str:
    """The text with every passage blotted out, each sign where it was."""
    out: list[str] = []
    at = 0
    for passage in passages:
        out += [text[at : passage.start], _GONE * (passage.end - passage.start)]
        at = passage.end
    return "".join([*out, text[at:]])


def _found(text: str, ask: IsCode, issued: IsCode, *, is_phone: bool) -> Iterator[PersonalPassage]:
    tokens = tokens_of(text)
    for start, end in nhs_numbers.find(text, is_code=ask, issued=issued, is_phone=is_phone):
        yield PersonalPassage(start, end, PersonalKind.NHS_NUMBER)
    for start, end in nhs_numbers.announced(text):
        yield PersonalPassage(start, end, PersonalKind.NHS_NUMBER)
    told = (
        *patient_details.find(text),
        *home_addresses.find(text),
        *birth_dates.find(text),
        *patient_names.find(text),
        *patient_care.find(tokens),
    )
    for start, end in told:
        yield PersonalPassage(start, end, PersonalKind.PATIENT)
    told = *passcodes.find(text, is_code=ask), *typed_passcodes.find(text, is_code=ask), *plain_passwords.find(tokens)
    for start, end in told:
        yield PersonalPassage(start, end, PersonalKind.PASSCODE)


def find(text: str, *, is_code: IsCode, is_phone: bool = False) -> tuple[PersonalPassage, ...]:
    """Every passage, in order. Once they are all removed, nothing is found in what is left.

    `is_phone` is for a box that asks for a phone number: what may be one is one there.
    """
    left = text.replace(REMOVED, _GONE * len(REMOVED))
    found: list[PersonalPassage] = []
    ask = _sparing(is_code)
    # A log says the same number on every line. For this text only: nobody's number outlives it.
    issued = cache(nhs_numbers.is_issued)
    # A passage may have been what kept another from being one, so we look again until there is nothing new. That is
    # two rounds for any text a person writes, and few for any text at all: each new one needs a word of its own.
    while more := _merged([*_found(left, ask, issued, is_phone=is_phone)]):
        names = names_again.words_of(text[one.start : one.end] for one in more if one.kind is PersonalKind.PATIENT)
        left = _hidden(left, more)
        again = [PersonalPassage(*span, PersonalKind.PATIENT) for span in names_again.again(left, names)]
        left = _hidden(left, again)
        found += more + again
    return tuple(_merged(found))


def removed(text: str, passages: Sequence[PersonalPassage]) -> str:
    """The text with "[removed]" in place of each passage that `find` gave for it."""
    out: list[str] = []
    at = 0
    for passage in passages:
        out += [text[at : passage.start], REMOVED]
        at = passage.end
    return "".join([*out, text[at:]])

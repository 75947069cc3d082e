"""Where a text names a patient or gives a passcode away, in linear time. Pure.

A net, not a wall: it knows numbers by their check digit and values by the words before them. What it misses is a name
that nothing announces; what it takes wrongly costs the person one click. Who calls it says which numbers are codes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from nhs_number.constants import REGION_UNALLOCATED
from nhs_number.validate import is_valid

from kb.privacy import patient_names

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


# --- NHS numbers ---------------------------------------------------------------------------------------------------

_HYPHEN = r"\-‐‑−"
_SPACE = r" \t\u00a0\u2000-\u200b\u202f\u2060"
_GROUP = rf"(?:[{_SPACE}]{{1,2}}|[{_SPACE}]?[{_HYPHEN}‒–—][{_SPACE}]?)"
_NUMBER = re.compile(rf"(?<!\d)\d{{3}}(?:\d{{3}}|(?P<grouped>{_GROUP})\d{{3}}{_GROUP})\d{{4}}(?!\d)")
_LONGEST_BEFORE = 28
# What stands before a number that is no patient's: part of a word or of a longer number, a sign, a country code, or
# the name of what it is.
_OTHER_BEFORE = re.compile(
    rf"(?:(?<!nhs)(?<=[^\W_])|[{_HYPHEN}]|\d\.|(?<!\d)(?:\+\d{{1,3}}|00[ ]?44)[ {_HYPHEN}]?(?:\(0\)[ ]?)?|\(0\)[ ]?"
    r"|(?<![^\W_])(?:serial|s/n|sn|asset|tel|(?:tele)?phone|mobile|fax)(?:[ _-]?(?:number|no|num|tag))?[ .:=#]{1,3})\Z",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(rf"[^\W_]|[{_HYPHEN}.]\d")
_HUNDREDS_BEFORE = re.compile(rf"(?<![^\W_])\d{{3}}[{_SPACE}]\Z")
# Numbers in one run that a computer writes more often than anybody is called by them: seconds since 1970 (from July
# 2017 to 2033) and the unsigned decimals of the Windows status codes 0xC000xxxx. Those of 0x80xxxxxx need no rule:
# they would be Scottish numbers, of people born in the 47th month or later.
_OF_COMPUTERS = (range(1_500_000_000, 2_000_000_000), range(0xC000_0000, 0xC001_0000))
# Asking may cost a query. A text with more numbers than this is a list of patients, not of codes.
MOST_ASKED = 50
_TEST_RANGE = "999"
_NOT_ISSUED = (_TEST_RANGE, "00")


def _digits(text: str) -> str:
    """Also the full-width ones and those of other scripts, as 0 to 9."""
    digits = "".join(filter(str.isdecimal, text))
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _is_issued(digits: str) -> bool:
    return is_valid(digits) and not digits.startswith(_NOT_ISSUED) and not REGION_UNALLOCATED.contains_number(digits)


def _is_nhs_number(match: re.Match[str], is_issued: Callable[[str], bool]) -> bool:
    digits = _digits(match[0])
    if not is_issued(digits):
        return False
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    if _OTHER_BEFORE.search(before) or _OTHER_AFTER.match(text, end):
        return False
    if match["grouped"]:
        return not _HUNDREDS_BEFORE.search(before)
    return not any(int(digits) in numbers for numbers in _OF_COMPUTERS)


def _sparing(is_code: IsCode) -> IsCode:
    """Asks once for each number, and no more than so many times."""
    told: dict[str, bool] = {}

    def ask(text: str) -> bool:
        if text not in told and len(told) < MOST_ASKED:
            told[text] = is_code(text)
        return told.get(text, False)

    return ask


def _nhs_numbers(text: str, is_code: IsCode, is_issued: Callable[[str], bool]) -> Iterator[PersonalPassage]:
    for match in _NUMBER.finditer(text):
        if _is_nhs_number(match, is_issued) and not is_code(match[0]):
            yield PersonalPassage(*match.span(), PersonalKind.NHS_NUMBER)


# --- Values after words that announce them -------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: of)?"
_JOIN = r"[ ,./\-‐‑–]"
_DATE = (
    rf"(?:\d{{4}}{_JOIN}\d{{1,2}}{_JOIN}\d{{1,2}}|\d{{1,2}}{_JOIN}\d{{1,2}}{_JOIN}(?:\d{{4}}|\d{{2}})|\d{{8}}|\d{{6}}"
    rf"|{_DAY}{_JOIN}{{0,2}}{_MONTH}(?:{_JOIN}{{0,2}}(?:\d{{4}}|\d{{2}}))?"
    rf"|{_MONTH}{_JOIN}{{1,2}}(?:{_DAY}{_JOIN}{{1,2}})?\d{{4}}|(?:19|20)\d\d)"
)
_ALONE = r"(?<![^\W_])"
_ENDS = r"(?![^\W_])"
_NO = r"(?:numbers?|num|no|nr|id|identifier|ref(?:erence)?)"
_SIGNS = r"[\"'’)]?(?:\s{0,3}(?:[:=#.(\[,–\"'-]|(?:is|was|of)\b)){0,4}\s{0,3}"

_NHS_VALUE = re.compile(
    rf"{_ALONE}(?:nhs[ _-]?(?:numbers?|num|no|nr)|chi(?:[ _-]?{_NO})?|h&c[ _-]?{_NO}){_ENDS}{_SIGNS}"
    rf"(?P<value>\d{{3}}{_GROUP}\d{{3}}{_GROUP}\d{{4}}|\d(?:{_GROUP}?\d){{5,9}}|\d{{3,12}}){_ENDS}",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"{_ALONE}(?:d\.?o\.?b|date[ _-]?of[ _-]?birth|birth[ _-]?date|born){_ENDS}"
    rf"[\"'’]?(?:\s{{0,3}}(?:[:=.(\[,–\"'-]|(?:is|was|of|on|in)\b)){{0,4}}\s{{0,3}}(?P<value>{_DATE})(?:{_ENDS}|(?=T\d))",
    re.IGNORECASE,
)
_PATIENT_NUMBER = re.compile(
    rf"{_ALONE}patients?(?:['’]s)?(?:(?:[ _-]?(?:hospital|record|case))?[ _-]?{_NO}{_ENDS}{_SIGNS}"
    rf"(?P<value>[A-Z]{{0,4}}\d{{3,12}})|(?<!s){_SIGNS}(?P<bare>\d{{5,12}})){_ENDS}",
    re.IGNORECASE,
)
# The eight figures of a Windows error (80100069) may stand after "PIN" as well.
_PASSCODE = re.compile(
    rf"{_ALONE}(?:pass[ _-]?codes?|pass[ _-]?words?|pwd|pins?)(?:[ _-]?(?:number|num|no|code))?{_ENDS}[\"'’)]?"
    r"(?:[ \t]{0,3}(?:[:=#.(\[,–\"'-]|(?:(?:has been |was )?(?:re)?set to|changed to|(?:which )?is|was|of|as|to|now"
    r"|still|currently|i (?:use|used|typed|entered)|entered|typed|used)\b)){0,4}(?:(?<=[:=])\s{0,3}|[ \t]{0,3})"
    rf"[\"'(]?(?P<value>(?!80(?:07|09|10)\d{{4}}(?!\d))\d{{4,8}}|\d(?: \d){{3,7}})(?!\w|[{_HYPHEN}/.:]\d)",
    re.IGNORECASE,
)


def _after_words(text: str) -> Iterator[PersonalPassage]:
    for match in _NHS_VALUE.finditer(text):
        digits = _digits(match["value"])
        if not (digits.startswith(_TEST_RANGE) and is_valid(digits)):
            yield PersonalPassage(*match.span("value"), PersonalKind.NHS_NUMBER)
    for match in _BIRTH.finditer(text):
        yield PersonalPassage(*match.span("value"), PersonalKind.PATIENT)
    for match in _PATIENT_NUMBER.finditer(text):
        yield PersonalPassage(*match.span("value" if match["value"] else "bare"), PersonalKind.PATIENT)
    for start, end in patient_names.find(text):
        yield PersonalPassage(start, end, PersonalKind.PATIENT)
    for match in _PASSCODE.finditer(text):
        yield PersonalPassage(*match.span("value"), PersonalKind.PASSCODE)


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


def find(text: str, *, is_code: IsCode) -> tuple[PersonalPassage, ...]:
    """Every passage, in order. Once they are all removed, nothing is found in what is left."""
    left = text.replace(REMOVED, _GONE * len(REMOVED))
    found: list[PersonalPassage] = []
    ask = _sparing(is_code)
    # A log says the same number on every line. For this text only: nobody's number outlives it.
    is_issued = cache(_is_issued)
    # A passage may have been what kept another from being one, so we look again until there is nothing new. That is
    # two rounds for any text a person writes, and few for any text at all: each new one needs a word of its own.
    while more := _merged([*_nhs_numbers(left, ask, is_issued), *_after_words(left)]):
        left = _hidden(left, more)
        found += more
    return tuple(_merged(found))


def removed(text: str, passages: Sequence[PersonalPassage]) -> str:
    """The text with "[removed]" in place of each passage that `find` gave for it."""
    out: list[str] = []
    at = 0
    for passage in passages:
        out += [text[at : passage.start], REMOVED]
        at = passage.end
    return "".join([*out, text[at:]])

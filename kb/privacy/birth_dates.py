"""Births told the other way round, or of nobody by name: "3 May 1960 is her birth date", "he's 4/10/52". Pure."""

import re
from collections.abc import Iterator

from kb.privacy.gates import gated, gates
from kb.privacy.nhs_numbers import ALONE, ENDS
from kb.privacy.patient_details import DAY, MONTH, PATIENT, YEAR_SAID

_SHORT_YEAR = r"['’]?(?:19\d\d|20[0-2]\d|\d\d)"
# A day, a month and perhaps a year, in words or figures.
_DAY = (
    rf"(?:{DAY}[ ,./-]{{0,2}}{MONTH}(?:[ ,./-]{{0,2}}(?:{_SHORT_YEAR}|{YEAR_SAID}))?"
    rf"|{MONTH}[ ]{DAY}(?:,?[ ](?:{_SHORT_YEAR}|{YEAR_SAID}))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)[ ](?:of[ ])?(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)(?:[ ](?:of[ ])?{_SHORT_YEAR})?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19\d\d|20[0-2]\d|\d\d))"
)
_BIRTH = r"(?:d\.?o\.?b|date[ ]of[ ]birth|birth[ -]?(?:date|day)|b-?day)"
_TOLD_FIRST = re.compile(
    rf"{ALONE}(?P<value>{_DAY})[ ](?:is|was|as|for)[ ]"
    rf"(?:(?:the|her|his|their|my|a)[ ]|{PATIENT}(?:['’]s)?[ ])?{_BIRTH}{ENDS}",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"{ALONE}{_BIRTH}(?:[ ]?[:?=,(–-]|['’]s\b"
    rf"|[ ](?:it|is|it['’]s|was|she|he|they|said|says|told|me|on|the|as|i|put|of|year)\b)"
    rf"{{1,6}}[ ]{{0,2}}(?P<value>{_DAY}){ENDS}",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"{ALONE}borne?(?:[ ](?:in|on|the|year|of|around|about)\b){{0,4}}[ ]"
    rf"(?P<value>(?:(?:19|20)\d\d[ ](?:on[ ])?(?:the[ ])?)?{_DAY}){ENDS}",
    re.IGNORECASE,
)
# "He's 4th of the 10th 52", with its year.
_OF_HER = re.compile(
    rf"{ALONE}(?:s?he|who|{PATIENT})(?:['’]s|[ ]is|[ ]was)[ ](?P<value>\d{{1,2}}(?:st|nd|rd|th)[ ](?:of[ ])?(?:the[ ])?"
    rf"\d{{1,2}}(?:st|nd|rd|th)[ ]{_SHORT_YEAR}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19\d\d|200\d|[3-9]\d)){ENDS}(?![./-]\d)",
    re.IGNORECASE,
)
_BIRTHS = gates(
    {_TOLD_FIRST: "birth dob d.o.b bday b-day", _TOLD: "birth dob d.o.b bday b-day", _BORN: "born", _OF_HER: "h p"}
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for match in gated(_BIRTHS, text):
        yield match.span("value")

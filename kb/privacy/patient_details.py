"""What tells who a patient is, beside the name: birth, age, a hospital's number, an address. Pure."""

import re
from collections.abc import Iterator

from kb.privacy.nhs_numbers import ALONE, ENDS, NUMBER_WORD, SIGNS, is_of_tests

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: of)?"
JOIN = r"[ ,./\-‐‑–]"
PATIENT = r"(?:patients?|pts?|pxs?|service[ -]users?)"

# --- Births --------------------------------------------------------------------------------------------------------

_DATE = (
    rf"(?:\d{{4}}{JOIN}\d{{1,2}}{JOIN}\d{{1,2}}|\d{{1,2}}{JOIN}\d{{1,2}}{JOIN}(?:\d{{4}}|\d{{2}})|\d{{8}}|\d{{6}}"
    rf"|{DAY}{JOIN}{{0,2}}{MONTH}(?:{JOIN}{{0,2}}(?:\d{{4}}|\d{{2}}))?"
    rf"|{MONTH}{JOIN}{{1,2}}(?:{DAY}{JOIN}{{1,2}})?\d{{4}}|(?:19|20)\d\d)"
)
_OF_WHOM = rf"(?:(?:the|this|my|his|her|their|a|{PATIENT})\b)"
_BIRTH = re.compile(
    rf"{ALONE}(?:d\.?[ ]?o\.?[ ]?b|yob|(?:date|year|day|month)[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day|year)|born)"
    rf"(?![^\W\d_])[\"'’]?(?:\s{{0,3}}(?:[:=.(\[,–\"'-]|(?:is|was|of|on|in)\b|{_OF_WHOM}"
    rf"|\(d{{1,2}}[ ./-]m{{1,3}}[ ./-]y{{2,4}}\)))"
    rf"{{0,5}}\s{{0,3}}(?P<value>{_DATE})(?:{ENDS}|(?=T\d))",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    rf"{ALONE}birthday(?:[ :]|is|on|the){{1,6}}(?P<value>\d{{1,2}}[/.-]\d{{1,2}}){ENDS}", re.IGNORECASE
)

# --- Numbers -------------------------------------------------------------------------------------------------------

_OF_PATIENT = re.compile(
    rf"(?<!\d )(?<!\d){ALONE}{PATIENT}(?:['’]s)?(?:(?:[ _-]?(?:hospital|record|case))?[ _-]?{NUMBER_WORD}{ENDS}{SIGNS}"
    rf"(?P<value>[A-Z]{{0,4}}\d{{3,12}})|(?<!s){SIGNS}(?P<bare>\d{{5,12}})){ENDS}",
    re.IGNORECASE,
)
_OF_HOSPITAL = re.compile(
    rf"{ALONE}(?:mrn|crn|(?:hosp(?:ital)?\.?|pas|rio|emis|systmone|s1|lorenzo|cerner|epr|district|case[ -]?notes?"
    rf"|(?:medical|health|hospital) records?|k)[ _-]{{0,2}}{NUMBER_WORD}){ENDS}{SIGNS}"
    rf"(?P<value>(?![ ]?0\d{{2,4}}[ ]?\d{{3}})[A-Z]{{0,4}}[ -]?\d{{4,12}}[A-Z]?|0\d{{4,8}}){ENDS}",
    re.IGNORECASE,
)

# --- Addresses -----------------------------------------------------------------------------------------------------

_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}(?![^\W_])"
_STREET_KIND = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|ct|crescent|cres|terrace|place|square|gardens?"
    r"|grove|hill|park|row|walk|mews|view|rise|green|house|cottage|farm|flats?)"
)
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
_STREET = (
    rf"(?:flat[ ]\w{{1,4}},?[ ])?\d{{1,4}}[a-z]?,?[ ](?:{_WORD}[ ]){{1,3}}{_STREET_KIND}\b\.?"
    rf"|(?:the[ ]){_WORD}(?:[ ]{_WORD}){{0,2}}(?=,)"
)
_PLACE = (
    rf"(?:(?:{_STREET})(?:,?[ ]{{1,2}}(?:{_POSTCODE}|(?<=,[ ])[A-Z]{_WORD}(?:[ ][A-Z]{_WORD})?)){{0,4}}|{_POSTCODE})"
)
_HOME = re.compile(
    rf"{ALONE}(?:(?:{PATIENT}(?:['’]s)?|his|her|their|home)[ ](?:home[ ])?(?:address|post[ ]?code)"
    rf"|(?:{PATIENT}|he|she|they|who)(?:[ ]who)?[ ](?:lives?|living|resides?)(?:[ ](?:at|in|on))?){ENDS}"
    rf"[\"'’]?(?:\s{{0,3}}(?:[:=(\[,–\"'-]|(?:is|was|at)\b)){{0,3}}\s{{0,3}}(?P<value>{_PLACE})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"(?<!email )(?<!ip )(?<!mac )(?<!our )(?<!my ){ALONE}(?:address|post[ ]?code|lives at|living at)"
    rf"[ ]?[:=][ ]{{0,3}}(?P<value>{_PLACE})",
    re.IGNORECASE,
)
_SAYS_PATIENT = re.compile(rf"{ALONE}{PATIENT}{ENDS}", re.IGNORECASE)
_NEAR = 160


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each value begins and ends; the words that announce it are left."""
    for pattern in (_BIRTH, _BIRTHDAY, _OF_HOSPITAL, _HOME):
        for match in pattern.finditer(text):
            yield match.span("value")
    for match in _OF_PATIENT.finditer(text):
        name = "value" if match["value"] else "bare"
        if not is_of_tests(match[name]):
            yield match.span(name)
    for match in _ADDRESS.finditer(text):
        if _SAYS_PATIENT.search(text[max(0, match.start() - _NEAR) : match.start()]):
            yield match.span("value")

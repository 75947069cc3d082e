"""What has figures as a code has and is another thing: a date, a telephone number, a computer, a ticket. Pure."""

import re
from collections.abc import Iterator

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
LONGEST_BEFORE = 24
_EDGE, _END = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
# Nobody writes a code so. A form that some code might have too, such as 400-645, is not among them.
_NEVER_CODES = re.compile(
    _EDGE
    + "(?:"
    + "|".join(
        (
            r"[0-3]?[0-9]([/.-])[01]?[0-9]\1[0-9]{4}",  # 12/03/2024
            r"[0-3]?[0-9]([/-])[01]?[0-9]\2[0-9]{2}",
            r"(?:19|20)[0-9]{2}([/.-])[01]?[0-9]\3[0-3]?[0-9]",  # 2024-03-12
            rf"[0-3]?[0-9](?:st|nd|rd|th)?[ -](?:{_MONTHS})[a-z]*[ ,-]{{1,2}}(?:[0-9]{{4}}|[0-9]{{2}})",
            r"(?<![.:-])(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?:[:.][0-5][0-9])?(?![.:_-][0-9])",  # 10.02
            r"[0-9]{12}|[0-9]{4}([ -])[0-9]{4}\4[0-9]{4}|[0-9]{3}([ -])(?:[0-9]{3}\5){2}[0-9]{3}",  # a card's UUID
            r"[0-9]{3}([ -])[0-9]{3}\6[0-9]{4}",  # an NHS number
            r"[0-9]{1,5}(?:\.[0-9]{1,5}){2,}",  # 10.0.0.1, or a version
            r"(?:https?://[^\s/:]+|localhost):[0-9]{2,5}",
            r"[0-9]+(?:[.,][0-9]+)*\s?%|[£$€]\s?[0-9]+(?:[.,][0-9]+)*",
            r"(?:\+44[ -]?|\(?0)[0-9]{2,4}\)?[ -][0-9]{3,4}[ -]?[0-9]{3,4}|0[0-9]{10}",  # 0300 303 5035
        )
    )
    + ")"
    + _END,
    re.IGNORECASE,
)
# A computer by its name, and a ticket of a service desk: by their letters, since the figures may be anything.
_COMPUTERS = r"DESKTOP|LAPTOP|NOTEBOOK|WIN|WKS|WKSTN|PC|VDI|LT|DT|LAP|LTP|DSK|WS|NB|TAB|THIN"
_NAMED = re.compile(
    rf"(?:[A-Z0-9]{{2,6}}[-_])?(?:{_COMPUTERS})(?:[-_](?=[0-9A-Z]*[0-9])[0-9A-Z]+|[0-9]{{4,8}})"
    r"|(?:INC|RITM|REQ|CHG|PRB|TASK|SCTASK|TKT|SR|CS|HD|IM)[-_]?[0-9]{5,10}",
    re.IGNORECASE | re.ASCII,
)
_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)
# "ext 1002": what the figures behind the word are. Those of a room are so likely too, but not surely.
_NUMBER_OF_ANOTHER = re.compile(
    r"(?<![A-Za-z])(?:ext(?:ension|n)?|bleep|pager|dect|fax|switchboard|tel(?:ephone)?|phone|mob(?:ile)?|ring|call|dial"
    r"|version|ver|build|port|week|ticket|incident|job|ref(?:erence)?|case|asset|serial|tag|pin|passcode|patient|mrn"
    r"|nhs(?= n)|ods|user(?: ?name)?|staff|payroll)"
    r"(?: (?:me|us))?(?: (?:no|number|id|tag|on|is))?\W{1,3}$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<![A-Za-z])(?:room|ward|bay|bed|floor|desk|clinic|theatre|band"
    r"|computer|desktop|laptop|machine|pc|workstation|windows|(?:smart)?card)(?: (?:no|number|id|name|is))?\W{1,3}$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\s+(?:smart)?(?:cards|computers|users|people|staff|patients|times|pounds|days|minutes|records|percent)\b",
    re.IGNORECASE,
)


def is_named(text: str) -> bool:
    """Is it the name of a computer or of a ticket: `WKS-00412`, `PC12345`, `INC0012345`?"""
    return _NAMED.fullmatch(text) is not None


def is_never_code(text: str) -> bool:
    """Is it, as a whole, a date, a time, a telephone number or the number on a card?"""
    return _NEVER_CODES.fullmatch(text.strip()) is not None


def named(text: str) -> Iterator[tuple[int, int]]:
    """Where the name of a computer or of a ticket stands."""
    yield from (match.span() for match in _NAME.finditer(text) if _NAMED.fullmatch(match[0]))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where anything of this kind stands. A piece of it is no code."""
    yield from (match.span() for match in _NEVER_CODES.finditer(text))
    yield from named(text)


def counts_something_else(text: str, start: int) -> bool:
    """Do the figures that begin at `start` follow "extension", "ticket"?"""
    return _NUMBER_OF_ANOTHER.search(text[max(0, start - LONGEST_BEFORE) : start]) is not None


def may_number_a_place(text: str, start: int) -> bool:
    """Do they follow "room", "ward", or a computer and a card, which have numbers too?"""
    return _PLACE.search(text[max(0, start - LONGEST_BEFORE) : start]) is not None


def may_count_things(text: str, end: int) -> bool:
    """Do "users" or "cards" follow the figures that end there?"""
    return _THINGS.match(text, end) is not None

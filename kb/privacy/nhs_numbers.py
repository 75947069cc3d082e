"""NHS numbers (CHI, H&C) in a text: ten figures in any grouping, told from other numbers by their check digit. Pure."""

import re
from collections.abc import Callable, Iterator

from nhs_number.constants import REGION_UNALLOCATED
from nhs_number.validate import is_valid

from kb.privacy.gates import holds_digits
from kb.privacy.name_words import words_of

type Asked = Callable[[str], bool]

HYPHEN = r"\-‐‑−"
SPACE = r" \t\u00a0\u2000-\u200b\u202f\u2060"
GROUP = rf"(?:[{SPACE}]{{1,2}}|[{SPACE}]?[{HYPHEN}‒–—][{SPACE}]?)"
# Also a dot, a stroke, or the end of a line.
_JOIN = rf"(?:[{SPACE}]{{1,2}}|[{SPACE}]?[{HYPHEN}‒–—./_][{SPACE}]?|[{SPACE}]?\r?\n[{SPACE}]?)"
# Between whole groups a comma as well: no sum of money is written with four figures at its end.
_GROUPS = rf"(?:{_JOIN}|,[{SPACE}]?)"
_LINES = rf"[{SPACE}]{{0,2}}\r?\n[{SPACE}]{{0,2}}"
_NUMBER = re.compile(
    r"(?<!\d)(?:"
    rf"\d{{10}}|(?P<grouped>\d{{3}}{_GROUPS}\d{{3}}{_GROUPS}\d{{4}})"
    rf"|(?P<odd>\d{{5}}{_JOIN}\d{{5}}|\d{{4}}{GROUP}\d{{3}}{GROUP}\d{{3}}"
    rf"|\d{{3}}{GROUP}\d{{4}}{GROUP}\d{{3}}|\d{{3}}{GROUP}\d{{3}}{GROUP}\d\d{GROUP}\d\d"
    rf"|\d{{6}}{GROUP}\d{{4}}|\d{{3}}{GROUP}\d{{7}}"
    rf"|\d(?P<sign>{GROUP}|[./_])\d(?:(?P=sign)\d){{8}}|(?P<pairs>\d\d(?:{GROUP}\d\d){{4}}))"
    r")(?!\d)"
)
# Ten figures in groups of any size, which are a date and a time as often: only after words that ask for a patient.
_ANY_GROUPS = re.compile(rf"(?<![\w.:/-])\d{{1,5}}(?:{GROUP}\d{{1,5}}){{2,8}}(?![\w:/]|[.-]\d)")
_ASKS = re.compile(
    r"(?<![^\W_])(?:nhs|chi|patients?|pts?|search(?:ed|ing)?|look(?:ed|ing)? up|trac(?:ed?|ing)|records?|charts?)"
    r"(?![^\W_])[^\n]*\Z",
    re.IGNORECASE,
)
_IS_ASKED_FOR = re.compile(
    r"[ ,]{1,2}(?:(?:is|was|for)[ ])?(?:(?:the|my|this|her|his|their)[ ])?(?:patient|pt|nhs)(?![^\W_])", re.IGNORECASE
)
_FIGURES = {"oh": "0", "o": "0", "zero": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4"} | {
    word: str(number) for number, word in enumerate(("five", "six", "seven", "eight", "nine"), 5)
}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
FIGURE = rf"(?:(?:{'|'.join(_TIMES)}) )?(?:{'|'.join(_FIGURES)})"
_SAID = re.compile(rf"(?<![^\W_]){FIGURE}(?:[,.]?[ \n-]{{1,2}}{FIGURE}){{4,9}}(?![^\W_])", re.IGNORECASE)

_LONGEST_BEFORE = 64
_OF_OTHER_THINGS = (
    r"serial|s/n|sn|asset|tel|(?:tele)?phone|mobile|mob|fax|ring|call|bleep|ticket|ref|reference|incident|case|job"
    r"|order|request|change|invoice|enquiry|query|servicenow|version|build|isbn|barcode|task|problem|txn|transaction"
    r"|time[ ]?stamp|session|trace(?=[ _-]?(?:id|no|num|ref|log)|[:=#])"
    r"|correlation|message|msg|event|process|thread|batch|token|uuid|smart[ ]?card|card"
    r"|certificate|cert|reader|licen[cs]e|account|complaint"
)
# What stands before a number that is no patient's: part of a longer number, a sign, a country code.
_OTHER_BEFORE = re.compile(
    rf"(?:[{HYPHEN}]|\d\.|(?<!\d)(?:\+\d{{1,3}}|00[ ]?44)[ {HYPHEN}]?(?:\(0\)[ ]?)?|\(0\)[ ]?|\d/)\Z"
)
_LABEL_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_OF_OTHER_THINGS})(?:[ _-]?(?:number|no|num|tag|ref|reference|id|record|task|key|s/n|serial"
    r"|raised|logged|opened|given|is|was)){0,3}[ .:=#]{1,3}\Z",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?P<before>[\d{-]?)(?P<word>[^\W\d_]{1,20})\Z")
_WORD_AFTER = re.compile(r"(?P<word>[^\W\d_]{2,20})(?![^\W_])")
_OTHER_AFTER = re.compile(rf"[^\W_]|[{HYPHEN}./]\d")
_MORE_AFTER = re.compile(rf"[{SPACE}]\d{{1,6}}(?![\d/.:{HYPHEN}])")
_MORE_BEFORE = re.compile(rf"(?<![^\W_])\d{{1,6}}[{SPACE}]\Z")
_HUNDREDS_BEFORE = re.compile(rf"(?<![^\W_])\d{{3}}[{SPACE}]\Z")
_PAIR_BEFORE = re.compile(rf"(?<![^\W_])[0-9a-f]{{2}}[{SPACE}{HYPHEN}:]\Z", re.IGNORECASE)
_PAIR_AFTER = re.compile(rf"[{SPACE}{HYPHEN}:][0-9a-f]{{2}}(?![^\W_])", re.IGNORECASE)
# "NHS England", "nhs.net" and the like are no number of a patient's.
_SAYS_NHS = re.compile(
    r"(?<![^\W_])(?:nhs|chi)(?![^\W\d_])(?!\.net|[ ]?(?:england|digital|wales|mail|net|it|app|trust|spine|service|help"
    r"|desk|business|supply|111))",
    re.IGNORECASE,
)
_NEAR = 60
_LENGTH = 10
SHORTEST_WORD = 3
# Words that a number may be glued to, short as they are; and the names of numbers that are no patient's.
_GLUE = words_of("""
    nhs pt px no is of id chi nhsno
""")
_NAMES_OF_NUMBERS = words_of("""
    err error code inc req ritm task sctask chg prb kb build ver version serial asset tel phone mob mobile fax
    case job call card uuid hresult pid tid exit ref ticket event user port hex dec aadsts
""")
_UNIT_AFTER = re.compile(
    rf"[{SPACE}](?:ms|[kmgt]i?b|bytes?|bits|px|seconds|milliseconds|users|records)(?![^\W_])", re.IGNORECASE
)
_UNITS = words_of("""
    ms ns us kb mb gb tb kib mib px pt sec secs bytes byte bits hz mhz am pm st nd rd th
""")
# Numbers in one run that a computer writes more often than anybody is called by them: seconds since 1970 (from July
# 2017 to 2033) and the unsigned decimals of the Windows status codes 0xC000xxxx. Those of 0x80xxxxxx need no rule:
# they would be Scottish numbers, of people born in the 47th month or later.
_OF_COMPUTERS = (range(1_500_000_000, 2_000_000_000), range(0xC000_0000, 0xC001_0000))
# Numbers for tests: they are nobody's.
_TEST_RANGE = "999"
_NOT_ISSUED = (_TEST_RANGE, "00")


def digits_of(text: str) -> str:
    """Also the full-width ones and those of other scripts, as 0 to 9."""
    digits = "".join(filter(str.isdecimal, text))
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def said_digits(text: str) -> str:
    """ "double four two" is 442."""
    out, times = "", 1
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _TIMES:
            times = _TIMES[word]
        else:
            out, times = out + _FIGURES[word] * times, 1
    return out


def is_of_tests(digits: str) -> bool:
    return digits.startswith(_TEST_RANGE) and is_valid(digits)


def is_issued(digits: str) -> bool:
    return is_valid(digits) and not digits.startswith(_NOT_ISSUED) and not REGION_UNALLOCATED.contains_number(digits)


def _is_part_of_a_word(before: str, text: str, end: int) -> bool:
    """ERR9434765919 and 9434765919abc are other things; patient9434765919 and 9434765919is are a number and a word."""
    if match := _WORD_BEFORE.search(before):
        word = match["word"]
        is_word = len(word) >= SHORTEST_WORD and not word.isupper() and word.lower() not in _NAMES_OF_NUMBERS
        if match["before"] or not (is_word or word.lower() in _GLUE):
            return True
    elif before[-1:].isalnum():
        return True
    if not _OTHER_AFTER.match(text, end):
        return False
    after = _WORD_AFTER.match(text, end)
    return not after or after["word"].lower() in _UNITS or set(after["word"].lower()) <= set("abcdefx")


def _is_called_otherwise(text: str, before: str, end: int) -> bool:
    """A telephone, a ticket; unless the text goes on "sorry, that is the NHS number"."""
    if not before.rstrip(" .:=#")[-1:].isalpha():
        return False
    return bool(_LABEL_BEFORE.search(before)) and not _SAYS_NHS.search(text[end : end + _NEAR])


def _stands_alone(match: re.Match[str], digits: str, before: str) -> bool:
    """No more figures stand beside it that belong to it: a longer number, the bytes of something, a time stamp."""
    text, end = match.string, match.end()
    if match["grouped"]:
        return not _HUNDREDS_BEFORE.search(before)
    if match["pairs"] and (_PAIR_BEFORE.search(before) or _PAIR_AFTER.match(text, end)):
        return False
    if match["odd"]:
        return digits[0] != "0" and not (_MORE_BEFORE.search(before) or _MORE_AFTER.match(text, end))
    return not any(int(digits) in numbers for numbers in _OF_COMPUTERS)


def _is_nhs_number(match: re.Match[str], issued: Asked, *, is_phone: bool) -> bool:
    digits = digits_of(match[0])
    if not issued(digits) or (is_phone and digits[0] in "07"):
        return False
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    if _OTHER_BEFORE.search(before) or _is_part_of_a_word(before, text, end) or _is_called_otherwise(text, before, end):
        return False
    return not _UNIT_AFTER.match(text, end) and _stands_alone(match, digits, before)


def find(text: str, *, is_code: Asked, issued: Asked, is_phone: bool) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. In a box for a phone number, one that may be a phone's is one."""
    if holds_digits(text):
        yield from _written(text, is_code, issued, is_phone=is_phone)
    for match in _SAID.finditer(text):
        if issued(said_digits(match[0])):
            yield match.span()


def _written(text: str, is_code: Asked, issued: Asked, *, is_phone: bool) -> Iterator[tuple[int, int]]:
    for match in _NUMBER.finditer(text):
        if _is_nhs_number(match, issued, is_phone=is_phone) and not is_code(match[0]):
            yield match.span()
    for match in _ANY_GROUPS.finditer(text):
        digits = digits_of(match[0])
        if len(digits) == _LENGTH and issued(digits) and not (is_phone or is_code(match[0])):
            before = text[max(0, match.start() - _NEAR) : match.start()]
            is_asked = _ASKS.search(before) or _IS_ASKED_FOR.match(text, match.end())
            if is_asked and not _is_called_otherwise(text, before, match.end()):
                yield match.span()


# --- After words that announce one ---------------------------------------------------------------------------------

# The look ahead says nothing new: it spares a long list of words the places where none begins.
ALONE = r"(?=[^\W_])(?<![^\W_])"
ENDS = r"(?![^\W_])"


NUMBER_WORD = r"(?:numbers?|num|no|nr|id|identifier|ref(?:erence)?)"
SIGNS = (
    r"[\"'’)]?(?:\s{0,3}(?:[:=#.(\[,–\"'-]|(?:is|was|of|for)\b|(?:the |this |my )?(?:patient|pt)\b"
    r"|(?:begin|start|end)(?:s|ning|ing)?(?: with| in)?\b)){0,4}\s{0,3}"
)
_VALUE = re.compile(
    rf"{ALONE}(?:nhs(?:[ _-]?(?:numbers?|num|no|nr)|#"
    rf"|(?=[ :]{{1,2}}(?:[1-9](?:[ -]?\d){{8,9}}(?![\d-])"
    rf"|\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}(?!\d)|{FIGURE}(?:,?[ ]{FIGURE}){{5}})))"
    rf"|chi(?:[ _-]?{NUMBER_WORD})?|h&c[ _-]?{NUMBER_WORD})(?![^\W\d_])"
    rf"(?:(?:[ ][^\W\d_]{{1,12}}(?:['’]s)?){{1,6}}[ ](?:is|was)[ ](?=\d(?:{_JOIN}?\d){{9}})|{SIGNS})"
    rf"(?P<value>\d{{3}}{_GROUPS}\d{{3}}{_GROUPS}\d{{4}}|\d(?:{_JOIN}?\d){{5,9}}|\d{{3,12}}"
    rf"|{FIGURE}(?:[,.]?[ \n-]{{1,2}}{FIGURE}){{5,11}}){ENDS}",
    re.IGNORECASE,
)


def announced(text: str) -> Iterator[tuple[int, int]]:
    """What stands after "NHS number", right or wrong as its figures may be."""
    for match in _VALUE.finditer(text):
        if not is_of_tests(digits_of(match["value"])):
            yield match.span("value")

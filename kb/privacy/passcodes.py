"""Passcodes, PINs and passwords that a text gives away: figures, figures in words, and passwords with letters. Pure."""

import re
from collections.abc import Callable, Iterator

from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE, HYPHEN

_PIN = r"(?:pass[ -]?codes?|pass[ -]?words?|pass[ -]?phrase|passwd|pwd|pw|pins?)(?:[ _-]?(?:number|num|no|code))?"
# What may stand between the word and the value: "passcode which I have always used is 4829".
_FILLER = (
    r"(?:has been|have been|(?:re)?set to|changed? (?:it )?to|which|that|is|was|of|as|to|now|still|currently|always"
    r"|just|i|we|she|he|they|use|uses|used|have|had|has|set|chose|chosen|picked|made|created|typed|type|typing|entered"
    r"|enter|put in|put|tried|try|gave|been|it|my|the|new|old|both|both are|are)\b"
)
_BETWEEN = rf"[\"'’)]?(?:[ \t]{{0,3}}(?:[:=#.(\[,–\"'-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}|[ \t]{{0,3}})[\"'“(]?"
# No more figures behind it, and none of the things that figures count.
_ENDS = (
    rf"(?!\w|[{HYPHEN}/.:]\d|[{HYPHEN} ]{{0,2}}(?:digits?|figures?|characters?|numbers|times|hours?|days?|weeks?)\b)"
)
_FIGURES = (
    r"(?!80(?:07|09|10)\d{4}(?!\d))\d{4,8}|\d(?: \d){3,7}|\d(?:-\d){3,7}|\d\d(?:[ -]\d\d){1,3}|\d{3}[ -]\d{3}"
    rf"|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{2,7}}"
)
_AFTER = re.compile(rf"{ALONE}{_PIN}{ENDS}{_BETWEEN}(?P<value>{_FIGURES}){_ENDS}", re.IGNORECASE)
# "PIN 2000 pad", "passcode 10-12 characters", and years are no passcodes; a year after "is" is one.
_BEFORE = re.compile(
    rf"(?P<lead>{ALONE}(?:[a-z']{{1,12}})[ \t]{{1,2}}|\A|[.,:;!?\n\"'(][ \t]{{0,2}})[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d \d\d(?: \d\d)?|\d(?: \d){{3,5}}|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{3,7}}){ENDS}[\"'”)]?"
    r"[ \t]{1,2}(?:(?P<because>as)|for|is|was|which is|which was|into|in)[ \t]{1,2}"
    rf"(?:(?:my|the|a|an|her|his|their|our|your|new|old|smart ?card|card|current)[ \t]{{1,2}}){{0,3}}{_PIN}{ENDS}"
    r"(?P<goes_on>[ \t](?:is|was|has|does|will|cannot|can't|doesn't|isn't|screen|box|page|field|prompt|error|window"
    r"|message|dialog(?:ue)?|expired|locked)\b)?",
    re.IGNORECASE,
)
# After these, figures before "my passcode" are a code on a screen, a room or a telephone.
_NO_LEAD = frozenset(
    [
        "error",
        "errors",
        "err",
        "code",
        "codes",
        "get",
        "gets",
        "got",
        "see",
        "sees",
        "saw",
        "shows",
        "showing",
        "says",
        "say",
        "said",
        "message",
        "number",
        "step",
        "event",
        "room",
        "ring",
        "phone",
        "call",
        "ext",
        "extension",
        "bleep",
        "version",
        "build",
        "kb",
        "option",
        "id",
        "port",
        "line",
    ]
)
_CODE_OF_CARD = re.compile(
    rf"{ALONE}(?:smart ?card|unlock|unlocking|log ?[io]n|sign[ -]?in|security|access|my card)[ _-]?code{ENDS}"
    rf"[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\"'–-]|(?:is|was|now|set to)\b)){{1,4}}[ \t]{{0,3}}[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d \d\d(?: \d\d)?){_ENDS}",
    re.IGNORECASE,
)
_WORD = r"(?:pass[ -]?words?|pass[ -]?phrase|passwd|pwd|pw)"
_MIXED = re.compile(
    rf"{ALONE}{_WORD}{ENDS}"
    rf"(?:[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\[–\"'“-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}|[ \t]{{0,3}}))"
    r"(?P<value>(?<=[\"'“])[^\s\"'”][^\"'”\n]{2,60}(?=[\"'”])|[^\s\"'“”()\[\],;]{5,64})",
    re.IGNORECASE,
)
_ENDS_OF_SENTENCE = ".,;:?)"
# ERR5022, AADSTS50126, KB0018 and 0x80090016 are codes; 2024-10-04 and 10:42 are no passwords.
_LIKE_A_CODE = re.compile(
    r"[A-Z]{2,10}[_-]?\d+(?:[_-]\d+)?|0[xX][0-9a-fA-F]+|v?\d+(?:\.\d+)*|[\d./:_-]+|\d+(?:st|nd|rd|th)"
)
_TWO_CASES = re.compile(r"[a-z][A-Z]")
_SIGNS = frozenset("!@#$%^&*?+=~£")


def _is_password(value: str) -> bool:
    """Letters with figures or signs among them, which no plain word has."""
    if not any(map(str.isalpha, value)) or value[0] == "{" or _LIKE_A_CODE.fullmatch(value) or "\0" in value:
        return False
    is_mixed = any(sign in _SIGNS for sign in value[:-1]) or (value[-1] in _SIGNS and _TWO_CASES.search(value))
    return bool(is_mixed) or any(map(str.isdecimal, value))


def _before(text: str, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for match in _BEFORE.finditer(text):
        lead = match["lead"].strip().lower()
        is_reason = match["because"] and match["goes_on"]
        if lead in _NO_LEAD or is_reason or match["goes_on"] or (lead != "use" and is_code(match["value"])):
            continue
        yield match.span("value")


def find(text: str, *, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for pattern in (_AFTER, _CODE_OF_CARD):
        for match in pattern.finditer(text):
            yield match.span("value")
    yield from _before(text, is_code)
    for match in _MIXED.finditer(text):
        value = match["value"].rstrip(_ENDS_OF_SENTENCE)
        if _is_password(value) and not is_code(value):
            yield match.start("value"), match.start("value") + len(value)

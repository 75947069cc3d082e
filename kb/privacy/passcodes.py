"""Passcodes, PINs and passwords that a text gives away: figures, figures in words, and passwords with letters. Pure."""

import re
from collections.abc import Callable, Iterator

from kb.privacy.name_words import words_of
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE, HYPHEN, gated

_PIN = r"(?:pass[ -]?codes?|pass[ -]?words?|pass[ -]?phrase|passwd|pwd|pw|p/w|pins?)(?:[ _-]?(?:number|num|no|code))?"
# What may stand between the word and the value: "passcode which I have always used is 4829".
_FILLER = (
    r"(?:has been|have been|(?:re)?set to|changed? (?:it )?to|changed? from|from(?=[ ][^\s]{4,30}[ ]to\b)|made it"
    r"|which|that|is|was|of|as|to|now"
    r"|still|currently|always"
    r"|just|i|we|she|he|they|use|uses|used|have|had|has|set|chose|chosen|picked|made|created|typed|type|typing|entered"
    r"|enter|put in|put|tried|try|gave|been|it|my|the|new|old|both|both are|are|ra|agent|sponsor|colleague|manager"
    r"|desk|given|issued|told|me|us|by|with"
    r"|for (?:my|the|this|her|his) (?:smart ?card|card|laptop|account|login|pc)(?=[,):]| is| was))\b"
)
_BETWEEN = (
    rf"(?:['’]s\b|[\"'’)])?(?:[ \t]{{0,3}}(?:[:=#.(\[,–\"'-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}"
    rf"|[ \t]{{0,3}})[\"'“(]?"
)
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
    rf"(?P<lead>{ALONE}(?!(?:double|triple|treble|{FIGURE}){ENDS})[a-z']{{1,12}}[ \t]{{1,2}}|\A"
    rf"|[.,:;!?\n\"'(][ \t]{{0,2}})[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d \d\d(?: \d\d)?|\d(?: \d){{3,5}}|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{2,7}}){ENDS}[\"'”)]?"
    r"[ \t]{1,2}(?:(?P<because>as)|for|is|was|which is|which was|into|in)[ \t]{1,2}"
    rf"(?:(?:my|the|a|an|her|his|their|our|your|new|old|smart ?card|card|current)[ \t]{{1,2}}){{0,3}}{_PIN}{ENDS}"
    r"(?P<goes_on>[ \t](?:is|was|has|does|will|cannot|can't|doesn't|isn't|screen|box|page|field|prompt|error|window"
    r"|message|dialog(?:ue)?|expired|locked)\b)?",
    re.IGNORECASE,
)
# After these, figures before "my passcode" are a code on a screen, a room or a telephone.
_NO_LEAD = words_of("""
    error errors err code codes get gets got see sees saw shows showing says say said message number step event room
    ring phone call ext extension bleep version build kb option id port line
""")
# "the PIN that works on the other computer is 4821", if nothing says that it is an error that is told.
_TOLD_OF = (
    rf"{ALONE}{_PIN}{ENDS}[ ](?:that|which|i|we|she|he)[ ](?![^.,;\n]{{0,40}}(?:error|code|says|shows|message))"
    r"[^.,;:\d\n]{1,40}?[ ](?:is|was)[ ]"
)
_CLAUSE = re.compile(rf"{_TOLD_OF}(?P<value>{_FIGURES}){_ENDS}", re.IGNORECASE)
_CLAUSE_MIXED = re.compile(rf"{_TOLD_OF}(?P<value>[^\s\"'“”()\[\],;]{{5,64}})", re.IGNORECASE)
_CODE_OF_CARD = re.compile(
    rf"(?:{ALONE}(?:smart ?card|unlock|unlocking|log ?[io]n|sign[ -]?in|security|access|my card|authenticator"
    rf"|verification|one[ -]time|otp|sms|text(?:ed)?)[ _-]?code{ENDS}"
    rf"|{ALONE}(?:(?:re)?set|changed?)[ ](?:my|the|her|his)[ ]code{ENDS}"
    rf"|(?<!error )(?<!err ){ALONE}code[ ](?:i (?:use|have|set) )?(?:for|of|on|to)[ ](?:my|the|this)[ ]"
    rf"(?:smart ?card|card|account){ENDS})"
    rf"[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\"'–-]|(?:is|was|now|set to|to)\b"
    rf"|(?<=code)(?=[ ]\d{{3}}[ ]?\d{{3}}{ENDS}))){{1,4}}[ \t]{{0,3}}[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d \d\d(?: \d\d)?|\d{{3}} \d{{3}}){_ENDS}",
    re.IGNORECASE,
)
_WORD = (
    r"(?:pass[ -]?words?|pass[ -]?phrase|passwd|pwd|pw|p/w|pword|psw?d|pass?wrd|pasword|passord"
    r"|pass(?=[:=])|(?<=[^\W_] )pass(?=[:= ]{1,3}[^\s]{0,40}\d))"
)
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


# "passcode was 5190, now I made it 5191": what else has the shape of the first, in the same sentence.
_NEXT = re.compile(
    r"[^.;!?\n\d]{0,40}?(?<![^\W_])(?:to|made it|and|or|then|now|not|instead of)[ \t]{1,3}(?P<value>\d{4,8})"
    r"(?!\w|[/:.-]\d)",
    re.IGNORECASE,
)
_SECRET_WORD = re.compile(
    rf"{ALONE}(?:(?:memorable|secret|security)[ ](?:word|answer|name|place)|mother['’]?s maiden name)[ ]?(?:is|was"
    rf"|[:=])"
    r"[ ]{1,3}[\"'“]?(?P<value>[^\W\d_][\w'’-]{2,30})",
    re.IGNORECASE,
)
_SECRET_PHRASE = re.compile(
    rf"{ALONE}pass[ -]?phrase[ ](?:is|was)[ ](?P<value>[a-z]{{3,12}}(?:[ -][a-z]{{3,12}}){{2,5}}?)(?=[.,;\n]|\Z"
    rf"|[ ](?:but|and"
    r"|it|which|won't|doesn't|isn't|is|was|will)\b)",
    re.IGNORECASE,
)
_PROPER = re.compile(rf"{ALONE}(?i:pass[ -]?word)[ ](?:is|was)[ ](?:now[ ])?[\"'“]?(?P<value>[A-Z][a-z]{{4,20}})(?!\w)")
# What is said of a password rather than being one.
_OF_PASSWORDS = words_of("""
    not no wrong incorrect invalid expired being never asked already required correct right fine okay good the same
    still now accepted rejected refused locked blocked forgotten unknown empty missing set changed reset too case
    sensitive used needed blank greyed only always valid disabled enabled weak strong visible hidden shown
""")
_OF_STATES = ("ed", "ing", "able", "ible")


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    """Plain words, where the text says outright that they are the secret."""
    words = {_SECRET_WORD: "memor secret security maiden", _SECRET_PHRASE: "phrase", _PROPER: "word"}
    for match in gated(words, text):
        first = match["value"].lower().split()[0]
        if first not in _OF_PASSWORDS and not first.rstrip("'’").endswith(_OF_STATES):
            yield match.span("value")


def _with_next(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    yield match.span("value")
    after = _NEXT.match(text, match.end("value"))
    if after and len(after["value"]) == len(match["value"]):
        yield after.span("value")


def _before(text: str, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for match in _BEFORE.finditer(text):
        lead = match["lead"].strip().lower()
        is_reason = match["because"] and match["goes_on"]
        if lead in _NO_LEAD or is_reason or match["goes_on"] or (lead != "use" and is_code(match["value"])):
            continue
        yield from _with_next(text, match)


def find(text: str, *, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for match in gated({_AFTER: "p", _CLAUSE: "pass pw pin", _CODE_OF_CARD: "code"}, text):
        yield from _with_next(text, match)
    yield from _before(text, is_code)
    yield from _spoken(text)
    for match in (*_MIXED.finditer(text), *gated({_CLAUSE_MIXED: "pass pw"}, text)):
        value = match["value"].rstrip(_ENDS_OF_SENTENCE)
        if _is_password(value) and not is_code(value):
            yield match.start("value"), match.start("value") + len(value)

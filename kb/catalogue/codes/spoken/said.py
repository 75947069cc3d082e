"""The whole code that was said: its number with the letters or the word in front of it, or its name.

"Echo romeo romeo one zero zero two", "er 1002" and "INF 10:14" are ERR 1002 and INF 1014. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.catalogue.codes.others import is_never_code
from kb.catalogue.codes.spoken.before import PREFIXES, before
from kb.catalogue.codes.spoken.names import names
from kb.catalogue.codes.spoken.runs import SpokenFigures, left_open, may_be_time, spoken
from kb.catalogue.codes.spoken.words import NUMBER_WORD

LONGEST_SAID = 200
FEWEST_SIGNED = 9
_CODE_WORDS = frozenset(("error", "errors", "err", "code", "codes", "event", "id", "number", "message", "status"))
# Around a code, saying nothing of what went wrong.
_FILLERS = frozenset(
    (
        *("a", "and", "are", "get", "getting", "got", "hello", "hi", "i", "is", "it", "its", "just", "my", "of"),
        *("please", "s", "say", "saying", "says", "screen", "see", "showing", "shows", "thanks", "the", "there"),
        *("this", "um", "with"),
    )
)
_FIGURES = re.compile(
    rf"(?<![\w.,:-])[0-9]{{1,6}}+(?:[ ,.-][0-9]{{1,3}})*+(?![\w:]|[.,-][0-9]|[ ,-]{{1,2}}{NUMBER_WORD})",
    re.ASCII | re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<=[A-Za-z][ .:-])[0-9]{1,2}:[0-9]{2}(?![\w:]|[.,-][0-9])", re.ASCII)
_HEAD = re.compile(r"(?<![\w.,:-])([0-9]{1,6}) \Z", re.ASCII)
_TAIL = re.compile(r" ([0-9]{1,6})(?![\w:]|[.,-][0-9])", re.ASCII)
_OPEN = re.compile(r"(?<![\w.,-])[1-9]00(?=\s)", re.ASCII)
_WORD = re.compile(r"\w+")
_ERROR_CODE = re.compile(r"^error (?:(?:code|number|message|id|status) )+", re.IGNORECASE)


@dataclass(frozen=True)
class SaidCode:
    """As it is written, and where it was said. A guess may be another code, or none; what has its letters before the
    figures, said as such, is a code by its form."""

    text: str
    start: int
    end: int
    is_guess: bool = False
    has_letters: bool = False


def _is_alone(text: str, start: int, end: int) -> bool:
    """Is nothing else said than that it is a code?"""
    around = _WORD.findall(f"{text[:start]} {text[end:]}".lower())
    return all(word in _CODE_WORDS or word in _FILLERS for word in around)


def _of_number(text: str, number: SpokenFigures) -> Iterator[SaidCode]:
    is_one_word = text[number.start : number.end].isalpha()
    # "six two" may be 62, or the 6:2 of a card printer.
    for read, is_guess in ((number.figures, number.is_guess), (number.parted, True)):
        # "Err dash five oh two two", but "minus two one four six …"
        figures = read if len(read) > FEWEST_SIGNED else read.lstrip("_:./-")
        for said_before in before(text, number.start) if figures else ():
            may_be_words = said_before.may_be_word or is_one_word
            is_unsure = may_be_words and not _is_alone(text, said_before.start, number.end)
            yield SaidCode(
                f"{said_before.text} {figures}",
                said_before.start,
                number.end,
                is_guess or is_unsure,
                has_letters=said_before.is_spelled,
            )
        if figures and not is_one_word:
            yield SaidCode(figures, number.start, number.end, is_guess)


def _beside_figures(text: str, number: SpokenFigures) -> Iterator[SaidCode]:
    """Perhaps dictation wrote a part of the number in figures: "80 fifteen", "fifty 22"."""
    head, tail = _HEAD.search(text, 0, number.start), _TAIL.match(text, number.end)
    if (head or tail) and number.figures.isdigit():
        start, end = head.start() if head else number.start, tail.end() if tail else number.end
        figures = f"{head[1] if head else ''}{number.figures}{tail[1] if tail else ''}"
        yield SaidCode(figures, start, end, is_guess=True)


def clocks(text: str) -> Iterator[tuple[int, SaidCode]]:
    """Codes whose figures dictation took for a time, "INF 10:14", and where these begin."""
    for match in _CLOCK.finditer(text):
        for said_before in before(text, match.start()):
            word, start, end = said_before.text.lower(), said_before.start, match.end()
            if word in PREFIXES | _CODE_WORDS and not may_be_time(text, start, end):
                is_unsure = said_before.may_be_word or word not in PREFIXES
                is_guess = is_unsure and not _is_alone(text, start, end)
                figures = match[0].replace(":", "")
                code = SaidCode(f"{said_before.text} {figures}", start, end, is_guess, said_before.is_spelled)
                yield match.start(), code


def _of_written(text: str) -> Iterator[SaidCode]:
    """Figures behind letters that were heard as a word or said in the spelling alphabet; figures apart, "10 02", with
    nothing else said; and what was left open."""
    yield from (said for _, said in clocks(text))
    for match in _FIGURES.finditer(text):
        figures = re.sub(r"[^0-9]", "", match[0])
        for said_before in before(text, match.start()) if match.start() else ():
            if said_before.is_changed:
                start, end = said_before.start, match.end()
                is_guess = said_before.may_be_word and not _is_alone(text, start, end)
                yield SaidCode(f"{said_before.text} {figures}", start, end, is_guess, said_before.is_spelled)
        if not match[0].isdigit() and not is_never_code(match[0]) and _is_alone(text, *match.span()):
            yield SaidCode(figures, *match.span())
    for match in _OPEN.finditer(text):
        if left_open(text, match.end()):
            yield SaidCode(f"{match[0]}_xxx", match.start(), match.end(), is_guess=True)


def said(text: str) -> Iterator[SaidCode]:
    """Each code that the text may say in words or as dictation writes it, in every reading of it."""
    for number in spoken(text, fewest=1):
        yield from _of_number(text, number)
        yield from _beside_figures(text, number)
    yield from _of_written(text)
    for name in names(text):
        yield SaidCode(*name)


def readings(text: str) -> tuple[str, ...]:
    """Everything that one would type instead, guesses too, where the text is one code and nothing else."""
    found = list(said(text)) if len(text) <= LONGEST_SAID else []
    whole = sorted((one for one in found if _is_alone(text, one.start, one.end)), key=lambda one: one.is_guess)
    return tuple(dict.fromkeys(one.text for one in whole))


def written(text: str) -> str:
    """What one would type instead, where the whole text is one code and may be no other; else nothing.

    "Error number one thousand and two please" is "error 1002", as a screen shows it.
    """
    one = _whole(text)
    if one is None:
        return ""
    context = [word for word in _WORD.findall(text[: one.start].lower()) if word in _CODE_WORDS]
    return _ERROR_CODE.sub("error ", " ".join((*context, one.text)))


def written_as_one(text: str) -> str:
    """The code alone, with letters that were said close to its figures, as screens show it: AADSTS99999."""
    one = _whole(text)
    if one is None:
        return ""
    return one.text.replace(" ", "").upper() if one.has_letters else one.text


def _whole(text: str) -> SaidCode | None:
    """Where the whole text is one code and may be no other."""
    if len(text) > LONGEST_SAID:
        return None
    found = list(said(text))
    for one in sorted(found, key=lambda one: one.start - one.end):
        is_unsure = any(other.is_guess for other in found if (other.start, other.end) == (one.start, one.end))
        is_code = one.text.split(" ")[0].lower() not in _FILLERS and not is_unsure
        if is_code and _is_alone(text, one.start, one.end):
            return one
    return None

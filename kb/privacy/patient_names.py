"""A patient's name: after the word "patient", in the box of a form, beside a date of birth or an age. Pure.

"patient: John Smith", "Surname: Smith … DOB" and "John Smith 12/03/1965" name somebody; "patient record will not open",
"Patient: Elm Ward PC", "Dr Smith's card" and "Nurse Jane Doe is locked out" do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.privacy.care_words import ORDINARY
from kb.privacy.gates import gated, gates, holds_digits
from kb.privacy.name_words import (
    COLLEAGUES,
    DEVICES,
    NEVER,
    NEVER_FIRST,
    PARTICLES,
    PLACES,
    THINGS,
    TITLES,
    common,
    is_common,
)
from kb.privacy.patient_details import DAY, JOIN, MONTH, PATIENT
from kb.privacy.people import may_be_name

MOST_WORDS, MOST_SMALL_WORDS = 6, 3
LONGEST_ACRONYM, LONGEST_INITIAL = 4, 2


_WHICH = r"(?:(?:full|first|last|sur|fore|family|given)[ _-]?)?"
_CALLED = (
    r"(?:(?:is|was)(?:[ \t]{1,3}(?:called|named))?|called|named|(?:by[ \t])?the name of|whose name is|known as|goes by"
    r"|of (?:mine|ours),?|by name of"
    r"|in question is)"
)
_LABEL = re.compile(
    rf"(?=[bcdfglnprs])(?:(?<![^\W_])(?P<client>(?:client|resident|child|baby|deceased)(?:['’]s)?[ _-]{_WHICH}name"
    rf"|{PATIENT}(?:['’]s)?[ ]details)(?=[ ]{{0,2}}[:=-])"
    rf"|(?<!\d )(?<!\d)(?<![^\W_]){PATIENT}(?:['’]s)?(?P<name>,?[ _-]?{_WHICH}name)?"
    rf"|(?<![^\W_])(?P<named>{_WHICH}name[ ]of[ ](?:the[ ]|this[ ]|my[ ])?{PATIENT}))(?![^\W_])"
    r"(?:[ ](?:affected|concerned|involved|in question)(?=[ ]{0,2}[:=-]))?"
    r"(?:(?:(?<=pt)|(?<=pat))\.(?=[ ])|[\"'’)]|\(s\))?"
    r"(?:(?P<told>[ \t]{0,3}[:=]{1,2}>?\s{0,4})"
    r"|(?P<comma>,[ \t]{1,2})|(?P<glued>[./-])(?=[^\W\d_]{2,20}[ ][^\W\d_])"
    rf"|(?P<said>\s{{1,3}}(?:in[ ](?:bed|room|bay|cubicle|trolley|side[ ]?room)[ ]\w{{1,4}},?[ ])?"
    rf"(?:(?:[–-]|{_CALLED})[ \t]{{1,3}})?))[\"'(]?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ \t]{0,2}(?P<word>[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,3}(?:\.(?=[ \t]))?)(?P<comma>,?)")
_IS_NO_WORD = re.compile(r"[ \t]?[:=]|[\w@\\/]")
# "First name: Jane Last name: Doe"
_NEXT_BOX = re.compile(r"(?:first|last|family|given|middle|full)[ _-]?name", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    text: str
    end: int
    start: int = 0

    @property
    def key(self) -> str:
        return self.text.lower().replace("’", "'").rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_loud(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_acronym(self) -> bool:
        """Or an initial: "patient A" is nobody."""
        return self.text.isupper() and len(self.text) <= LONGEST_ACRONYM and not is_common(self.key)


def _is_title(text: str) -> bool:
    return text.lower().rstrip(".") in TITLES


def _goes_on(words: list[Word], word: Word, *, small: bool) -> bool:
    """May the name begin, or go on, with this word?"""
    small = small or is_common(word.key)
    if not words:
        return word.key not in NEVER_FIRST and (word.is_capital or small)
    if word.key in PARTICLES:
        return True
    # Where all is in capitals the shape of a word says nothing, so the longer list holds for every word.
    never = NEVER_FIRST if word.is_loud and words[-1].is_loud else NEVER
    return word.key not in never and (word.is_capital or (small and len(words) < MOST_SMALL_WORDS))


def _may_follow(key: str, behind: str) -> bool:
    """ "lorraine tipping -", not "lorraine waiting for"."""
    is_last = not behind.strip() or behind.lstrip()[0] in "-–,.;:("
    return may_be_name(key) or (is_last and key not in ORDINARY and key.endswith("ing"))


def words_at(text: str, at: int, *, small: bool) -> list[Word]:
    """The words from here that may be a name; they may be in small letters where a form asks for a name."""
    words: list[Word] = []
    commas = 0
    while len(words) <= MOST_WORDS and commas <= 1 and (match := _WORD.match(text, at)):
        if _NEXT_BOX.match(text, match.start("word")):
            break
        whose = _POSSESSIVE.search(match["word"])
        is_last = len(match["word"]) > LONGEST_INITIAL and match["word"].endswith(".") and not _is_title(match["word"])
        cut = 2 if whose else is_last
        name = match["word"][: len(match["word"]) - cut]
        word = Word(name, match.end("word") - cut, match.start("word"))
        is_surname = (
            len(words) == 1
            and words[0].key in common()["given"]
            and _may_follow(word.key, text[match.end() : match.end() + 2])
        )
        if not _goes_on(words, word, small=small or (is_surname and not words[0].is_capital)) or _IS_NO_WORD.match(
            text, match.end("word")
        ):
            break
        words.append(word)
        commas += bool(match["comma"])
        if cut:
            break
        at = match.end()
    while words and words[-1].key in PARTICLES:
        words.pop()
    return words


def _is_place(words: list[Word]) -> bool:
    keys = [word.key for word in words]
    has_given = keys[0] in common()["given"] or keys[0] in TITLES
    return not DEVICES.isdisjoint(keys) or (keys[-1] in PLACES and not has_given)


def _is_name(words: list[Word], *, one_will_do: bool, is_asked: bool) -> bool:
    """A title and a word, two words, or "SMITH, John"; one word where a colon or "name is" asks for it."""
    if not words or len(words) > MOST_WORDS or (not is_asked and all(word.is_acronym for word in words)):
        return False
    if not is_asked and _is_place(words):
        return False
    if len(words) > 1:
        return True
    return words[0].key not in TITLES and (is_common(words[0].key) or (one_will_do and not words[0].is_acronym))


def _announced(text: str) -> Iterator[tuple[int, int]]:
    for match in _LABEL.finditer(text):
        is_asked, is_told, said = bool(match["name"] or match["named"]), match["told"] is not None, match["said"] or ""
        if "\n" in said and not is_asked:
            continue
        words = words_at(text, match.end(), small=is_asked and is_told)
        if (match["comma"] or "." in match[0]) and words and words[0].key in COLLEAGUES:
            continue
        is_which = is_asked and bool(re.search(r"[a-z][ _-]?name", match["name"] or "", re.IGNORECASE))
        if (match["glued"] or match["client"]) and not (words and is_common(words[0].key)):
            continue
        if _is_name(words, one_will_do=is_told or (is_asked and bool(said.strip())) or is_which, is_asked=is_asked):
            yield match.end(), words[-1].end


# --- With a record, a date of birth, an age --------------------------------------------------------------------------

# Of people who live: nobody announces this date, so a year near ours is taken for the year of something else.
_YEAR = r"(?:19\d\d|200\d|201[0-2])"
_SHORT_YEAR = r"[3-9]\d"
DATE = re.compile(
    # Its first letters, so that other places cost nothing.
    rf"(?=[\dadefjmnost])(?<![\w/.-])(?:\d{{1,2}}(?P<sign>[ ./-])\d{{1,2}}(?P=sign)(?:{_YEAR}|{_SHORT_YEAR})"
    rf"|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}|{DAY}{JOIN}{{0,2}}{MONTH}{JOIN}{{0,2}}(?:{_YEAR}|{_SHORT_YEAR})"
    rf"|{MONTH}{JOIN}{{1,2}}{DAY}{JOIN}{{1,2}}{_YEAR})(?![\w/]|[.-]\d)",
    re.IGNORECASE,
)
_SEX = r"(?:male|female|man|woman|lady|gentleman|gent|boy|girl|lad|chap)"
AGE = re.compile(
    rf"(?=[\dabfglmw])(?<![\w.])(?:aged?[ ]?[:=]?[ ]?\d{{1,3}}(?:[ -]?(?:years?|yrs?)(?:[ -]old)?)?"
    rf"(?:[ ,]{{1,2}}{_SEX})?"
    rf"|\d{{1,3}}[ -]?(?:years?|yrs?|y)[ /.-]?(?:old|o\.?)(?:[ ,]{{1,2}}{_SEX})?"
    rf"|\d{{1,2}}[ -]?(?:weeks?|wks?|months?|mths?|days?)[ -]old"
    rf"|(?<=, )\d{{1,3}}[ -]?(?:yrs?|years?)(?![ -](?:ago|in|of|with|\w+[ ]))"
    rf"|\d{{1,3}},?[ ]{_SEX}|{_SEX},?[ ](?:aged[ ])?\d{{1,3}}(?:[ ]?(?:yrs?|yo?))?"
    rf"|\d{{2}}[ ]?yrs(?![ -](?:ago|in|of|with|for|at|\d)))(?![^\W_])"
    rf"|(?<![\w.])\d{{1,2}}[ /]?(?-i:[MF])(?![^\W_])|(?<=, )(?-i:[MF]),?[ ]\d{{1,3}}(?![^\W_])|(?<=, )[1-9]\d(?=,[ ])"
    r"|(?<=\()[1-9]\d(?=\))",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?<![^\W_])(?:sur|fore|(?:first|last|full|family|given)[ _-]?"
    r"|(?<!user)(?<!user )(?<!device )(?<!host)(?<!pc ))name"
    r"[ \t]{0,2}(?P<told>[:=-]|is(?![^\W_]))?[ \t]{1,2}(?![:=-])",
    re.IGNORECASE,
)
_IN_BOXES = gates({_BOX: "name"})
_LOOKED_FOR = re.compile(
    r"(?<![^\W_])(?:search(?:ed|ing)?|look(?:ed|ing)? up|(?:patient|pt)(?:['’]s)?[ ](?:sur|first |last )name"
    r"|dob|d\.o\.b|date of birth|pds|no trace|trac(?:ed|ing)|nhs (?:no|number))(?![^\W_])",
    re.IGNORECASE,
)
_NEAR_BOX = 80
_GAP_BEFORE = re.compile(r"[ \t]{0,2}[,(–-]?[ \t(]{0,2}\Z")
_GAP_AFTER = re.compile(r"[)]?[ \t]{0,2}[,–-]?[ \t]{0,2}(?:(?:called|named|patient|pt)[ ]){0,2}")
_LONGEST_LOOK = 80
_NO_BEGIN = NEVER_FIRST | {"pt", "pts", "px"}
_TOKEN = re.compile(r"[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,3}\.?|,|[^\S\n]|.|\n")


def _words_before(text: str, end: int, *, small: bool = False) -> list[Word]:
    """The words before this place that may be a name, with nothing but spaces and one comma between them."""
    begin = max(0, end - _LONGEST_LOOK)
    words: list[Word] = []
    commas = 0
    for token in reversed(list(_TOKEN.finditer(text, begin, end))):
        piece = token[0]
        if piece[0].isalpha():
            word = Word(piece, token.end(), token.start())
            is_written = (
                word.is_capital or word.key in PARTICLES or (small and (is_common(word.key) or len(piece) == 1))
            )
            is_fit = word.key not in NEVER and word.key not in THINGS and is_written
            if not is_fit or len(words) == MOST_WORDS:
                break
            words.insert(0, word)
        elif piece == "," and words and not commas:
            commas = 1
        elif piece not in " \t":
            break
    while words and (words[0].key in _NO_BEGIN or words[0].key in PARTICLES) and words[0].key not in COLLEAGUES:
        words.pop(0)
    return words


def is_person(words: list[Word]) -> bool:
    """Somebody who is no colleague, told without a word that announces a name."""
    if not words or words[0].key in COLLEAGUES or any(word.key in THINGS for word in words):
        return False
    return (
        len(words) > 1
        and _is_name(words, one_will_do=False, is_asked=False)
        and not (words[0].is_acronym and len(words[0].text) > 1)
    )


def _in_a_form(text: str) -> Iterator[tuple[int, int]]:
    """ "Surname: Doe" and "first name Jane", where the text also says that a patient is looked for."""
    for match in gated(_IN_BOXES, text):
        near = text[max(0, match.start() - _NEAR_BOX) : match.end() + _NEAR_BOX]
        if _LOOKED_FOR.search(near):
            is_told = match["told"] is not None
            words = words_at(text, match.end(), small=is_told)
            if words and (is_told or not words[0].is_acronym):
                yield match.end(), words[-1].end


def _beside(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """A name and a date, or an age, as one passage; in small letters, where somebody is looked for beside it."""
    is_looked_for = pattern is DATE and bool(_LOOKED_FOR.search(text))
    for match in pattern.finditer(text):
        gap = _GAP_BEFORE.search(text, max(0, match.start() - 5), match.start())
        words = _words_before(text, gap.start() if gap else match.start())
        if not words and is_looked_for:
            near = max(0, match.start() - _NEAR_BOX), match.end() + _NEAR_BOX
            small = _words_before(text, gap.start() if gap else match.start(), small=True)
            words = small if len(small) > 1 and _LOOKED_FOR.search(text, *near) else []
        is_traced = pattern is DATE and [word.key for word in words][:1] and is_common(words[0].key)
        is_one = (
            len(words) == 1 and is_traced and _LOOKED_FOR.search(text, max(0, match.start() - _NEAR_BOX), match.start())
        )
        if (is_person(words) or is_one) and words[-1].end == (gap.start() if gap else match.start()):
            is_open = "(" in text[words[0].start : match.start()] and text[match.end() : match.end() + 1] == ")"
            yield words[0].start, match.end() + is_open
            continue
        after = _GAP_AFTER.match(text, match.end())
        words = words_at(text, after.end(), small=False) if after and after.end() > match.end() else []
        if is_person(words):
            yield match.start(), words[-1].end


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends; with the date or the age that stands beside it."""
    yield from _announced(text)
    yield from _in_a_form(text)
    if holds_digits(text):
        yield from _beside(text, DATE)
        yield from _beside(text, AGE)

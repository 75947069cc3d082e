"""Where a number in words stands in a text, and whether it is perhaps that of another thing than a code. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.catalogue.codes.others import counts_something_else, may_count_things, may_number_a_place
from kb.catalogue.codes.spoken.numbers import (
    DIGITS_OF_32_BITS,
    SpokenReading,
    begins_hexadecimal,
    hexadecimal_digits,
    readings,
)
from kb.catalogue.codes.spoken.words import (
    HEXADECIMAL,
    JOINS,
    MOST_FIGURES_AND,
    NOUGHTS,
    NUMBER_WORD,
    PLAIN,
    SCALES,
    SMALL,
    SOFT_DIGITS,
    TIMES,
    SpokenWord,
    X,
    is_exes,
    is_number,
    is_round,
    words_of,
)

# What ends in a scale is not whole where more of it may follow: "one thousand and", "one thousand. Two".
# "An" and "then" are what dictation makes of "and"; before another word they are what they are.
_HEARD_AND = rf"(?:an|n|then)\s+(?={NUMBER_WORD}|[0-9])"
_UNFINISHED = re.compile(rf"\W*(?:(?:and|plus|or)\b|{_HEARD_AND}|[&+]|{NUMBER_WORD}|[0-9])", re.IGNORECASE)
_AND_LESS = re.compile(
    rf"\s*(?:and\b|{_HEARD_AND}|&|\+|plus\b)\s*(?:$|[0-9]{{1,3}}(?![0-9])|{NUMBER_WORD})", re.IGNORECASE
)
_SCALE = re.compile(rf"[ -](?:{'|'.join(SCALES)}|billion|trillion)\b", re.IGNORECASE)
_ROUND = re.compile(r"[A-Za-z ]*[0-9]+00", re.ASCII)
# Said of a number that is a time, a telephone or a count of things.
_A_TIME_BEFORE = re.compile(r"\b(?:at|since|until|till|before|after|around|about|by)\s+$", re.IGNORECASE)
_A_TIME_AFTER = re.compile(
    r"\s*(?:[ap]\.?m\b|o.?clock\b|hours\b|(?:this |in the )(?:morning|afternoon|evening)\b)", re.IGNORECASE
)
# Figures just before or behind may be the rest of the number: "5 ten oh two", "ten oh 2 5".
_FIGURES_BEFORE, _FIGURES_AFTER = re.compile(r"[0-9][ ,-]*$"), re.compile(r"[ ,-]*[0-9]")
_LEFT_OPEN = re.compile(r"\s+(?:and\s+)?(?:something|odd|whatever)\b", re.IGNORECASE)
FEWEST_WORDS = 2
LONGEST_RUN = 40


@dataclass(frozen=True)
class SpokenFigures:
    """A run of number words, as figures. `parted` is "6:2" where two figures were said one by one."""

    figures: str
    start: int
    end: int
    is_guess: bool = False
    parted: str = ""


class _Neighbours:
    """The words of a text, each seen among those beside it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def word(self, place: int) -> str:
        return self._words[place] if 0 <= place < len(self._words) else ""

    def belongs(self, place: int) -> bool:
        """Is the word part of a number, among these neighbours?"""
        word, before, after = (self.word(place + step) for step in (0, -1, 1))
        if word.isdigit():
            return self._is_said(place)
        if word in X:
            return self._is_sign(place)
        return (
            word in PLAIN
            or word in JOINS
            or (word == "and" and self._takes_more(before, after))
            or (word == "a" and after in SCALES)
            or (word == "o" and before in PLAIN and after in PLAIN | {"o"})
            or (is_exes(word) and before in JOINS)
        )

    @staticmethod
    def _takes_more(before: str, after: str) -> bool:
        is_less = after in PLAIN or (after.isdigit() and len(after) <= MOST_FIGURES_AND)
        return is_less and (before in SCALES or is_round(before))

    def _is_said(self, place: int) -> bool:
        """Figures as dictation writes them: "400 underscore 645", "20 thousand and 2", "2 triple 0 2", "10 oh 2"."""
        word, before, after = (self.word(place + step) for step in (0, -1, 1))
        further, beyond = self.word(place - 2), self.word(place + 2)
        return (
            not JOINS.keys().isdisjoint((before, after))
            or after in SCALES
            or (before == "and" and self.belongs(place - 1))
            or (after == "and" and self.belongs(place + 1))
            or before in TIMES
            or (before.isdigit() and further in TIMES)
            or self._follows_a_sign(place)
            or (before in NOUGHTS and is_number(further))
            or (after in TIMES | dict.fromkeys(NOUGHTS) and is_number(beyond))
            or (after in X and (beyond in X or word == "0"))
        )

    def _follows_a_sign(self, place: int) -> bool:
        """Figure by figure: "400 underscore 6 4 5"."""
        while len(self.word(place)) == 1 and self.word(place).isdigit():
            place -= 1
        return self.word(place) in JOINS

    def _is_sign(self, place: int) -> bool:
        """The x of "zero x", or of "ex ex ex"."""
        before, after = self.word(place - 1), self.word(place + 1)
        begins = before in NOUGHTS or before == "0"
        if begins and (after in PLAIN or after in HEXADECIMAL or after.isdigit()):
            return True
        return before in JOINS or before in X or before in TIMES or after in X


def _says_digits(said: Sequence[str]) -> bool:
    """Figure by figure, so many that letters may follow: "eight zero one zero zero zero six" of 8010006B."""
    return all(SMALL.get(word, 10) < 10 or word in TIMES or word in HEXADECIMAL for word in said)  # noqa: PLR2004


def _goes_on(said: Sequence[str], words: Sequence[str], place: int) -> bool:
    """Does a hexadecimal number go on with the word? "A", "be" and "see" behind eight digits are words."""
    word = words[place]
    if not said or len(said) > LONGEST_RUN or not (word in HEXADECIMAL or word in SOFT_DIGITS or word.isdigit()):
        return False
    if begins := begins_hexadecimal(said):
        is_full = len(hexadecimal_digits(said[begins:]) or "") >= DIGITS_OF_32_BITS
        return not is_full if word in SOFT_DIGITS or word.isdigit() else True
    if word.isdigit() or not _says_digits(said):
        return False
    # Without "zero x" only what makes just eight digits.
    for end in range(place + 1, min(place + 1 + DIGITS_OF_32_BITS, len(words) + 1)):
        digits = hexadecimal_digits([*said, *words[place:end]])
        if digits is None or len(digits) >= DIGITS_OF_32_BITS:
            return digits is not None and len(digits) == DIGITS_OF_32_BITS
    return False


def _begins(words: Sequence[str], place: int) -> bool:
    """ "Ox eight zero one": the beginning of a hexadecimal number in one word."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return begins_hexadecimal(words[place : place + 1]) > 0 and is_number(following)


def _runs(text: str) -> Iterator[list[SpokenWord]]:
    found = list(words_of(text))
    words = [word.text for word in found]
    neighbours = _Neighbours(words)
    run: list[SpokenWord] = []
    for place, word in enumerate(found):
        if run and text[run[-1].end : word.start].strip(" ,-"):
            yield run
            run = []
        said = [one.text for one in run]
        if neighbours.belongs(place) or _goes_on(said, words, place) or (not run and _begins(words, place)):
            run.append(word)
        elif run:
            yield run
            run = []
    yield run


def _is_something_else(text: str, start: int, end: int) -> bool:
    return bool(_A_TIME_AFTER.match(text, end)) or counts_something_else(text, start)


def _may_be_something_else(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - LONGEST_RUN) : start]
    may_be_more = _FIGURES_BEFORE.search(before) or _FIGURES_AFTER.match(text, end)
    may_be_time = _A_TIME_BEFORE.search(before)
    return bool(may_be_more or may_be_time) or may_count_things(text, end) or may_number_a_place(text, start)


def may_be_time(text: str, start: int, end: int) -> bool:
    """Is what stands there said to be a time: "at ten fourteen", "10:14 pm"?"""
    before = text[max(0, start - LONGEST_RUN) : start]
    return bool(_A_TIME_BEFORE.search(before) or _A_TIME_AFTER.match(text, end))


def may_go_on(text: str, end: int, code: str) -> bool:
    """Are figures perhaps the beginning of a number, as dictation may write it: "1000 and 2", "27 thousand and 1"?"""
    is_less = _ROUND.fullmatch(code) is not None and _AND_LESS.match(text, end) is not None
    return is_less or (code[-1:].isdigit() and _SCALE.match(text, end) is not None)


def left_open(text: str, end: int) -> bool:
    """Does "and something" follow, as in "five hundred and something"?"""
    return _LEFT_OPEN.match(text, end) is not None


def _without_idle_signs(text: str, run: list[SpokenWord]) -> list[SpokenWord]:
    """A dash of the sentence stands before and behind the number: "error 403 - forbidden"."""
    first, end = 0, len(run)
    while first < end and run[first].text in JOINS and not text[run[first].start].isalpha():
        first += 1
    while end > first and run[end - 1].text in JOINS:
        end -= 1
    return run[first:end]


def _read(text: str, run: Sequence[SpokenWord]) -> list[SpokenFigures]:
    words = [word.text for word in run]
    start, end = run[0].start, run[-1].end
    found = readings(words)
    if left_open(text, end):
        # "five hundred and something" is one of 500_xxx, and surely not 500.
        found = [SpokenReading(f"{one.text}_xxx", is_guess=True) for one in found if words[-1] == "hundred"]
    elif (
        text[end : end + 1].isalnum()
        or _is_something_else(text, start, end)
        or (words[-1] in SCALES and _UNFINISHED.match(text, end))
    ):
        return []
    may_be_other = _may_be_something_else(text, start, end)
    is_pair = len(words) == 2 and all(SMALL.get(word, 10) < 10 for word in words)  # noqa: PLR2004
    return [
        SpokenFigures(one.text, start, end, one.is_guess or may_be_other, ":".join(one.text) if is_pair else "")
        for one in found
        if any(sign.isdigit() for sign in one.text)
    ]


def spoken(text: str, *, fewest: int = FEWEST_WORDS) -> list[SpokenFigures]:
    """Runs of number words that hold a number; of at least two words, unless fewer will do."""
    found = []
    for whole in _runs(text):
        run = _without_idle_signs(text, whole)
        # "0x1A" is typed, "0x 1 a" is said.
        is_said = bool(run) and (not run[0].text.isdigit() or " " in text[run[0].start : run[-1].end])
        is_said = is_said and (len(run) > 1 or not run[0].text.isdigit())
        if fewest <= len(run) <= LONGEST_RUN and is_said and any(is_number(word.text) for word in run):
            found += _read(text, run)
    return found

"""The words in which numbers, letters and signs are said, and where such words stand in a text. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NOUGHTS = frozenset(("zero", "oh", "nought", "naught", "nil"))
SMALL = {word: number for number, word in enumerate((*_UNITS, *_TEENS))} | dict.fromkeys(NOUGHTS, 0)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = {word: 10 * number for number, word in enumerate(_DECADES, 2)}
# "Twenty-two" as one word; "twenty two" may be 20 and 2.
_JOINED_TENS = {f"{tens}-{unit}": number + SMALL[unit] for tens, number in TENS.items() for unit in _UNITS[1:10]}
TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
JOINS = {"underscore": "_", "underline": "_", "dash": "-", "hyphen": "-", "minus": "-", "slash": "/"} | {
    "colon": ":",
    "point": ".",
    "dot": ".",
}
# The international spelling alphabet.
_ALPHABET = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu"
)
LETTERS = {word: word[0] for word in _ALPHABET.split()} | {
    "alfa": "a",
    "juliett": "j",
    "whisky": "w",
    "ex": "x",
}
X = frozenset(("x", "ex"))
# "Ox" is what dictation makes of "oh ex".
BEGINS_HEXADECIMAL = frozenset(("ox", "hex"))
HEXADECIMAL = {letter: letter.upper() for letter in "abcdef"} | {
    word: letter.upper() for word, letter in LETTERS.items() if letter in "abcdef"
}
# Words of a sentence as well: behind eight digits they are no digits.
SOFT_DIGITS = {"a": "A", "be": "B", "bee": "B", "sea": "C", "see": "C", "dee": "D"}
# Number words that make the number before them no code: "one thousand and first", "two dozen".
NO_FIGURES = frozenset(
    (
        *("billion", "trillion", "dozen", "half", "hundreds", "thousands", "millions", "hundredth", "thousandth"),
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
        *("twelfth", *(f"{word}th" for word in _TEENS), *(f"{word[:-1]}ieth" for word in _DECADES)),
    )
)
SMALL |= _JOINED_TENS
PLAIN = SMALL.keys() | TENS.keys() | TIMES.keys() | SCALES.keys() | NO_FIGURES
NUMBER_WORD = rf"(?:a (?:hundred|thousand)|{'|'.join(sorted(PLAIN - NO_FIGURES - {'double'}))})\b"

_WORD = re.compile(
    rf"(?:{'|'.join(_DECADES)})-(?:{'|'.join(_UNITS[1:10])})(?![a-z])"
    r"|(?<= )[-_](?= )|under[ -]score|(?:for|back)ward[ -]slash|x[ -]ray|[a-z]+|[0-9]+",
    re.IGNORECASE,
)
_AS_ONE = {"underscore": "underscore", "forwardslash": "slash", "backwardslash": "slash", "xray": "xray"} | {
    # Dictation writes the sign, apart from what stands on either side.
    "_": "underscore",
    "": "dash",
}
_ROUND = re.compile(r"[1-9][0-9]*00")
MOST_FIGURES_AND = 3


@dataclass(frozen=True)
class SpokenWord:
    """A word of a text, or figures as dictation writes them, in one spelling."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[SpokenWord]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        yield SpokenWord(_AS_ONE.get(re.sub("[ -]", "", word), word), match.start(), match.end())


def is_round(word: str) -> bool:
    """Are they figures that a smaller number may follow: "1000 and 2"?"""
    return _ROUND.fullmatch(word) is not None


def is_number(word: str) -> bool:
    return word in SMALL or word in TENS or word.isdigit()


def is_exes(word: str) -> bool:
    """Those of `400_xxx`, as dictation writes them."""
    return len(word) > 1 and set(word) == {"x"}

"""From text to terms: words, stems and word pairs. Pure, the same for articles and for queries."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import snowballstemmer
from rapidfuzz.distance import OSA

LONGEST_WORD = 64
MOST_PARTS = 8
SHORTEST_MISSPELT = 4
TWO_SLIPS_FROM = 7
MOST_ALTERNATIVES = 3

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|[0-9]+")
_STEMMER = snowballstemmer.stemmer("english")

# Words that say little by themselves. They count a quarter, and nothing where other words are there.
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can cannot cant could did do does
    doesnt doing dont for from get gets getting got had has have having he her here him his how i if im in into
    is isnt it its ive just me my no not of off on or our out she should so some such than that the their them
    then there these they this those to too up us use used using via was we were what when where which while who
    why will with would you your still need needs want wants says please hello hi now
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is hard to read
)

LONGEST_PHRASE = 4  # words; longer ones are not looked up
# "The card in my reader" is "card in reader": such a word never tells one phrase from another.
UNSAID = frozenset("a an the my your our his her their its this that these those".split())  # noqa: SIM905 - a plain list


class Token(NamedTuple):
    """A word as it stands in the text."""

    word: str
    start: int
    end: int


def folded(text: str) -> str:
    """Small letters and figures without accents; length may change, so positions are taken from the text itself."""
    if text.isascii():
        return text.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def tokens(text: str) -> Iterator[Token]:
    for match in WORD.finditer(text):
        word = folded(match[0])[:LONGEST_WORD]
        if word:
            yield Token(word, match.start(), match.end())


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The term of a word: its English stem; figures stay as they are."""
    return word if any(letter.isdigit() for letter in word) else str(_STEMMER.stemWord(word))


def phrase_key(words: Iterable[str]) -> str:
    """What two phrases have in common that differ in endings and in words such as "my" only; of such only, nothing."""
    return " ".join(stem(word) for word in words if word not in UNSAID)


def parts_of_camel(text: str) -> list[str]:
    """`GetTempFileName` is also get, temp, file and name: nobody types it as one word in small letters."""
    found = []
    for match in WORD.finditer(text):
        parts = _CAMEL.findall(match[0])
        if 1 < len(parts) <= MOST_PARTS and not match[0].isupper() and not any(part.isdigit() for part in parts):
            found += [folded(part) for part in parts if len(part) > 1]
    return found


def pair(first: str, second: str) -> int:
    """A stored hash of two terms that stand together; crc32, because hash() differs from process to process."""
    return crc32(f"{first} {second}".encode())


def pairs(terms: Iterable[str]) -> set[int]:
    """Content words that stand together, stop words between them left out."""
    content = [term for term in terms if term not in STOP_WORDS]
    return {pair(first, second) for first, second in itertools.pairwise(content)}


def may_be_misspelt(word: str) -> bool:
    """Similarity is for words: a code or a number one figure away is a different thing."""
    return len(word) >= SHORTEST_MISSPELT and word.isalpha()


def keys_of(word: str) -> set[str]:
    """The word and the word with any one letter left out. A shared key covers every single slip and every swap."""
    if not may_be_misspelt(word):
        return set()
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


def best(word: str, known: dict[str, int]) -> list[str]:
    """Of the known words, with how often each stands in articles: the nearest few, the commoner first."""
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = []
    for other, count in known.items():
        away = OSA.distance(word, other, score_cutoff=most)
        if 0 < away <= most:
            near.append((away, -count, other))
    return [other for _, _, other in sorted(near)[:MOST_ALTERNATIVES]]

"""The piece of an article that shows best why it was found: escaped first, then marked. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Self

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from kb.search import analysis

WIDTH = 32  # words
BEFORE = WIDTH // 4
REACH = 200  # characters: about as many words
LONGEST_LOOK = 20_000  # characters of one piece of text
MOST_FINDS = 500
# A stem begins as its words do for three letters; these few are written anew.
BEGINS_ALIKE = 3
_REWRITTEN = {"die": "d", "lie": "l", "tie": "t", "sky": "sk"}
_REST = r"[^\W_]*(?:['’][^\W_]+)*"
_ACCENTED = r"(?<![^\W_])[a-z0-9]*[^\W\x00-\x7f]"
# Small letters of ASCII only: str.lower() may change the length of a text, and with it every place in it.
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


@dataclass(frozen=True)
class Snippet:
    html: SafeString
    audience: str = ""


class _Find(NamedTuple):
    """A word of the query in the text."""

    stem: str
    start: int
    end: int


def _beginning_with(stems: Iterable[str]) -> str:
    """A pattern that looks at the first letter before anything else, which is what makes it quick."""
    begin = sorted({_REWRITTEN.get(stem, stem[:BEGINS_ALIKE]) for stem in stems})
    by_letter = {
        letter: "|".join(re.escape(one[1:]) for one in ones) for letter, ones in groupby(begin, key=lambda one: one[0])
    }
    letters = "".join(map(re.escape, by_letter))
    rest = "|".join(f"(?<={re.escape(letter)})(?:{ones})" for letter, ones in by_letter.items())
    return rf"[{letters}](?<![^\W_].)(?:{rest})"


@dataclass(frozen=True)
class Wanted:
    """What is looked for: the weight of each stem, and how the words begin that may have it."""

    weights: Mapping[str, int]
    in_ascii: re.Pattern[str]
    in_any: re.Pattern[str]

    @classmethod
    def of(cls, weights: Mapping[str, int]) -> Self:
        begin = _beginning_with(weights) if weights else "(?!)"
        return cls(weights, re.compile(begin + _REST), re.compile(f"(?:{begin}|{_ACCENTED}){_REST}"))

    def finds(self, text: str) -> list[_Find]:
        """Looking at every word would take most of a search's time, so only those that begin alike are stemmed."""
        is_ascii = text.isascii()
        words = self.in_ascii.finditer(text.lower()) if is_ascii else self.in_any.finditer(text.translate(_SMALL))
        found = ((analysis.stem(analysis.folded(word[0])[: analysis.LONGEST_WORD]), word) for word in words)
        return [_Find(stem, word.start(), word.end()) for stem, word in found if stem in self.weights][:MOST_FINDS]


@dataclass(frozen=True)
class _Place:
    """Where a window begins to be about the query, and what its different words weigh."""

    weight: int
    start: int
    text: str = ""
    audience: str = ""


def _best_place(finds: Sequence[_Find], weights: Mapping[str, int]) -> _Place:
    """Different words count, repeated ones do not; of equal places the first."""
    held: Counter[str] = Counter()
    weight, last = 0, 0
    best, chosen = 0, (0, 0)
    for first, find in enumerate(finds):
        while last < len(finds) and finds[last].start <= find.start + REACH:
            weight += 0 if held[finds[last].stem] else weights[finds[last].stem]
            held[finds[last].stem] += 1
            last += 1
        if weight > best:
            best, chosen = weight, (first, last)
        held[find.stem] -= 1
        weight -= 0 if held[find.stem] else weights[find.stem]
    first, last = chosen
    # What comes again further on is not where the window begins.
    while any(find.stem == finds[first].stem for find in finds[first + 1 : last]):
        first += 1
    return _Place(best, finds[first].start if finds else 0)


def _around(place: _Place) -> tuple[tuple[analysis.Token, ...], bool, bool]:
    """The words of the window, and whether the text goes on before and after it."""
    # Looked at a little further than the window reaches; a word that is cut at either end is left out.
    begin, end = max(0, place.start - REACH), place.start + 2 * REACH
    found = list(analysis.tokens(place.text[begin:end]))
    goes_on = end < len(place.text)
    found = found[bool(begin) and len(found) > 1 and found[0].end < place.start - begin : len(found) - goes_on or None]
    at = next((number for number, token in enumerate(found) if token.end > place.start - begin), 0)
    start = max(0, min(at - BEFORE, len(found) - WIDTH))
    kept = tuple(
        analysis.Token(token.word, token.start + begin, token.end + begin) for token in found[start : start + WIDTH]
    )
    return kept, start > 0 or begin > 0, goes_on or start + WIDTH < len(found)


def _marked(place: _Place, weights: Mapping[str, int]) -> SafeString:
    text = place.text
    tokens, has_before, has_after = _around(place)
    at, end = (tokens[0].start, tokens[-1].end) if tokens else (place.start, place.start + REACH)
    pieces, before = [], "… " if has_before else text[:at]
    for token in tokens:
        if analysis.stem(token.word) in weights:
            pieces.append((f"{before}{text[at : token.start]}", text[token.start : token.end]))
            at, before = token.end, ""
    rest = f"{before}{text[at:end]}{' …' if has_after else text[end:]}"
    return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(rest)


def best(texts: Iterable[tuple[str, str]], wanted: Wanted, *, otherwise: str) -> Snippet:
    """Of the texts (whose steps they are, or nobody's; the words), the window with the most to say."""
    chosen = _Place(0, 0)
    for audience, text in texts:
        place = _best_place(wanted.finds(text[:LONGEST_LOOK]), wanted.weights)
        if place.weight > chosen.weight:
            chosen = _Place(place.weight, place.start, text, audience)
    if not chosen.weight:
        return Snippet(escape(otherwise))
    return Snippet(_marked(chosen, wanted.weights), chosen.audience)

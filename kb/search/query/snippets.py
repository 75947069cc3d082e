"""The piece of an article that shows best why it was found: escaped first, then marked. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from kb.search.index import analysis

WIDTH = 32  # words
BEFORE = WIDTH // 4
REACH = 200  # characters: about as many words
LONGEST_LOOK = 20_000  # characters of one piece of text
MOST_FINDS = 500
# A stem begins as its words do for three letters, but for a third that is made of another ("try", "using": "tri",
# "use"); these few are written anew.
BEGINS_ALIKE = 3
_MADE = "ei"
_REWRITTEN = {"die": "d", "lie": "l", "tie": "t", "sky": "sk"}
_ACCENT = re.compile(r"[^\W\x00-\x7f]")
_ACCENTED = r"(?<![^\W_])(?<![^\W_]['’])[a-z0-9]*[^\W\x00-\x7f]"
# What words are made of; in small letters without accents that is a plain list, which is looked through faster.
_ANY, _PLAIN = r"[^\W_]", "[a-z0-9]"
# Small letters of ASCII only.
_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


@dataclass(frozen=True)
class TextSnippet:
    """`text` is what it was cut from; nothing where no text says a word of the query."""

    html: SafeString
    audience: str = ""
    text: str = ""


# A word of the query in the text: its stem, where it starts and where it ends. A plain tuple, for there are hundreds.
type _Find = tuple[str, int, int]


class _Stems(dict[str, str]):
    """By word, its stem where that is wanted, else nothing. Texts say the same words again and again."""

    def __init__(self, wanted: Collection[str]) -> None:
        super().__init__()
        self.wanted = wanted

    def __missing__(self, word: str) -> str:
        stem = analysis.stem(analysis.folded(word)[: analysis.LONGEST_WORD])
        self[word] = stem if stem in self.wanted else ""
        return self[word]


def _small(text: str) -> str:
    """As long as it was: a capital that becomes two small letters would move every place behind it."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_SMALL)


def _beginning(stem: str) -> str:
    return stem[:-1] if len(stem) == BEGINS_ALIKE and stem[-1] in _MADE else stem[:BEGINS_ALIKE]


def _beginning_with(stems: Iterable[str], sign: str) -> str:
    """A pattern that looks at the first letter before anything else, which is what makes it quick."""
    begin = sorted({_REWRITTEN.get(stem) or _beginning(stem) for stem in stems})
    by_letter = {
        letter: "|".join(re.escape(one[1:]) for one in ones) for letter, ones in groupby(begin, key=lambda one: one[0])
    }
    letters = "".join(map(re.escape, by_letter))
    rest = "|".join(f"(?<={re.escape(letter)})(?:{ones})" for letter, ones in by_letter.items())
    return rf"[{letters}](?<!{sign}.)(?<!{sign}['’].)(?:{rest})"


def _to_its_end(sign: str) -> str:
    return rf"{sign}*(?:['’]{sign}+)*"


class WantedTerms:
    """What is looked for: the weight of each stem, and how the words begin that may have it."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self._stems = _Stems(weights.keys())

    @cached_property
    def _in_plain(self) -> re.Pattern[str]:
        return re.compile(self._begin(_PLAIN) + _to_its_end(_PLAIN))

    @cached_property
    def _in_any(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._begin(_ANY)}|{_ACCENTED}){_to_its_end(_ANY)}")

    def _begin(self, sign: str) -> str:
        return _beginning_with(self.weights, sign) if self.weights else "(?!)"

    def finds(self, text: str) -> list[_Find]:
        """Looking at every word would take most of a search's time, so only those that begin alike are stemmed."""
        has_accents = not text.isascii() and _ACCENT.search(text)
        words = (self._in_any if has_accents else self._in_plain).finditer(_small(text))
        stems = self._stems
        found = ((stem, *word.span()) for word in words if (stem := stems[word[0]]))
        return list(islice(found, MOST_FINDS))

    def weight_of(self, finds: Iterable[_Find]) -> int:
        """Different words count, repeated ones do not."""
        return sum(self.weights[stem] for stem in {stem for stem, _, _ in finds})


@dataclass(frozen=True)
class _Place:
    """Where a window begins to be about the query, what its different words weigh, and all finds of its text."""

    weight: int
    start: int
    text: str = ""
    audience: str = ""
    finds: Sequence[_Find] = ()


def _best_place(finds: Sequence[_Find], weights: Mapping[str, int]) -> tuple[int, int]:
    """What the best window weighs and where it begins; of equal ones the first."""
    held = dict.fromkeys(weights, 0)
    weight, last, number = 0, 0, len(finds)
    best, chosen = 0, (0, 0)
    for first, (stem, start, _) in enumerate(finds):
        while last < number and finds[last][1] <= start + REACH:
            entering = finds[last][0]
            weight += 0 if held[entering] else weights[entering]
            held[entering] += 1
            last += 1
        if weight > best:
            best, chosen = weight, (first, last)
        held[stem] -= 1
        weight -= 0 if held[stem] else weights[stem]
    first, last = chosen
    # What comes again further on is not where the window begins.
    while any(stem == finds[first][0] for stem, _, _ in finds[first + 1 : last]):
        first += 1
    return best, finds[first][1]


def _around(place: _Place) -> tuple[int, int, bool, bool]:
    """Where the words of the window begin and end, and whether the text goes on before and after it."""
    # Looked at a little further than the window reaches; a word that is cut at either end is left out.
    begin, end = max(0, place.start - REACH), place.start + 2 * REACH
    found = [word.span() for word in analysis.WORD.finditer(place.text[begin:end])]
    goes_on = end < len(place.text)
    found = found[bool(begin) and len(found) > 1 and found[0][1] < place.start - begin : len(found) - goes_on or None]
    if not found:
        return place.start, place.start + REACH, begin > 0, goes_on
    at = next((number for number, (_, end) in enumerate(found) if end > place.start - begin), 0)
    start = max(0, min(at - BEFORE, len(found) - WIDTH))
    kept = found[start : start + WIDTH]
    return kept[0][0] + begin, kept[-1][1] + begin, start > 0 or begin > 0, goes_on or start + WIDTH < len(found)


def _marked(place: _Place) -> SafeString:
    text = place.text
    at, end, has_before, has_after = _around(place)
    pieces, before = [], "… " if has_before else text[:at]
    for _, first, last in place.finds:
        if at <= first and last <= end:
            pieces.append((f"{before}{text[at:first]}", text[first:last]))
            at, before = last, ""
    rest = f"{before}{text[at:end]}{' …' if has_after else text[end:]}"
    return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(rest)


def best(texts: Iterable[tuple[str, str]], wanted: WantedTerms, *, otherwise: str = "") -> TextSnippet:
    """Of the texts (whose steps they are, or nobody's; the words), the window with the most to say."""
    chosen = _Place(0, 0)
    for audience, text in texts:
        finds = wanted.finds(text[:LONGEST_LOOK])
        if wanted.weight_of(finds) > chosen.weight:
            weight, start = _best_place(finds, wanted.weights)
            if weight > chosen.weight:
                chosen = _Place(weight, start, text, audience, finds)
    if not chosen.weight:
        return TextSnippet(escape(otherwise))
    return TextSnippet(_marked(chosen), chosen.audience, chosen.text)

"""The piece of an article that shows best why it was found: escaped first, then marked. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from kb.search.index import analysis
from kb.search.index.places import Places, key_of, start_of, text_of

WIDTH = 32  # words
BEFORE = WIDTH // 4
REACH = 200  # characters: about as many words
MOST_FINDS = 500


@dataclass(frozen=True)
class KeptTexts:
    """What a hit shows: whose steps each text stands in, or nobody's, and its words; and where the words stand."""

    texts: Sequence[tuple[str, str]]
    places: Places


@dataclass(frozen=True)
class TextSnippet:
    """`text` is what it was cut from; nothing where no text says a word of the query."""

    html: SafeString
    audience: str = ""
    text: str = ""


# A word of the query in the text: its stem and where it starts. A plain tuple, for there are hundreds.
type _Find = tuple[str, int]


class WantedTerms:
    """What is looked for: the weight of each stem."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self._stems = [(key_of(stem), stem) for stem in weights]

    def finds(self, places: Places) -> dict[int, list[_Find]]:
        """By the number of the text, in the order in which they stand."""
        found = [(place, stem) for key, stem in self._stems for place in places.of(key)]
        found.sort()
        by_text: dict[int, list[_Find]] = {}
        last, there = -1, list[_Find]()
        for place, stem in found:
            if (number := text_of(place)) != last:
                last, there = number, []
                by_text[number] = there
            if len(there) < MOST_FINDS:
                there.append((stem, start_of(place)))
        return by_text

    def weight_of(self, finds: Iterable[_Find]) -> int:
        """Different words count, repeated ones do not."""
        return sum(self.weights[stem] for stem in {stem for stem, _ in finds})


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
    for first, (stem, start) in enumerate(finds):
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
    while any(stem == finds[first][0] for stem, _ in finds[first + 1 : last]):
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
    parts, before = [], "… " if has_before else text[:at]
    for _, first in place.finds:
        word = analysis.WORD.match(text, first) if at <= first < end else None
        if word and word.end() <= end:
            parts += [escape(f"{before}{text[at:first]}"), "<mark>", escape(word[0]), "</mark>"]
            at, before = word.end(), ""
    parts.append(escape(f"{before}{text[at:end]}{' …' if has_after else text[end:]}"))
    return SafeString("".join(parts))


def best(kept: KeptTexts, wanted: WantedTerms, *, leaves_out: Collection[str] = (), otherwise: str = "") -> TextSnippet:
    """Of the texts, the window with the most to say."""
    chosen = _Place(0, 0)
    for number, finds in wanted.finds(kept.places).items():
        audience, text = kept.texts[number]
        if text not in leaves_out and wanted.weight_of(finds) > chosen.weight:
            weight, start = _best_place(finds, wanted.weights)
            if weight > chosen.weight:
                chosen = _Place(weight, start, text, audience, finds)
    if not chosen.weight:
        return TextSnippet(SafeString(escape(otherwise)))
    return TextSnippet(_marked(chosen), chosen.audience, chosen.text)

"""Where each word of an article stands in its kept texts, by its stem: packed, so that a search looks only at what it
asks for and reads no text through. Pure."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from zlib import crc32

from kb.search.index import analysis

LONGEST_LOOK = 20_000  # characters of one text
_BITS = 15  # for a start within it; the number of the text stands above them
_STARTS = (1 << _BITS) - 1


def key_of(stem: str) -> int:
    return crc32(stem.encode())


def packed(texts: Iterable[str]) -> bytes:
    """How many stems there are, their keys in rising order, where the places of each end, and all places."""
    places: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for word, start, _ in analysis.tokens(text[:LONGEST_LOOK]):
            places[key_of(analysis.stem(word))].append(number << _BITS | start)
    keys = sorted(places)
    ends = accumulate(len(places[key]) for key in keys)
    return array("I", [len(keys), *keys, *ends, *(place for key in keys for place in places[key])]).tobytes()


class Places:
    """Of one article. It has none where its row is of before there were any."""

    def __init__(self, kept: bytes | memoryview) -> None:
        self._all = memoryview(bytes(kept) or bytes(4)).cast("I")
        self._keys = self._all[0]

    def of(self, key: int) -> Sequence[int]:
        at = bisect_left(self._all, key, 1, 1 + self._keys)
        if at > self._keys or self._all[at] != key:
            return ()
        begin = self._all[at + self._keys - 1] if at > 1 else 0
        first = 1 + 2 * self._keys
        return self._all[first + begin : first + self._all[at + self._keys]].tolist()


def text_of(place: int) -> int:
    return place >> _BITS


def start_of(place: int) -> int:
    return place & _STARTS

"""Taking words out of a text so that what is left is whole: half a mark of Markdown goes with its other half. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

REMOVED = "[removed]"
BARE = "removed"  # in an address, and where a text describes a picture: brackets would end it

type Span = tuple[int, int]

# Where a link of Markdown leads to: the page shows what stands before it and what follows as one.
TARGET = r"\]\((?:[^()\n]|\([^()\n]*\))*\)"
_AROUND = re.compile(r"[^\s()<>\[\]\"'|]*")
_IN_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\Z")

_ESCAPED = r"\\[^\w\s]"
_MARK = re.compile(rf"{_ESCAPED}|{TARGET}|!?\[|[\](){{}}“”«»]|\*+|_+|~~|`+")
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^\n`]*\n?", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_OPENS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}


@dataclass(frozen=True)
class _Mark:
    sign: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


def without(text: str, spans: Iterable[Span], *, is_slug: bool = False, bare: str = BARE) -> str:
    """`[removed]` in their place, or `bare` within an address."""
    gone = sorted(spans)
    holes = [(start, end, True) for start, end in gone]
    if not is_slug:
        holes += [(start, end, False) for start, end in _halves(text, gone)]
    left, place = "", 0
    for start, end, has_mark in _merged(holes):
        left += text[place:start]
        if has_mark:
            left += bare if is_slug else _instead(left[-400:], text[end : end + 400], bare)
        place = end
    return left + text[place:]


def _merged(holes: Iterable[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """A half of a mark that touches the words goes with them; words that follow each other stay apart."""
    found: list[tuple[int, int, bool]] = []
    for hole in sorted(holes):
        start, end, has_mark = found[-1] if found else (-1, -1, False)
        if hole[0] < end or (hole[0] == end and not (has_mark and hole[2])):
            found[-1] = (start, max(end, hole[1]), has_mark or hole[2])
        else:
            found.append(hole)
    return found


def _instead(before: str, after: str, bare: str) -> str:
    left, right = _touching(before[::-1]), _touching(after)
    if "@" in left + right or _IN_PICTURE.search(before):
        return BARE
    if "/" in left + right or left.startswith("-") or right.startswith("-"):
        return bare
    # What follows in brackets would make a link of it.
    return f"{REMOVED} " if after.startswith("(") else REMOVED


def _touching(text: str) -> str:
    """What follows without a gap, as it does within an address."""
    found = _AROUND.match(text)
    return found[0] if found else ""


# --- Marks that stand in pairs ---------------------------------------------------------------------------------------


def _halves(text: str, gone: Sequence[Span]) -> Iterator[Span]:
    """Marks, or what is left of them, whose other half does not survive."""
    if not gone:
        return
    for pair in _pairs(text):
        if any(_is_broken(mark, gone) for mark in pair):
            yield from (mark.span for mark in pair)


def _is_broken(mark: _Mark, gone: Sequence[Span]) -> bool:
    """Its first or last sign goes. What goes out of the middle, such as a word of an address, does it no harm."""
    return any(_holds(gone, place) for place in (mark.start, mark.end - 1))


def _holds(gone: Sequence[Span], place: int) -> bool:
    number = bisect_right(gone, place, key=itemgetter(0)) - 1
    return number >= 0 and place < gone[number][1]


def _pairs(text: str) -> Iterator[tuple[_Mark, _Mark]]:
    fences = [_Mark("```", *match.span()) for match in _FENCE.finditer(text)]
    blocks = list(zip(fences[::2], fences[1::2], strict=False))
    yield from blocks
    ends = [0, *sorted(place for block in blocks for place in (block[0].start, block[1].end)), len(text)]
    for number, (start, end) in enumerate(pairwise(ends)):
        if number % 2 == 0:  # outside of code
            yield from _pairs_between(text, start, end)


def _pairs_between(text: str, start: int, end: int) -> Iterator[tuple[_Mark, _Mark]]:
    """Of one paragraph after the other: no pair reaches beyond one."""
    place = start
    for match in _PARAGRAPH.finditer(text, start, end):
        yield from _paired(text, _marks(text, place, match.start()))
        place = match.end()
    yield from _paired(text, _marks(text, place, end))


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, start, end):
        if match[0][0] != "\\":
            yield _Mark("](" if match[0].startswith("](") else match[0], *match.span())


def _paired(text: str, marks: Iterable[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    waiting: dict[str, list[_Mark]] = {}
    for mark in marks:
        opener = _opener_of(text, mark)
        if opener and waiting.get(opener):
            yield waiting[opener].pop(), mark
        elif _can_open(text, mark):
            waiting.setdefault(mark.sign.lstrip("!"), []).append(mark)


def _opener_of(text: str, mark: _Mark) -> str:
    """The sign of what it closes; nothing where it cannot."""
    if mark.sign == "](":
        return "["
    if mark.sign in _OPENS:
        return _OPENS[mark.sign]
    if mark.sign[0] in "*_~" and mark.start and text[mark.start - 1].isspace():
        return ""
    return mark.sign if mark.sign[0] in "*_~`" and not _is_in_word(text, mark) else ""


def _can_open(text: str, mark: _Mark) -> bool:
    if mark.sign[0] in "*_~":
        return not text[mark.end : mark.end + 1].isspace() and mark.end < len(text) and not _is_in_word(text, mark)
    return mark.sign.lstrip("!") in {*_OPENS.values()} or mark.sign[0] == "`"


def _is_in_word(text: str, mark: _Mark) -> bool:
    """As in `snake_case`, which is no emphasis."""
    around = text[mark.start - 1 : mark.start] + text[mark.end : mark.end + 1] if mark.start else ""
    return mark.sign[0] == "_" and len(around) == 2 and around.isalnum()  # noqa: PLR2004 - a sign on each side

"""What changed in a text, word by word. Pure.

Whatever is shown, nothing is lost: the pieces that are SAME or ADDED make the new text, SAME or REMOVED the old one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

SAME, ADDED, REMOVED = "SAME", "ADDED", "REMOVED"

# A word or a mark, with the space behind it. The space is compared apart, so that a word at the end of a line is the
# same word as one in its middle.
_TOKEN = re.compile(r"(\w+(?:['’]\w+)*|[^\w\s]|)(\s*)")
_LINE = re.compile(r"([^\n]*)(\n+|$)")
# Pairs of equal tokens: what a comparison costs. A text with more is compared line by line, or shown as replaced.
_MOST_PAIRS = 200_000
# An island of so few letters between two changes makes the reading harder, not easier.
_ISLAND = 3


@dataclass(frozen=True)
class DiffPiece:
    text: str
    kind: str


type _Token = tuple[str, str]


def compare_words(before: str, after: str) -> tuple[DiffPiece, ...]:
    if before == after:
        return (DiffPiece(before, SAME),) if before else ()
    return tuple(_joined(_without_islands(_joined(_compared(before, after, [_TOKEN, _LINE])))))


def _split(pattern: re.Pattern[str], text: str) -> list[_Token]:
    return [(found[1], found[2]) for found in pattern.finditer(text) if found[0]]


def _text(tokens: Iterable[_Token]) -> str:
    return "".join(word + space for word, space in tokens)


def _replaced(before: str, after: str) -> Iterator[DiffPiece]:
    yield DiffPiece(before, REMOVED)
    yield DiffPiece(after, ADDED)


def _compared(before: str, after: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[DiffPiece]:
    """By the first pattern, if that does not cost too much; else by the next; else as one text for the other."""
    if not patterns:
        yield from _replaced(before, after)
        return
    old, new = _split(patterns[0], before), _split(patterns[0], after)
    start = _alike_at_start(old, new)
    end = _alike_at_start(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if _pairs(middle_old, middle_new) > _MOST_PAIRS:
        yield from _compared(before, after, patterns[1:])
        return
    yield DiffPiece(_text(old[:start]), SAME)
    yield from _matched(middle_old, middle_new)
    yield DiffPiece(_text(old[len(old) - end :]), SAME)


def _alike_at_start(old: Sequence[_Token], new: Sequence[_Token]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _pairs(old: Iterable[_Token], new: Iterable[_Token]) -> int:
    counted = Counter(word for word, _ in new)
    return sum(counted[word] for word, _ in old)


def _matched(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[DiffPiece]:
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            yield from _apart(_text(old[i1:i2]), _text(new[j1:j2]))
            continue
        for (word, old_space), (_, new_space) in zip(old[i1:i2], new[j1:j2], strict=True):
            if old_space == new_space:
                yield DiffPiece(word + old_space, SAME)
            else:
                yield DiffPiece(word, SAME)
                yield from _replaced(old_space, new_space)


def _apart(before: str, after: str) -> Iterator[DiffPiece]:
    """The space behind both is not what changed."""
    space = before[len(before.rstrip()) :]
    if before and after and space == after[len(after.rstrip()) :]:
        yield from _replaced(before.rstrip(), after.rstrip())
        yield DiffPiece(space, SAME)
    else:
        yield from _replaced(before, after)


def _joined(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    """Neighbours of one kind as one piece; between two that stay, first what went and then what came."""
    held = {REMOVED: "", ADDED: "", SAME: ""}

    def let_go(*kinds: str) -> Iterator[DiffPiece]:
        for kind in kinds:
            if held[kind]:
                yield DiffPiece(held[kind], kind)
            held[kind] = ""

    for piece in pieces:
        if not piece.text:
            continue
        yield from let_go(*((REMOVED, ADDED) if piece.kind == SAME else (SAME,)))
        held[piece.kind] += piece.text
    yield from let_go(SAME, REMOVED, ADDED)


def _without_islands(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    pieces = list(pieces)
    for number, piece in enumerate(pieces):
        is_inside = 0 < number < len(pieces) - 1
        if piece.kind == SAME and is_inside and len(piece.text.strip()) <= _ISLAND and "\n" not in piece.text:
            yield from _replaced(piece.text, piece.text)
        else:
            yield piece

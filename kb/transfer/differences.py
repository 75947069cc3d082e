"""What a file would change, line by line, in the form that files have."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kb.editing.compare.word_diff import ADDED, REMOVED, SAME, DiffPiece, compare_words
from kb.transfer import kinds, reviews
from kb.transfer.export import text_of
from kb.transfer.planning import Fate, Planned

MOST_LINES = 3000  # of both texts together; beyond, one is shown as put in place of the other


@dataclass(frozen=True)
class ChangedLines:
    """Lines that stand together and changed; `line` is where they begin in the file."""

    line: int
    pieces: tuple[DiffPiece, ...]


def differences(planned: Planned) -> tuple[ChangedLines, ...]:
    """Nothing for what is new, and for a row of which only the place in its table changes."""
    if planned.held is None or planned.fate is Fate.SAME:
        return ()
    held, item = planned.held, planned.item
    here = reviews.of_article(held.row, held.content) if planned.kind is kinds.ARTICLES and item.beside else None
    before = text_of(planned.kind, held.content, here)
    return tuple(_changed_lines(before, text_of(planned.kind, item.content, item.beside), item.line))


def _changed_lines(before: str, after: str, first: int) -> Iterator[ChangedLines]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) > MOST_LINES:
        yield ChangedLines(first, (DiffPiece(before, REMOVED), DiffPiece(after, ADDED)))
        return
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            pieces = compare_words("".join(old[from_old:to_old]), "".join(new[from_new:to_new]))
            yield ChangedLines(first + from_new, pieces)


def in_plain_lines(planned: Planned) -> Iterator[str]:
    """For a terminal: what goes begins with a minus, what comes with a plus."""
    for changed in differences(planned):
        yield f"  line {changed.line}:"
        for sign, dropped in (("-", ADDED), ("+", REMOVED)):
            text = "".join(piece.text for piece in changed.pieces if piece.kind != dropped)
            yield from (f"  {sign} {line}" for line in text.splitlines() if line.strip())


__all__ = ["ADDED", "REMOVED", "SAME", "ChangedLines", "differences", "in_plain_lines"]

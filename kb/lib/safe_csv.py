"""Tables that make no spreadsheet calculate, or call out, whatever somebody typed; and what they say, read back.

defusedcsv marks a cell that begins like a formula with an apostrophe. It lets through what `safe` marks before it: a
formula, a | or a % behind spaces, a formula behind a tab or an end of line, and the wide signs of some keyboards. What
only looks like a mark is marked once more, so `as_meant` gives every text back as it was.
"""

import io
import re
from collections.abc import Iterable, Sequence

from defusedcsv import csv

FORMULA = re.compile(r"[ \xa0]*[=+\-@\t\r\n＝＋－＠]|[ \xa0]+[|%]")
MARKED = re.compile(rf"'+(?:{FORMULA.pattern}|%|\\?\|)")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes the letters for another alphabet


def safe(value: str) -> str:
    """As text, whatever it begins with."""
    return f"'{value}" if FORMULA.match(value) or MARKED.match(value) else value


def as_meant(cell: str) -> str:
    """Without its mark; the library also puts a backslash before each | of a cell that it marks."""
    if not MARKED.match(cell):
        return cell
    return cell[1:].replace("\\|", "|") if cell[1:].startswith(("\\|", "%")) else cell[1:]


def written(rows: Iterable[Sequence[str]], *, line_end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def for_a_spreadsheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return BYTE_ORDER_MARK + written([headings, *rows])

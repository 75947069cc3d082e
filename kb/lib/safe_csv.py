"""A table for a spreadsheet that cannot be made to calculate, or to call out, by what somebody typed into a form."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula, in the wide form of some keyboards too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes the letters for another alphabet


def safe(value: str) -> str:
    """As text, whatever it begins with; leading spaces do not hide it."""
    is_formula = value.startswith(FORMULA) or value.lstrip(" \u00a0").startswith(FORMULA)
    return f"'{value}" if is_formula else value


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([safe(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()

"""Tables for spreadsheets, and what they say when they are read back."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from kb.lib.safe_csv import as_meant, for_a_spreadsheet, written

HARMFUL = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TROUBLE = some.text(alphabet="'\\|%=+-@ \t\r\n\xa0＝a1,\"", max_size=8)


def cells(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table, newline="")))


@given(some.lists(some.one_of(TROUBLE, some.text(max_size=20)), min_size=2, max_size=4))
@example(["'=1", "''=1", "'\\|a", "\\|a", "|a\\|b", "'|a", "%a|b", "'%a\\|b", "-5", " |a", "\xa0%a|b", "' |"])
def test_every_text_is_read_back_as_it_was_and_no_cell_begins_a_formula(row):
    (found,) = cells(written([row], line_end="\n"))

    assert [as_meant(cell) for cell in found] == row
    assert not [cell for cell in found if cell.lstrip(" \xa0").startswith(HARMFUL)]


@pytest.mark.parametrize("text", ["", "ERR5022", "a-b", "It's", "'quoted'", "50 %", "a|b"])
def test_what_is_no_formula_stands_as_it_is(text):
    assert cells(written([[text, "beside it"]])) == [[text, "beside it"]]


def test_a_spreadsheet_is_told_which_letters_these_are():
    assert for_a_spreadsheet(["What"], [["Müller"]]) == "\ufeffWhat\r\nMüller\r\n"

"""The shipped content, searched: the same articles in the same order on SQLite and on PostgreSQL.

Both databases are held to one file. After a change of content or ranking, write it anew and read the difference:
`WRITE_GOLDEN=1 .venv/bin/pytest tests/search/test_same_on_both.py`
"""

import csv
import os
from pathlib import Path

import pytest

from kb.search.finder import find
from kb.search.upkeep import findings
from tests.search.state import found

GOLDEN = Path(__file__).parent / "golden.csv"


def _rows() -> list[tuple[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["references"]) for row in csv.DictReader(file)]


def _write(rows: list[tuple[str, str]]) -> None:
    with GOLDEN.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["query", "references"])
        writer.writerows(rows)


@pytest.mark.usefixtures("shipped")
def test_order_is_the_same_on_both_databases():
    now = [(query, " ".join(found(find(query)))) for query, _ in _rows()]
    if os.environ.get("WRITE_GOLDEN"):
        _write(now)

    assert dict(now) == dict(_rows())


def test_golden_rows_say_something():
    rows = _rows()

    assert len(rows) >= 30
    assert len({query for query, _ in rows}) == len(rows)
    assert sum(bool(references) for _, references in rows) >= len(rows) - 3


@pytest.mark.usefixtures("shipped")
def test_index_of_the_shipped_content_is_right():
    assert [finding.message for finding in findings() if not finding.is_warning] == []


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("400_645", "C18"),
        ("PR20002", "C14"),
        ("ERR1002", "C07"),
        ("err ten oh two", "C07"),
        ("isosec", "C19"),
        ("imprivata", "C20"),
        ("magicard printer", "C17"),
        ("smartcrad authentication failiure", "C18"),
        ("There was a problem reading your Smartcard. Please restart the Identity Agent.", "C04"),
    ],
)
def test_answer_is_first(query, first):
    assert found(find(query))[0] == first

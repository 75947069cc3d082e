"""Every code we ship is found however it is spelled."""

import csv

import pytest

from kb.catalogue.codes import MatchKind
from kb.catalogue.lookup import look_up
from tests.conftest import FIXTURES


def spelt(code: str) -> list[str]:
    if code.endswith("_*"):  # "err" alone names no family
        return [code, code.lower(), code.replace("_", "-")]
    separated = code.replace("_", " ") if "_" in code else f"{code[:3]} {code[3:]}"
    return [code, code.lower(), separated, separated.replace(" ", "-")]


@pytest.mark.usefixtures("shipped")
def test_every_shipped_code_is_found_in_four_spellings_and_in_every_spelling_it_names():
    with (FIXTURES / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        named = [text.strip() for name in ("spellings", "search_spellings") for text in row[name].split(";")]
        for typed in [*spelt(row["code"]), *filter(None, named)]:
            answer = look_up(typed)
            assert (answer.kind, [code.display for code in answer.codes]) == (MatchKind.EXACT, [row["code"]]), typed
    assert len(rows) > 10

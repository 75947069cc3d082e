"""The set of spoken codes: what it holds, that it is what the generator makes, and that all of it comes first."""

import csv
from collections import Counter
from itertools import takewhile
from pathlib import Path

import pytest
from django.conf import settings

from bench.search import files, saying
from kb.catalogue.codes import MatchKind
from kb.catalogue.codes.spoken import written
from kb.search.finder import find

FILE = Path(settings.BASE_DIR) / "bench" / "search" / "spoken.csv"


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_set_is_what_the_generator_makes_and_what_was_written_by_hand():
    assert rows() == [*saying.generated(), *saying.by_hand()]


def test_each_code_of_ours_is_in_it_said_and_dictated():
    with (Path(settings.BASE_DIR) / "fixtures" / "codes.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in takewhile(saying.is_ours, csv.DictReader(file))]
    number = Counter((row["need"], row["kind"]) for row in rows())

    assert all(number[code, kind] >= 6 for code in codes for kind in ("said", "dictated"))
    assert number.total() >= 400
    assert len({row["query"] for row in rows()}) > number.total() * 0.97


def test_number_is_said_in_its_usual_ways():
    said = saying.number_said("20002")

    assert {"twenty thousand and two", "two zero zero zero two", "two triple oh two"} <= set(said)
    assert "ten oh two" in saying.number_said("1002")
    assert saying.number_said("400")[0] == "four hundred"


def test_dictation_writes_a_number_in_several_ways():
    assert {"1002", "1,002", "10:02", "10 02", "1 thousand and 2"} <= set(saying.number_dictated("1002"))
    assert "50:22" not in saying.number_dictated("5022")


@pytest.mark.either
@pytest.mark.usefixtures("shipped")
def test_each_leads_to_an_article_of_its_code_first():
    missed = []
    for query in files.queries(FILE):
        hits = find(query.text, limit=1).hits
        if not hits or hits[0].article.reference not in query.relevant:
            missed.append(query.text)

    assert missed == []


@pytest.mark.either
@pytest.mark.usefixtures("shipped")
def test_no_code_is_read_out_of_what_people_say_without_one():
    """Numbers stand in them too: "one of my two cards", "three wrong passcodes"."""
    texts = [query.text for query in files.queries(FILE.with_name("must-not-fail.csv"))]

    assert [text for text in texts if written(text)] == []
    assert [text for text in texts if any(code.kind == MatchKind.EXACT for code in find(text, limit=1).codes)] == []

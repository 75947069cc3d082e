"""`codes.csv`: a row for each meaning of a code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.choices import Actor, MeaningConfidence
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.transfer.code_table import CODES, with_stops_here, with_what_is_here
from kb.transfer.items import FileProblem
from tests.transfer.test_tables import CELLS, in_order

pytestmark = pytest.mark.either

HEADING = "code,kind,family,meaning_key,meaning,where,acts,source,confidence,spellings,search_spellings\n"
BEFORE = "code,kind,meaning,where,spellings,search_spellings\n"
WINDOWS = MeaningEntry(
    words="The computer had too little memory.",
    where="Windows",
    key="windows",
    acts="IT",
    source="https://learn.example/codes ; a reseller’s guide",
    confidence="FULL",
    spellings=("SCARD_E_NO_MEMORY",),
)
AGENT = MeaningEntry("It was busy.", "Identity Agent", "identity-agent", search_spellings=("SERVER_BUSY",))
TWO = CodeEntry("0x80100006", "EXACT", (WINDOWS, AGENT), spellings=("Error 6",), position=1)
TWO_ROWS = (
    "0x80100006,exact,,windows,The computer had too little memory.,Windows,it,"
    "https://learn.example/codes ; a reseller’s guide,full,Error 6; SCARD_E_NO_MEMORY,\n"
    "0x80100006,exact,,identity-agent,It was busy.,Identity Agent,,,,Error 6,SERVER_BUSY\n"
)


@st.composite
def entries(draw):
    """Codes as the database holds them: only one of several meanings is chosen by a spelling."""
    number = draw(st.integers(1, 4))
    texts = draw(st.lists(st.from_regex(r"\A[A-Z]{1,3}[0-9]{1,3}\Z"), unique=True, max_size=8))
    lists = [tuple(texts[place :: 2 * number + 2]) for place in range(2 * number + 2)]
    meanings = tuple(
        MeaningEntry(
            words=draw(CELLS),
            where=draw(CELLS),
            key=f"key-{place}" if number > 1 else draw(st.sampled_from(["main", "windows"])),
            acts=draw(st.sampled_from(["", *Actor.values])),
            source=draw(CELLS),
            confidence=draw(st.sampled_from(["", *MeaningConfidence.values])),
            spellings=lists[2 * place + 2] if number > 1 else (),
            search_spellings=lists[2 * place + 3] if number > 1 else (),
            stops=draw(st.booleans()),
        )
        for place in range(number)
    )
    kind = draw(st.sampled_from(["EXACT", "FAMILY"]))
    return CodeEntry(draw(CELLS), kind, meanings, draw(CELLS), lists[0], lists[1])


@given(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.code).map(in_order))
def test_codes_are_read_back_as_they_were(written):
    assert [item.content for item in CODES.read(CODES.write(written))] == written


def test_code_with_two_meanings_has_two_rows_and_its_spellings_stand_where_they_lead():
    assert CODES.write([TWO]) == HEADING + TWO_ROWS

    (item,) = CODES.read(HEADING + TWO_ROWS)
    assert item.content == TWO
    assert list(TWO.problems()) == []


def test_only_meaning_needs_no_key():
    (item,) = CODES.read(f"{HEADING}ERR1,exact,,,Not read.,Signing in,person,,,, a ;; b;\n")

    assert item.content.meanings == (MeaningEntry("Not read.", "Signing in", "main", "PERSON"),)
    assert item.content.search_spellings == ("a", "b")


def test_file_of_before_is_read_and_its_codes_are_of_the_family_that_held_them():
    family, member, longer, other = (
        item.content
        for item in CODES.read(
            f"{BEFORE}400_xxx,family,Failed.,Signing in,,\n400_645,exact,Off.,Signing in,a,b\n"
            "4006xx,family,More.,,,\nERR1,exact,Not read.,,,\n"
        )
    )

    assert (family.family, longer.family, other.family) == ("", "", "")
    assert member == CodeEntry("400_645", "EXACT", (MeaningEntry("Off.", "Signing in"),), "4006xx", ("a",), ("b",), 2)


def test_file_of_before_says_nothing_of_what_it_has_no_column_for():
    old = replace(
        TWO, meanings=(MeaningEntry("Too little memory.", "Windows 11"),), spellings=("SERVER BUSY", "Error 6")
    )

    kept = with_what_is_here(replace(old, position=7), replace(TWO, family="0x8010xxxx"))

    assert kept.meanings[0] == replace(WINDOWS, words="Too little memory.", where="Windows 11", spellings=())
    assert kept.meanings[1] == replace(AGENT, spellings=("SERVER BUSY",), search_spellings=())
    assert (kept.family, kept.position, kept.spellings) == ("0x8010xxxx", 7, ("Error 6",))
    assert list(kept.problems()) == []


def test_spelling_that_a_file_of_before_names_goes_on_choosing_its_meaning():
    spellings = ("SCARD_E_NO_MEMORY", "Error 6", "NEW_ONE")
    old = CodeEntry("0x80100006", "EXACT", (MeaningEntry("Words.", "Windows"),), "", spellings, ("SERVER_BUSY",))

    kept = with_what_is_here(old, TWO)

    assert [meaning.spellings + meaning.search_spellings for meaning in kept.meanings] == [
        ("SCARD_E_NO_MEMORY",),
        ("SERVER_BUSY",),
    ]
    assert (kept.spellings, kept.search_spellings) == (("Error 6", "NEW_ONE"), ())


def test_code_of_a_new_file_is_of_no_family_unless_the_file_says_so():
    _, member = CODES.read(f"{HEADING}80xx,family,,,Pad.,,,,,,\n8015,exact,,,Touch ID has changed.,,,,,,\n")

    assert member.content.family == ""


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("A1,exact,,one,x,y,,,,,\nA1,family,,two,x,z,,,,,\n", 3, "Repeat the kind of the row above: 'exact'."),
        ("A1,exact,Axx,one,x,y,,,,,\nA1,exact,,two,x,z,,,,,\n", 3, "Repeat the family of the row above: 'Axx'."),
        ("A1,exact,,one,x,y,,,,,\nA1,exact,,,x,z,,,,,\n", 3, "give each a meaning_key, such as windows"),
        (
            "A1,exact,,a,x,p,,,,S,\nA1,exact,,b,x,q,,,,S,\nA1,exact,,c,x,r,,,,,\n",
            2,
            "'S' stands in some rows of A1: leave it in one, or put it in each.",
        ),
        (
            "A1,exact,,one,x,y,,,,,\nB1,exact,,,x,y,,,,,\nA1,exact,,two,x,z,,,,,\n",
            4,
            "Put this under the other rows of A1, which begin on line 2.",
        ),
        ("A1,exact,,,x\n", 2, "There are 5 cells; there must be 11."),
    ],
)
def test_what_rows_of_a_code_have_wrong_is_named_with_its_line(rows, line, words):
    problems = [found for found in CODES.read(HEADING + rows) if isinstance(found, FileProblem)]

    assert problems
    assert (problems[0].file, problems[0].line) == ("codes.csv", line)
    assert words in problems[0].message


def test_first_line_of_neither_form_is_refused_with_the_new_one():
    (problem,) = CODES.read("code,kind,meaning\n")

    missing = "family, meaning_key, where, acts, source, confidence, spellings, search_spellings"
    assert str(problem) == f"codes.csv, line 1: There is no column {missing}. The first line must be {HEADING.strip()}."


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (replace(TWO, meanings=(WINDOWS, replace(AGENT, acts="NURSE"))), 3),
        (replace(TWO, meanings=(WINDOWS, replace(AGENT, words=""))), 3),
        (replace(TWO, meanings=(WINDOWS, replace(AGENT, search_spellings=("SCARD E NO MEMORY",)))), 3),
        (replace(TWO, meanings=(replace(WINDOWS, confidence="SURE"), AGENT)), 2),
    ],
)
def test_problem_of_a_meaning_is_named_with_the_line_of_its_row(changed, line):
    (item,) = CODES.read(CODES.write([changed]))

    assert {item.problem(problem).line for problem in item.content.problems()} == {line}


def test_column_that_stops_a_person_is_written_only_where_one_is_stopped():
    entry = CodeEntry("ERR1", "EXACT", (MeaningEntry("Locked.", stops=True),), position=1)
    plain = replace(entry, meanings=(MeaningEntry("Busy."),))

    assert CODES.write([plain]).startswith(HEADING)
    assert CODES.write([entry]).splitlines() == [HEADING.strip() + ",stop", "ERR1,exact,,,Locked.,,,,,,,yes"]
    assert [item.content for item in CODES.read(CODES.write([entry]))] == [entry]
    (problem,) = CODES.read(HEADING.strip() + ",stop\nERR1,exact,,,Locked.,,,,,,,perhaps\n")
    assert problem == FileProblem("codes.csv", 2, "Write yes under stop, or nothing.")


def test_table_without_that_column_says_nothing_of_it():
    held = replace(TWO, meanings=(replace(WINDOWS, stops=True), AGENT))

    (item,) = CODES.read(HEADING + TWO_ROWS)
    (with_column,) = CODES.read(CODES.write([held]).replace(",yes\n", ",\n"))

    assert item.completed(item.content, held) == held
    assert with_column.completed is None
    assert with_column.content == TWO


def test_only_meaning_goes_on_stopping_whatever_its_key_is():
    entry = CodeEntry("ERR1", "EXACT", (MeaningEntry("Locked, for good."),))
    held = CodeEntry("ERR1", "EXACT", (MeaningEntry("Locked.", key="card", stops=True),))

    assert with_stops_here(entry, held).meanings == (MeaningEntry("Locked, for good.", stops=True),)

"""CSV tables: read with the line of every slip, written in one form."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.glossary import WordEntry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.catalogue.start import ShortcutEntry
from kb.contacts.document import ConfirmedContact
from kb.search.answers.document import AnswerEntry
from kb.search.choices import LeadsTo
from kb.search.synonyms import SynonymEntry
from kb.transfer import tables
from kb.transfer.items import FileProblem, Item
from tests.transfer.documents import SOME_LINE

CELLS = (SOME_LINE | st.sampled_from(['say "x"', "a,b", "a;b", "=1+1", "-", "'"])).filter(
    lambda text: text == text.strip()
)
LISTS = st.lists(CELLS.filter(lambda text: ";" not in text), max_size=3).map(tuple)


def in_order(rows):
    """Each row with its place as its position."""
    return [type(row)(**{**vars(row), "position": place}) for place, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (tables.SERVICES, st.builds(ServiceEntry, slug=CELLS, name=CELLS, summary=CELLS, on_home=st.booleans())),
        (tables.CATEGORIES, st.builds(CategoryEntry, slug=CELLS, name=CELLS, summary=CELLS)),
        (tables.VENDORS, st.builds(VendorEntry, slug=CELLS, name=CELLS, product=CELLS, summary=CELLS, tell=LISTS)),
        (tables.SHORTCUTS, st.builds(ShortcutEntry, label=CELLS, article=CELLS)),
        (
            tables.WORDS,
            st.builds(
                WordEntry,
                slug=CELLS,
                word=CELLS,
                meaning=CELLS,
                stands_for=CELLS,
                spellings=LISTS,
                in_steps=st.booleans(),
                more=CELLS,
                source=CELLS,
            ),
        ),
        (
            tables.ANSWERS,
            st.builds(AnswerEntry, slug=CELLS, phrase=CELLS, leads_to=st.sampled_from(LeadsTo.values), which=CELLS),
        ),
        (tables.SYNONYMS, st.builds(SynonymEntry, group=CELLS, phrase=CELLS, one_way=st.booleans())),
    ],
)
def test_rows_are_read_back_as_they_were(table, rows):
    @given(st.lists(rows, max_size=4).map(in_order))
    def read_back(written):
        assert [item.content for item in table.read(table.write(written))] == written

    read_back()


def test_contacts_are_read_back_as_they_were():
    said = {"kind": "RA", "organisation": 'Harbour "H", Ltd', "phone": "01632 960001", "hours": "Mon 08:00-12:00"}
    rows = [ConfirmedContact(**said), ConfirmedContact(**said, confirmed=date(2026, 11, 22))]

    assert [item.content for item in tables.CONTACTS.read(tables.CONTACTS.write(rows))] == rows


def test_addresses_are_a_column_only_where_a_page_was_given_another():
    plain, moved = ServiceEntry("a", "A", "Reads.", position=1), ServiceEntry("b", "B", "Writes.", position=2)
    given = replace(moved, addresses=("newer", "newest"))

    assert tables.SERVICES.write([plain, moved]).splitlines()[0] == "slug,name,summary,on_home"
    written = tables.SERVICES.write([plain, given])

    assert written.splitlines()[0] == "slug,name,summary,on_home,addresses"
    assert [item.content for item in tables.SERVICES.read(written)] == [plain, given]
    assert moved.fingerprint != given.fingerprint


def test_row_knows_its_first_line_and_its_place():
    (first, second) = tables.CATEGORIES.read('slug,name,summary\na,"A\nb",x\n\n\nb , B, y\n')

    assert (first.line, first.content) == (2, CategoryEntry("a", "A\nb", "x", 1))
    assert (second.line, second.content) == (6, CategoryEntry("b", "B", "y", 2))


def test_lists_are_divided_by_semicolons():
    (item,) = tables.VENDORS.read(
        "slug,name,product,website,phone,email,summary,tell\nisosec,Isosec,Card,,,,Not here., a ;; b;\n",
    )

    assert item.content.tell == ("a", "b")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "The first line must be slug,name,summary,on_home."),
        ("slug,name,summary\n", 1, "There is no column on_home. The first line must be slug,name,summary,on_home."),
        ("slug,name,summary,home\n", 1, "There is no column on_home. No column is called home. The first line must"),
        ("name,slug,summary,on_home\n", 1, "The columns stand in another order, or twice. The first line must"),
        ("slug,slug,name,summary,on_home\n", 1, "The columns stand in another order, or twice. The first line must"),
        (
            "slug;name;summary;on_home\n",
            1,
            "The cells of this file are parted by semicolons: save it as CSV with commas. The first line must be slug,",
        ),
        (
            "slug\tname\tsummary\ton_home\n",
            1,
            "The cells of this file are parted by tabs: save it as CSV with commas. The first line must be slug,",
        ),
        ("slug,name,summary,on_home\na,b,c\n", 2, "There are 3 cells; there must be 4."),
        ("slug,name,summary,on_home\na,b,c,true\nd,e,f,true,g\n", 3, "There are 5 cells; there must be 4."),
        ('slug,name,summary,on_home\na,b,c,true\nd,"e"x,f,true\n', 3, "This row is not CSV: ',' expected after '\"'."),
        ('slug,name,summary,on_home\na,b,c,true\nd,"e,f,true\ng,h,i,true\n', 3, "This row is not CSV: unexpected end"),
        ("slug,name,summary,on_home\na,b,c,yes\n", 2, "on_home must be true or false."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, words):
    problem = tables.SERVICES.read(text)[-1]

    assert isinstance(problem, FileProblem)
    assert (problem.file, problem.line) == ("services.csv", line)
    assert words in problem.message


def test_row_of_nothing_is_no_row():
    first, last = tables.CATEGORIES.read("slug,name,summary\na,b,c\n,,\n\n   \n , ,\nf,g,h\n")

    assert isinstance(first, Item)
    assert isinstance(last, Item)
    assert (first.line, last.line, last.content.position) == (2, 7, 2)


def test_rows_around_a_broken_one_are_read():
    first, problem, last = tables.CATEGORIES.read("slug,name,summary\na,b,c\nd,e\nf,g,h\n")

    assert isinstance(first, Item)
    assert isinstance(last, Item)
    assert problem.line == 3


def test_contact_without_a_way_to_reach_it_is_a_problem_of_its_row():
    row = ConfirmedContact(kind="IT", organisation="Harbour Hospital")
    (item,) = tables.CONTACTS.read(tables.CONTACTS.write([row]))

    assert "Enter at least one way to reach them" in str(item.problem(item.content.problems()[0]))


def test_address_of_a_vendor_is_read_as_it_was_meant():
    row = VendorEntry("isosec", "Isosec", "Virtual card", "Not ours.", email="Help <help@exämple.org>")

    (item,) = tables.VENDORS.read(tables.VENDORS.write([row]))

    assert item.content.email == "help@xn--exmple-cua.org"

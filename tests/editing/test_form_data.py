"""The form and the document say the same, whichever way they are turned."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.choices import Actor, Audience, Confidence, Place, SymptomKind
from kb.catalogue.document import (
    ArticleDocument,
    SourceContent,
    StepContent,
    SymptomContent,
)
from kb.editing.editor.form_data import (
    FormPaths,
    as_they_stood,
    broken_days,
    data_from,
    document_from,
    with_days_kept,
)
from kb.editing.editor.rows import press, tidy, without_typed
from kb.lib.text import slug_from
from tests.make import make_document

WORDS = st.text(string.ascii_letters + string.digits + " _-.'’<&*`", max_size=30).map(str.strip)
SOME_WORDS = WORDS.filter(bool)
NAMES = st.lists(SOME_WORDS, unique=True, max_size=4).map(tuple)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map("\n".join).map(lambda text: text.strip("\n"))
SOME_TEXTS = TEXTS.filter(str.strip)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1)) | st.none()
STEPS = st.builds(
    StepContent, st.sampled_from(Audience), SOME_WORDS, body=TEXTS, applies_to=WORDS, expected=WORDS, snippet=WORDS
)
DOCUMENTS = st.builds(
    ArticleDocument,
    *(WORDS,) * 4,
    services=NAMES,
    reference=WORDS,
    vendor=WORDS,
    codes=NAMES,
    mentions=NAMES,
    confidence=st.sampled_from(Confidence),
    reader=st.sampled_from(["", *Audience]),
    call_first=st.booleans(),
    have_ready=WORDS,
    acts=st.sampled_from(["", *Actor]),
    place=st.sampled_from(["", *Place]),
    virtual_cards=st.booleans(),
    reminder=st.sampled_from(["", "Renew your smartcard"]),
    related=NAMES,
    sources=st.lists(st.builds(SourceContent, SOME_WORDS, WORDS, WORDS, DAYS, WORDS), max_size=3).map(tuple),
    review_due=DAYS,
    symptoms=st.lists(st.builds(SymptomContent, st.sampled_from(SymptomKind), SOME_TEXTS), max_size=3).map(tuple),
    steps=st.lists(STEPS, max_size=12).map(tuple),
    causes=st.lists(SOME_TEXTS, max_size=3).map(tuple),
    questions=st.lists(SOME_WORDS, max_size=3).map(tuple),
    background=TEXTS,
)
ANY_DATA = st.dictionaries(
    st.sampled_from(["title", "codes", "codes.new", "steps.1.body", "steps.7.title", "steps.x.y", "sources.2.dated"]),
    st.lists(st.text(max_size=20), max_size=3),
)
BUTTONS = st.text(max_size=20) | st.sampled_from(["add steps RA", "up steps 2", "down steps 1", "remove steps 9999"])


@given(DOCUMENTS)
def test_document_comes_back_from_its_form(document):
    assert document_from(data_from(document)) == document


@given(ANY_DATA, BUTTONS)
def test_nothing_that_is_sent_is_refused(data, button):
    document = document_from(data)

    assert document_from(data_from(document)) == document
    assert document_from(press(data, "none")[0]) == document
    press(data, button)


@given(DOCUMENTS, st.integers(1, 12), st.sampled_from(["up", "down"]))
def test_moving_a_step_loses_none_and_leaves_those_for_others_in_order(document, number, way):
    moved = document_from(press(data_from(document), f"{way} steps {number}")[0])

    assert sorted(moved.steps, key=repr) == sorted(document.steps, key=repr)
    assert [step.audience for step in moved.steps] == [step.audience for step in document.steps]


def titles(data):
    return [step.title for step in document_from(data).steps]


THREE = data_from(
    ArticleDocument(
        "", "", "", "", steps=(StepContent("USER", "One"), StepContent("IT", "Two"), StepContent("USER", "Three"))
    )
)


def test_step_changes_places_with_the_next_one_for_the_same_people():
    data, at = press(THREE, "down steps 1")

    assert titles(data) == ["Three", "Two", "One"]
    assert at == "steps.3"


def test_first_step_cannot_go_up():
    assert titles(press(THREE, "up steps 1")[0]) == ["One", "Two", "Three"]


def test_row_is_added_at_the_end_and_removed_from_where_it_stands():
    data, at = press(THREE, "add steps RA")

    assert (data["steps.4.audience"], at) == (["RA"], "steps.4")
    assert titles(press(data, "remove steps 2")[0]) == ["One", "Three"]


def test_row_in_which_nothing_stands_is_no_step_and_stays_where_it_is_moved():
    data, at = press(press(THREE, "add steps USER")[0], "up steps 4")

    assert at == "steps.3"
    assert len(document_from(data).steps) == 3
    assert (data["steps.3.title"], data["steps.4.title"]) == ([""], ["Three"])
    assert titles(press(data, "up steps 4")[0]) == ["One", "Two", "Three"]
    assert titles(press(press(data, "up steps 4")[0], "up steps 3")[0]) == ["Three", "Two", "One"]


def test_what_is_said_of_a_step_stands_at_its_row_whatever_is_empty_above_it():
    data, _ = press(press(THREE, "add steps USER")[0], "up steps 4")
    paths = FormPaths(data)

    assert [paths.of(f"steps.{n}.body") for n in (1, 2, 3)] == ["steps.1.body", "steps.2.body", "steps.4.body"]
    assert [paths.of(name) for name in ("steps.4", "steps", "title", "", "causes.1")] == [
        "steps.4",
        "steps",
        "title",
        "",
        "causes.1",
    ]


@given(NAMES, NAMES)
def test_boxes_that_were_ticked_before_keep_their_order(chosen, before):
    ordered = as_they_stood(chosen, before)

    assert sorted(ordered) == sorted(chosen)
    assert [name for name in ordered if name in before] == [name for name in before if name in chosen]
    assert as_they_stood(before[::-1], before) == before


def test_code_that_was_typed_counts_before_its_button_is_pressed():
    data = {"codes": ["ERR5022"], "codes.new": [" ERR5023, 400_xxx "]}

    assert document_from(data).codes == ("ERR5022", "ERR5023", "400_xxx")
    assert tidy(data)["codes"] == ["ERR5022", "ERR5023", "400_xxx"]
    assert press(data, "remove codes ERR5023")[0]["codes"] == ["ERR5022", "400_xxx"]


@pytest.mark.parametrize(
    ("button", "codes"),
    [
        ("pick codes Error 1000", ["ERR1", "ERR2", "Error 1000"]),
        ("pick codes ERR1", ["ERR1", "ERR2"]),
        ("swap codes 2 Error 1000", ["ERR1", "Error 1000"]),
        ("swap codes 9 ERR3", ["ERR1", "ERR2"]),
        (f"swap codes {'9' * 5000} ERR3", ["ERR1", "ERR2"]),
        ("swap codes 1", ["ERR2"]),
    ],
)
def test_what_is_offered_is_picked_or_takes_the_place_of_another(button, codes):
    data, at = press({"codes": ["ERR1", "ERR2"]}, button)

    assert (data["codes"], at) == (codes, "codes")


def test_unknown_code_goes_into_the_form_that_makes_one():
    data, at = press({"mentions": ["ERR1", "ERR2"]}, "make mentions ERR2")

    assert (data["mentions"], data["newcode.code"], data["newcode.mentioned"]) == (["ERR1"], ["ERR2"], ["on"])
    assert at == "newcode"


def test_words_that_were_typed_to_find_something_are_no_part_of_the_text():
    typed = {"related.new": ["card lo"], "codes.new": ["ERR3"]}

    assert without_typed(typed, "pick related card-locked") == {"codes.new": ["ERR3"]}
    assert without_typed(typed, "add related") == typed


def test_day_that_is_none_is_named():
    data = {"review_due": ["soon"], "sources.1.name": ["NHS England"], "sources.1.dated": ["31/2/2027"]}

    assert broken_days(data) == ["review_due", "sources.1.dated"]
    assert document_from(data).review_due is None


def test_day_that_is_none_takes_no_day_away():
    sources = tuple(SourceContent(name, title="Help", dated=date(2024, 4, 24)) for name in ("NHS England", "Isosec"))
    before = make_document(review_due=date(2027, 3, 27), sources=sources)
    data = data_from(before) | {"review_due": ["soon"], "sources.2.dated": ["31/2/2027"]}

    kept = with_days_kept(document_from(data), data, before)

    assert (kept.review_due, kept.sources) == (before.review_due, before.sources)
    data |= {"review_due": [" "], "sources.2.title": ["Another page"]}
    kept = with_days_kept(document_from(data), data, before)
    assert (kept.review_due, kept.sources[1].dated) == (None, None)


def test_day_of_a_row_that_no_form_has_changes_nothing():
    before = make_document(sources=(SourceContent("NHS England", title="Help", dated=date(2024, 4, 24)),))
    names = ["sources.x.dated", "sources.77.dated", "sources..dated", "steps.1.dated", "more.1.x", "sources.1.2.dated"]
    data = data_from(before) | {name: ["soon"] for name in names}

    assert with_days_kept(document_from(data), data, before).sources == before.sources


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Your card isn’t read!", "your-card-isnt-read"),
        ("  ERR_5022: blank screen ", "err-5022-blank-screen"),
        ("a" * 200, "a" * 80),
        (f"Locked {'b' * 90} out", "locked"),
        ("…", ""),
    ],
)
def test_title_proposes_an_address(title, address):
    assert slug_from(title) == address

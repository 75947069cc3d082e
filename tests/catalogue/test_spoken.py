"""Codes as people say them on the phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.codes.spoken import spoken


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("four hundred underscore six four five", "400_645"),
        ("four hundred dash six four five", "400-645"),
        ("four oh oh slash six four five", "400/645"),
        ("ten oh two", "1002"),
        ("one zero zero two", "1002"),
        ("five oh double two", "5022"),
        ("triple five", "555"),
        ("treble nought one", "0001"),
        ("two thousand", "2000"),
        ("sixty four five", "645"),
        ("sixty ten", "6010"),
        ("fifty twenty two", "5022"),
        ("Five ZERO Two Two", "5022"),
        ("five, oh, two, two", "5022"),
        ("twenty-two eleven", "2211"),
        ("nineteen eighty four", "1984"),
    ],
)
def test_numbers_are_read_as_they_are_said(said, figures):
    assert [one.figures for one in spoken(said)] == [figures]


@pytest.mark.parametrize(
    "text",
    [
        "one",
        "a card for two people",
        "to be or not to be",
        "hundred",
        "underscore dash",
        "double trouble",
        "",
        "someone two",
    ],
)
def test_one_number_word_is_an_ordinary_word(text):
    assert spoken(text) == []


@pytest.mark.parametrize("text", ["for five", "to two", "a one"])
def test_words_that_only_sound_like_numbers_are_none(text):
    assert spoken(text) == []


def test_said_number_knows_where_it_stands():
    text = "I see err ten oh two here"

    (said,) = spoken(text)

    assert text[said.start : said.end] == "ten oh two"


def test_two_numbers_apart_are_two():
    said = spoken("error ten oh two and then five oh double two")

    assert [one.figures for one in said] == ["1002", "5022"]


def test_full_stop_ends_a_number():
    assert [one.figures for one in spoken("ten oh two. four five")] == ["1002", "45"]


SAID = [
    "zero",
    "one",
    "ten",
    "nineteen",
    "twenty",
    "ninety",
    "hundred",
    "thousand",
    "double",
    "underscore",
    "dash",
    "oh",
]
WORDS = st.lists(st.sampled_from([*SAID, "card", ",", ".", "err"]), max_size=12)


@given(WORDS)
def test_any_run_of_words_is_read_without_an_error(words):
    text = " ".join(words)

    for said in spoken(text):
        assert 0 <= said.start < said.end <= len(text)
        assert any(sign.isdigit() for sign in said.figures)

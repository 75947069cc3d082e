"""How strongly an article speaks of a term, as a whole number."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.index.bm25 import FIELDS, FIRST_AVERAGES, SCALE, impacts

NOTHING: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
LENGTHS = dict.fromkeys(FIELDS, 10)


def impact(averages=FIRST_AVERAGES, lengths=LENGTHS, **times: int) -> int:
    counts = NOTHING | {name: Counter(card=number) for name, number in times.items()}
    return impacts(counts, lengths, averages).get("card", 0)


def test_title_says_more_than_symptoms_and_these_more_than_the_rest():
    assert impact(title=1) > impact(symptoms=1) > impact(body=1) > impact() == 0


def test_word_in_two_places_says_more_than_in_one():
    assert impact(title=1, body=1) > impact(title=1)


def test_each_time_adds_less():
    once, twice, often = impact(body=1), impact(body=2), impact(body=3)

    assert 0 < often - twice < twice - once


def test_word_of_a_list_of_codes_says_less():
    counts = NOTHING | {"title": Counter(card=1)}
    whole, of_codes = (impacts(counts, LENGTHS, FIRST_AVERAGES, is_of_codes=one)["card"] for one in (False, True))

    assert 0 < of_codes < whole * 0.6


def test_word_of_a_long_field_says_less():
    assert impact(body=1, lengths=LENGTHS | {"body": 4000}) < impact(body=1)


def test_whole_number_by_the_formula():
    tf = 6 / (0.5 + 0.5 * 10 / 8)

    assert impact(title=1) == round(256 * tf * 2.2 / (1.2 + tf))


@pytest.mark.parametrize("average", [0, 0.0, 1])
def test_average_of_nothing_divides_nothing(average):
    assert impact(averages=dict.fromkeys(FIELDS, average), body=1) > 0


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.integers(1, 1000)),
    st.integers(0, 100_000),
    st.floats(0, 10_000),
)
def test_impact_stays_within_its_column(times, length, average):
    found = impact(averages=dict.fromkeys(FIELDS, average), lengths=dict.fromkeys(FIELDS, length), **times)

    assert 0 <= found <= SCALE * 2.2
    assert bool(found) == bool(times)

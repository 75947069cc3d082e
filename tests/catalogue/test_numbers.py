"""The number of an article, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.numbers import MOST_FIGURES, label_of, number_in


@pytest.mark.parametrize("said", ["KB0018", "kb 18", " KB18 ", "18", "0018"])
def test_number_is_read_however_it_is_said(said):
    assert number_in(said) == 18


@pytest.mark.parametrize("said", ["", "KB", "KB0018 locked", "-18", "1.8", "١٨", "KBKB18", "KB1234567"])
def test_anything_else_is_no_number(said):
    assert number_in(said) is None


@given(st.integers(min_value=1, max_value=10**MOST_FIGURES - 1))
def test_label_is_read_back(number):
    assert number_in(label_of(number)) == number

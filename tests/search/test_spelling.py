"""Words that are a slip or two away from each other; never codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.index import analysis

WORD = st.text(st.sampled_from("abcdeé"), min_size=4, max_size=12)


@pytest.mark.parametrize("word", ["card", "smartcard", "café"])
def test_words_may_be_misspelt(word):
    assert analysis.may_be_misspelt(word)


@pytest.mark.parametrize("word", ["err5022", "5022", "400_645", "pin", "", "0x80070005"])
def test_codes_numbers_and_short_words_may_not(word):
    assert not analysis.may_be_misspelt(word)
    assert analysis.keys_of(word) == set()


def test_keys_are_the_word_and_all_with_one_letter_left_out():
    assert analysis.keys_of("card") == {"card", "ard", "crd", "cad", "car"}


@given(WORD, st.data())
def test_every_single_slip_shares_a_key(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    slips = [
        word[:place] + word[place + 1 :],
        word[:place] + "z" + word[place:],
        word[:place] + "z" + word[place + 1 :],
    ]
    if place:
        slips.append(word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :])

    for slip in slips:
        assert not analysis.may_be_misspelt(slip) or analysis.keys_of(slip) & analysis.keys_of(word)


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("smartcrad", ["smartcard"]),
        ("pascode", ["passcode"]),
        ("lockd", ["locked"]),
        ("autentcator", ["authenticator"]),
        ("certifciate", ["certificate"]),
        ("xxxxxxx", []),
    ],
)
def test_nearest_word_is_offered(typed, best):
    known = dict.fromkeys(["smartcard", "passcode", "locked", "authenticator", "certificate", "card"], 3)

    assert analysis.best(typed, known) == best


def test_nearer_comes_first_then_the_commoner_then_the_alphabet():
    known = {"locking": 1, "locker": 9, "locked": 5, "lockes": 5}

    assert analysis.best("lockex", known) == ["locker", "locked", "lockes"]


def test_short_word_allows_one_slip_only():
    assert analysis.best("crad", {"crash": 1, "card": 1}) == ["card"]


def test_word_itself_is_no_correction():
    assert analysis.best("card", {"card": 9}) == []


def test_at_most_three_are_offered():
    known = dict.fromkeys(["carda", "cardb", "cardc", "cardd"], 1)

    assert len(analysis.best("card", known)) == analysis.MOST_ALTERNATIVES

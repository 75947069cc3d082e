"""From a text to words and to windows that may be codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.query.parse import BARE, JOINED, LONGEST_QUERY, MOST_WORDS, SELF_EVIDENT, parse

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


def strengths(text: str) -> dict[str, int]:
    return {candidate.text: candidate.strength for candidate in parse(text).candidates}


def test_words_come_in_their_order():
    assert [token.word for token in parse("The card is NOT read").tokens] == ["the", "card", "is", "not", "read"]


def test_content_leaves_stop_words_out():
    assert [token.word for token in parse("my card is not read").content] == ["card", "read"]


@pytest.mark.parametrize(
    ("text", "code", "strength"),
    [
        ("ERR5022", "ERR5022", SELF_EVIDENT),
        ("it says ERR5022 again", "ERR5022", SELF_EVIDENT),
        ("err 5022", "err 5022", JOINED),
        ("error 1002", "1002", JOINED),
        ("room 1002", "1002", BARE),
        ("0x8007 0005", "0x8007 0005", JOINED),
        ("code -2147024891", "-2147024891", SELF_EVIDENT),
        ("err ten oh two", "1002", JOINED),
        ("err ten oh two", "err 1002", SELF_EVIDENT),
        ("err connection timed out", "err connection timed out", JOINED),
    ],
)
def test_windows_that_may_be_codes_say_how_much_their_form_says(text, code, strength):
    assert strengths(text)[code] == strength


@pytest.mark.parametrize("text", ["card", "smartcard", "on", "a"])
def test_plain_word_is_no_code(text):
    assert strengths(text) == {}


def test_whole_query_is_known_as_such():
    assert [c.text for c in parse(' "400 645". ').candidates if c.is_whole] == ["400 645"]


def test_minus_between_words_is_no_sign():
    assert "-2147024891" not in strengths("code7-2147024891")


def test_candidate_knows_where_it_stands():
    query = parse("what is ERR 5022 please")

    assert all(query.text[c.start : c.end] == c.text for c in query.candidates if not c.is_spoken)


@pytest.mark.parametrize("text", ["card ", "x" * 50, "a", "-", "é"])
def test_long_text_is_cut_and_says_so(text):
    query = parse(text * 100_000)

    assert query.was_cut
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.tokens) <= MOST_WORDS


def test_text_of_the_greatest_length_is_whole():
    assert not parse("x" * LONGEST_QUERY).was_cut


@given(ANY_TEXT)
def test_any_text_is_read(text):
    query = parse(text)

    assert all(0 <= c.start < c.end <= len(query.text) for c in query.candidates)
    assert not query.was_cut

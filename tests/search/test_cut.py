"""A word cut into the known words that it consists of."""

from hypothesis import given
from hypothesis import strategies as st

from kb.search.query.spelling import LONGEST_JOINED, MOST_PIECES, cut

KNOWN = {
    "card": 40,
    "reader": 20,
    "smart": 5,
    "smartcard": 60,
    "in": 90,
    "re": 3,
    "ad": 1,
    "er": 1,
    "car": 1,
    "dread": 1,
}


def test_fewest_pieces_then_the_commonest():
    assert cut("smartcardreader", KNOWN) == ("smartcard", "reader")
    assert cut("cardreader", KNOWN) == ("card", "reader")


def test_two_letters_are_a_piece_only_as_a_small_word():
    assert cut("cardin", KNOWN) == ("card", "in")
    assert cut("cardre", KNOWN) == ()


def test_no_piece_is_the_word_itself():
    assert cut("smartcard", KNOWN) == ("smart", "card")
    assert cut("reader", KNOWN) == ()


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=2, max_size=MOST_PIECES))
def test_what_is_cut_is_the_word_again(words):
    word = "".join(words)
    found = cut(word, KNOWN)

    assert "".join(found) in {"", word}
    assert len(found) <= MOST_PIECES
    assert found or any(len(piece) == 2 for piece in words)


@given(st.text(st.sampled_from("abcdeirs"), max_size=LONGEST_JOINED))
def test_any_word_is_cut_into_known_ones_or_left(word):
    found = cut(word, KNOWN)

    assert all(piece in KNOWN for piece in found)
    assert "".join(found) in {"", word}

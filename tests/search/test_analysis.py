"""Words, stems and pairs: the same for an article and for what is typed."""

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.index import analysis

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Card NOT read", ["card", "not", "read"]),
        ("can't, won’t", ["cant", "wont"]),
        ("Café naïve", ["cafe", "naive"]),
        ("ﬁne Ｗide", ["fine", "wide"]),
        ("NHS.net sign-in", ["nhs", "net", "sign", "in"]),
        ("400_645", ["400", "645"]),
        ("𝐂ard ¼", ["card", "14"]),
        ("...", []),
        ("", []),
        ("ІА", ["іа"]),  # other alphabets are words too
    ],
)
def test_words_are_small_plain_and_divided_at_signs(text, words):
    assert analysis.words(text) == words


def test_token_knows_where_it_stands_in_the_text_itself():
    text = "Straße ﬁne"

    assert [text[token.start : token.end] for token in analysis.tokens(text)] == ["Straße", "ﬁne"]
    assert [token.word for token in analysis.tokens(text)] == ["strasse", "fine"]


def test_longest_word_is_cut():
    assert analysis.words("x" * 1000) == ["x" * analysis.LONGEST_WORD]


@pytest.mark.parametrize(
    ("one", "other"),
    [("locked", "locking"), ("cards", "card"), ("reinstalled", "reinstall"), ("passcodes", "passcode")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert analysis.stem(one) == analysis.stem(other)


@pytest.mark.parametrize("word", ["5022", "err5022s", "0x80070005", "v3s"])
def test_words_with_figures_stay_as_they_are(word):
    assert analysis.stem(word) == word


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("GetTempFileName", ["get", "temp", "file", "name"]),
        ("GemAuthenticate", ["gem", "authenticate"]),
        ("NHSmail", ["nh", "smail"]),
        ("Smartcard", []),
        ("ERROR", []),
        ("Err5022", []),
        ("aB" * 30, []),
    ],
)
def test_words_joined_by_capitals_are_also_their_parts(text, parts):
    assert analysis.parts_of_camel(text) == parts


def test_pairs_skip_the_stop_words_between():
    assert analysis.pairs(["card", "is", "not", "read"]) == {analysis.pair("card", "read")}


def test_order_makes_another_pair():
    assert analysis.pair("card", "read") != analysis.pair("read", "card")


def test_pair_is_the_same_in_every_process():
    script = "from kb.search.index.analysis import pair; print(pair('card', 'reader'))"

    told = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]

    assert [int(one.stdout) for one in told] == [analysis.pair("card", "reader")] * 2


@given(ANY_TEXT)
def test_any_text_has_words_that_stand_in_it_in_order(text):
    tokens = list(analysis.tokens(text))

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.end <= other.start for one, other in itertools.pairwise(tokens))
    assert all(0 < len(token.word) <= analysis.LONGEST_WORD for token in tokens)


@given(ANY_TEXT)
def test_words_of_words_are_the_same_words(text):
    words = analysis.words(text)

    assert analysis.words(" ".join(words)) == words

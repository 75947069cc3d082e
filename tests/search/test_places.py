"""Where words stand, packed: what is asked for comes out, whatever the texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.index import analysis
from kb.search.index.places import LONGEST_LOOK, Places, key_of, packed, start_of, text_of

TEXTS = st.lists(st.text(st.sampled_from("card reads élan'’ .-0"), max_size=80), max_size=6)


def places(texts, stem):
    return [(text_of(place), start_of(place)) for place in Places(packed(texts)).of(key_of(stem))]


@given(TEXTS)
def test_every_word_of_every_text_is_found(texts):
    expected: dict[str, list[tuple[int, int]]] = {}
    for number, text in enumerate(texts):
        for token in analysis.tokens(text):
            expected.setdefault(analysis.stem(token.word), []).append((number, token.start))

    assert {stem: places(texts, stem) for stem in expected} == expected


@given(TEXTS)
def test_word_that_does_not_stand_there_is_not_found(texts):
    assert places(texts, "oberthur") == []


def test_end_of_a_very_long_text_is_not_looked_at():
    text = f"card {'x' * LONGEST_LOOK} card"

    assert places([text, "card"], "card") == [(0, 0), (1, 0)]
    assert places([f"{' ' * (LONGEST_LOOK - 4)}card"], "card") == [(0, LONGEST_LOOK - 4)]


@pytest.mark.parametrize("kept", [b"", packed([]), packed([""]), memoryview(b"")])
def test_where_nothing_is_kept_nothing_is_found(kept):
    assert list(Places(kept).of(key_of("card"))) == []

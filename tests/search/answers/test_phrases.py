"""What a phrase says, and which texts say it: the whole text, in any order, with any endings."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.answers.phrases import MOST_TEXTS, AnswerPhrase, PhraseBroken, PhraseWords, SaidText, lists_in, parts_of
from kb.search.index import analysis

pytestmark = pytest.mark.either

LISTS = {"place": ("ward", "gp surgery"), "anything": ("thanks",)}


def says(text: str, phrase: str) -> bool:
    return AnswerPhrase.of(phrase, LISTS).is_said_in(SaidText(analysis.words(text)))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("patient waiting", "patient + wait"),
        ("WAITING, my patients!", "patient + wait"),
        ("whole ward is locked out", "whole {place} + locked out / log in"),
        ("the whole gp surgery cannot log in", "whole {place} + locked out / log in"),
        ("locked out, whole ward", "whole {place} + locked out"),
        ("is it down today", "down + [today / {place}]"),
        ("is it down", "down + [today / {place}]"),
        ("is it down on the ward, thanks", "down + [today / {place}]"),
        ("who do I phone", "who + phone / ring"),
        ("cannot get in", "get in"),
        ("no one can log in", "no one / nobody + log in"),
        ("whole ward, whole ward, locked out", "whole {place} + locked out"),
        ("signing me on", "log in"),
        ("logged into it", "login"),
        ("log it in the book", "log + book"),
        ("is it just me", "just us / just me / only me"),
        ("is it only me locked out", "just me / only me + [locked out]"),
    ],
)
def test_text_says_the_phrase(text, phrase):
    assert says(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("patient", "patient + wait"),
        ("patient waiting for a printer", "patient + wait"),
        ("", "patient"),
        ("my phone", "who + phone"),
        ("smartcard not working at all", "all card / everyone + work"),
        ("card broken all day", "all card + broken + [all day / card]"),
        ("ward whole locked out", "whole {place} + locked out"),
        ("get back in", "get in"),
        ("log in error", "log + error"),
        ("log me in error", "log + error"),
        ("sign in on the ward", "sign + {place}"),
        ("whole office is locked out", "whole {place} + locked out"),
        ("whole ward", "whole {nothing}"),
    ],
)
def test_text_says_less_more_or_something_else(text, phrase):
    assert not says(text, phrase)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("[down]", "Enter at least one part without brackets"),
        ("", "Enter words between all slashes and plus signs."),
        ("down / + log in", "Enter words between"),
        ("down / ?!", "Enter words between"),
        ("[down", "Close the brackets"),
        ("down / [log in]", "Close the brackets"),
        ("whole {place", "Close the brackets"),
        ("one two three four five", "Shorten 'one two three four five' to 4 words"),
    ],
)
def test_phrase_that_is_not_of_its_form_is_refused_with_what_to_do(phrase, words):
    with pytest.raises(PhraseBroken, match=f"^{re.escape(words)}"):
        parts_of(phrase)


def test_lists_of_a_phrase_are_named_once():
    assert lists_in("whole {place} / all {place} + {sign-in}") == ("place", "sign-in")


def test_ways_to_say_it_are_counted_up_to_what_may_be():
    many = AnswerPhrase.of(" + ".join(" / ".join(f"{part}word{n}" for n in range(30)) for part in "abc"), {})

    assert len(list(many.shortest())) == MOST_TEXTS + 1
    assert set(AnswerPhrase.of("a1 / b1 + c1", {}).shortest()) == {frozenset(("a1", "c1")), frozenset(("b1", "c1"))}


VOCABULARY = PhraseWords({"patient waiting", "no one", "everybody", "down"})


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("pateint", ("patient",)),
        ("dwon", ("down",)),
        ("noone", ("no", "one")),
        ("patientwaiting", ("patient", "waiting")),
        ("xyzzy", ()),
        ("forgot", ()),
        ("dn", ()),
        ("dow3", ()),
    ],
)
def test_slip_is_read_as_the_word_of_ours_that_it_is_near(word, instead):
    assert VOCABULARY.instead_of(word) == instead


def test_two_words_are_one_only_where_one_of_them_is_none_of_ours():
    assert VOCABULARY.joined(["every", "body", "waiting"]) == ["everybody", "waiting"]
    assert PhraseWords({"every", "body", "everybody"}).joined(["every", "body"]) == ["every", "body"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_and_no_phrase_raises_anything_else(text, phrase):
    with suppress(PhraseBroken):
        assert says(text, phrase) in {True, False}


@pytest.mark.parametrize("text", ["it just", "just", "only that", "just locked out", "me, it is only locked out"])
def test_just_and_only_say_nothing_without_their_small_words(text):
    assert not says(text, "just me / only me + [locked out]")

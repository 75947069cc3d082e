"""Sentences, words and syllables, and the grade that comes of them."""

import pytest

from kb.checks.readability import grade, sentences, syllables

CLAPPED = {
    1: "card the be used asked stopped changed choose file files times place screen phone eight your",
    2: "passcode restart message table pages boxes choices needed reader website client quiet being trying player "
    "special software edges poem",
    3: "computer images video area previous notices services employer period created",
    4: "certificate information immediate authority registration security society available situation",
    5: "organisation administrative",
}


@pytest.mark.parametrize(("number", "words"), CLAPPED.items())
def test_words_have_the_syllables_that_a_person_claps(number, words):
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), number)


def texts(*blocks: str, names=()) -> list[str]:
    return [sentence.text for sentence in sentences(blocks, names=names)]


def words(text: str, names=()) -> list[str]:
    return [word for sentence in sentences([text], names=names) for word in sentence.words]


def test_sentence_ends_at_its_sign_and_each_block_is_one_at_least():
    assert texts("Take it out. Put it in!  Does it help?", "a list item", "Say “it works.” Then stop.") == [
        "Take it out.",
        "Put it in!",
        "Does it help?",
        "a list item",
        "Say “it works.”",
        "Then stop.",
    ]


def test_point_within_a_version_or_an_address_ends_no_sentence():
    assert len(texts("Use v2.4.10.0 from digital.nhs.uk today.")) == 1


def test_figures_codes_and_names_do_not_count():
    assert words("Open NHS Credential Management 4.1 and type ERR1002") == ["Open", "and", "type"]
    assert words("Registration Authorities can help") == ["Registration", "can", "help"]
    assert words("Registration Authorities can help", names={"registration"}) == ["can", "help"]


def test_text_without_words_has_no_grade():
    assert grade([]) == 0
    assert grade(sentences(["", "400_645", " . "])) == 0


def test_grade_is_that_of_flesch_and_kincaid():
    found = sentences(["The cat sat on the mat."])

    assert grade(found) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_officialese_asks_for_more_than_plain_words():
    plain = sentences(["Take your card out. Wait a little. Put it in again and type your passcode."])
    hard = sentences(["Subsequently, verification of authorisation necessitates reinitialisation of the application."])

    assert grade(plain) < 3
    assert grade(hard) > 15

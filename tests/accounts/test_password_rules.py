"""Which passwords are refused for being easily guessed; and that no kinds of characters are asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts.models import User
from kb.accounts.rules import password_problems

SAM = User(username="sam.example", name="Sam Example", email="s.exampleton@example.org")
REPEATS = "Enter a password that is not the same few characters again and again."
GUESSED = "this one is little more than a common password, your name or a word of this site."


def problems(password):
    return " ".join(password_problems(password, person=SAM))


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "sesamesesame",
        "Sunrise!Sunrise!",
        "abcdefghijkl",
        "lkjihgfedcba",
        "nmnmnm mnmnmn",
    ],
)
def test_few_characters_again_and_again_are_refused(password):
    assert REPEATS in problems(password)


@pytest.mark.parametrize(
    "password",
    [
        "Password2026!",
        "P@ssw0rd2026",
        "football123456",
        "Sam.Example.2026",
        "exampleton-sam-1",
        "smartcard2026",
        "Smartc@rd1234!",
        "CareIdentity2026",
        "identity-service",
    ],
)
def test_a_common_password_or_a_known_name_with_a_number_is_refused(password):
    assert GUESSED in problems(password) or "not like your name" in problems(password)


@pytest.mark.parametrize(
    "password",
    [
        "violet ferry 27 anchors",
        "correct horse battery staple",
        "smartcard violet ferry",  # with enough beside the word of ours
        "thiefrabbitlamp",
        "ONLYCAPITALSHERE",
        "93$!82#1!0&4",
        "кириллица слова",
        "x" * 10 + "yzabc" + "w" * 60,
        " spaces at both ends ",
    ],
)
def test_any_kinds_of_characters_will_do(password):
    assert problems(password) == ""


@given(st.text(min_size=12, max_size=40))
def test_any_text_is_judged(password):
    assert isinstance(problems(password), str)

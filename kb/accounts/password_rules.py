"""What somebody would try first, beside Django's own rules: a common password with a year behind it, the person's name
or this site's with a number, the same few characters again and again. Of which kinds characters are is not asked."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST_BESIDE_KNOWN_WORDS = 5  # letters that are no name and no word of this site
LEAST_DIFFERENT = 5  # characters
SHORTEST_WORD = 3
LONGEST_AGAIN = 8  # characters that only come again
# What stands on our pages, so on everybody's mind.
OF_OUR_PAGES = ("smartcard", "passcode", "password", "identity", "service", "registration", "authority", "helpdesk")
_READ_AS = str.maketrans("013457@$!", "oieastasi")
_NO_LETTERS = re.compile(r"[^a-z]+")


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower().translate(_READ_AS))


def _known_words(person: AbstractBaseUser | None) -> Iterator[str]:
    site = (settings.SITE_NAME, settings.SITE_ORGANISATION, urlsplit(settings.SITE_URL).hostname or "")
    own = (getattr(person, name, "") or "" for name in ("username", "name", "email"))
    for text in (*site, *own, *OF_OUR_PAGES):
        yield from (word for part in re.split(r"[\W\d_]+", text) if len(word := _letters(part)) >= SHORTEST_WORD)


def _rest(letters: str, person: AbstractBaseUser | None) -> str:
    """The letters beside all words that somebody knows who knows the person and the site."""
    for word in sorted(set(_known_words(person)), key=len, reverse=True):
        letters = letters.replace(word, "")
    return letters


def _comes_again(password: str) -> bool:
    return bool(re.fullmatch(rf"(.{{1,{LONGEST_AGAIN}}}?)\1+", password, re.DOTALL))


def _counts(password: str) -> bool:
    """Up or down, by letters or figures: abcdefghijkl, 210987654321."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(password)}
    return len(steps) == 1 and steps <= {1, 9}


class EasilyGuessed:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(set(password.lower())) < LEAST_DIFFERENT or _comes_again(password.lower()) or _counts(password):
            raise ValidationError("The same again and again.", code="password_repeats")
        letters = _letters(password)
        if letters in _common() or _letters(re.sub(r"\d+\W*$", "", password)) in _common():
            raise ValidationError("A common one with a number.", code="password_guessable")
        rest = _rest(letters, user)
        if rest != letters and len(rest) < LEAST_BESIDE_KNOWN_WORDS:
            raise ValidationError("A name with a number.", code="password_guessable")

    def get_help_text(self) -> str:
        return "Not your name, this site's name or a common password with a number behind it."

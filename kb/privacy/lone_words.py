"""A word alone, of which nothing else is known: whether it may name a person. On the safe side. Pure."""

import re

from kb.privacy.name_words import common, is_surname

_RUNS = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 3
_SHORTEST_BEHIND_INITIAL = 4
_FIGURES_FOR_LETTERS = str.maketrans("0134578@$", "oleastbas")
_FORMS = re.compile(
    r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}"  # a postcode
    r"|[a-z]{2}\d{6}[a-d]?"  # a National Insurance number
    r"|\d{2}[a-z]\d{4}[a-z]"  # the number of a registered nurse
    r"|(?:\d{1,4}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\d{0,4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\d{1,4})",  # a day of birth
    re.IGNORECASE | re.ASCII,
)
_OF_PASSWORDS = ("pass", "letmein", "welcome", "secret", "qwerty", "admin", "login")


def takes_for_name(word: str) -> bool:
    """A given name, a surname, or two joined."""
    key = word.lower()
    given = common()["given"]
    return key in given or key.partition("-")[0] in given or is_surname(key)


def _is_name(letters: str) -> bool:
    """ "smith" of smith12, and of jsmith1."""
    if len(letters) >= _SHORTEST_NAME and takes_for_name(letters):
        return True
    return len(letters) > _SHORTEST_BEHIND_INITIAL and takes_for_name(letters[1:])


def may_be_personal(text: str) -> bool:
    """Of letters with figures: a name with a number, a postcode, the number of a person, a password."""
    bare = "".join(letter for letter in text if letter.isalnum())
    if _FORMS.fullmatch(bare) or any(map(_is_name, _RUNS.findall(text))):
        return True
    plain = bare.lower().translate(_FIGURES_FOR_LETTERS)
    return any(word in plain for word in _OF_PASSWORDS)

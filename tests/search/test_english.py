"""Common words are never taken for slips: not in the search, nor in chosen answers, nor for vague."""

import pytest

from kb.search.finder import find
from kb.search.query.english import is_common
from tests.make import make_article


@pytest.mark.parametrize(
    "word",
    [
        "lens",
        "meeting",
        "assigned",
        "upload",
        "stopped",
        "planned",
        "visited",
        "permitted",
        "studies",
        "agreed",
        "boxes",
    ],
)
def test_words_and_their_endings_are_common(word):
    assert is_common(word)


@pytest.mark.parametrize(
    "word", ["smratcard", "lokced", "visitted", "planed", "stoped", "openning", "agreeed", "sing", "lots"]
)
def test_a_slip_and_what_is_nearly_always_one_are_not(word):
    assert not is_common(word)


@pytest.mark.django_db
def test_a_common_word_is_read_as_it_was_typed():
    make_article(slug="signed", title="Signed as another person", background="Let us know the meaning.")

    for text in ("assigned", "meeting", "lets meeting lens"):
        assert not find(text).corrections


@pytest.mark.django_db
def test_a_slip_beside_it_is_still_mended():
    make_article(slug="signed", title="Passcode of another person")

    assert [one.instead for one in find("meeting passcdoe").corrections] == ["passcode"]

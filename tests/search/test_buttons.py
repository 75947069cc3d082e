"""Labels of buttons at the end of a copied dialog say nothing of what went wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.models import Article
from kb.search.finder import find
from kb.search.index import analysis
from kb.search.query.buttons import without
from tests.search.state import found

ENDINGS = (
    "OK", "Cancel", "Close", "OK Cancel", "Try again", "Back", "Go back", "Details", "Yes No", "Exit", "ok",
    "Retry Cancel", "Report an issue", "Show details OK", "Abort Retry Ignore", "Learn more", "Continue", "Don't send",
)  # fmt: skip


def kept(text: str) -> str:
    return " ".join(token.word for token in without(text, tuple(analysis.tokens(text))))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Page not found Cancel", "page not found"),
        ("Page not found\n\n[ OK ]   [ Cancel ]", "page not found"),
        ("page not found ok", "page not found"),
        ("page not found go back", "page not found"),
        ("page not found ok cancel", "page not found"),
        ("page not found try again report an issue", "page not found"),
    ],
)
def test_labels_at_the_end_go(text, left):
    assert kept(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Cancel",
        "OK Cancel",
        "smartcard cancel",
        "the browser wont close",
        "BROWSER WONT CLOSE",
        "how do I go back to the list",
        "Cancel the smartcard of a leaver",
        "which printer do i continue to use",
        "identity agent does not exit",
    ],
)
def test_words_of_a_sentence_stay(text):
    assert kept(text) == " ".join(analysis.words(text))


@given(st.text(max_size=80))
def test_never_more_than_the_end_goes(text):
    tokens = tuple(analysis.tokens(text))

    assert tuple(without(text, tokens)) == tokens[: len(without(text, tokens))]


@pytest.mark.usefixtures("shipped")
def test_every_message_of_ours_finds_with_buttons_what_it_finds_without():
    messages = [
        symptom.text
        for article in Article.objects.live().with_parts()
        for symptom in article.symptoms.all()
        if symptom.kind == "EXACT"
    ]

    assert len(messages) > 25
    moved = [
        (message, ending)
        for message in messages
        for first in [found(find(message))[:1]]
        for ending in ENDINGS
        if found(find(f"{message}\n\n{ending}"))[:1] != first
    ]
    assert moved == []

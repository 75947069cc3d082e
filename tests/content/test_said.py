"""What the shipped texts never say: to use another person's card, and how we came by what we know."""

import re
from dataclasses import replace

import pytest

from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import SnippetEntry
from kb.notices.document import NoticeContent
from tests.content.test_shipped import ARTICLES, EVERYTHING, shown

SNIPPETS = {name: thing for name, thing in EVERYTHING.items() if isinstance(thing, SnippetEntry)}
TEXTS = {
    name: thing
    for name, thing in EVERYTHING.items()
    if isinstance(thing, ArticleDocument | SnippetEntry | NoticeContent)
}

SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
FORBIDDEN_BEFORE = re.compile(r"\b(?:never|not)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
SOMEBODY_ELSES = re.compile(
    r"\bborrow\w*"
    r"|\b(?:try|use|using|test|insert|put in|swap|share|lend|(?:sign|log) in with)\b[^.]*?"
    r"\b(?:another|other|different|spare|\w+['’]s)\s+(?:\w+\s+)?(?:(?:smart)?cards?|passcodes?)\b(?!\s+reader)"
    r"|\b(?:colleague|(?:some(?:one|body)) else)\b[^.]*?\b(?:sign|log)s?\s+(?:you\s+)?in\b",
    re.IGNORECASE,
)
OUR_TALK = re.compile(
    r"not recorded|no record|recorded (?:fix|cause)|in our records|source page|not proven|not known to us"
    r"|\b(?:our|stored|older|latest) cop(?:y|ies)\b|\bcop(?:y|ies) (?:we|that we)\b"
    r"|\bcut off\b|\bbreaks? off\b|\bmasked\b|\b(?:was|were) not seen\b"
    r"|\bwe (?:do not|cannot|don['’]t) (?:have|know|say)\b|\bwe have no\b",
    re.IGNORECASE,
)


def tempting(text: str) -> list[str]:
    """The sentences that send somebody to a card or passcode that is not theirs; one that forbids it may name it."""
    return [
        sentence
        for sentence in SENTENCE.split(text)
        for found in SOMEBODY_ELSES.finditer(sentence)
        if not FORBIDDEN_BEFORE.search(sentence[: found.start()])
    ]


def steps_for(audience: str, document: ArticleDocument) -> str:
    steps = [step for step in document.steps if step.audience == audience]
    return "\n".join([*map(shown, steps), *(shown(SNIPPETS[step.snippet]) for step in steps if step.snippet)])


@pytest.mark.parametrize("audience", ["USER", "RA", "IT"])
@pytest.mark.parametrize("reference", ARTICLES)
def test_no_step_sends_anybody_to_another_persons_card(reference, audience):
    assert tempting(steps_for(audience, ARTICLES[reference])) == []


@pytest.mark.parametrize(
    "words",
    [
        "Try another card.",
        "Use a colleague's smartcard for now.",
        "If it does not work, try a different card in this reader.",
        "Borrow a card from the ward.",
        "Test the reader with somebody else’s card.",
        "Put in a spare card.",
        "Sign in with your manager's passcode.",
        "Ask a colleague to sign in for you.",
    ],
)
def test_words_that_tempt_are_known(words):
    assert tempting(f"First this. {words} Then that.") == [words]


@pytest.mark.parametrize(
    "words",
    [
        "Never use someone else's card or passcode.",
        "Do not borrow a card.",
        "Try your own card on another computer.",
        "Take any other card out of every reader.",
        "Try the card in another card reader.",
        "They cancel the old card and give you another.",
        "Use the passcode that you chose.",
    ],
)
def test_words_that_forbid_or_mean_another_thing_are_left_alone(words):
    assert tempting(words) == []


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_speaks_of_how_we_came_by_it(name):
    thing = TEXTS[name]
    own = replace(thing, sources=()) if hasattr(thing, "sources") else replace(thing, source=None)

    assert OUR_TALK.findall(shown(own)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Its wording is not recorded.",
        "NHS England's list is cut off in our copy.",
        "The address is masked in every copy we have seen.",
        "We do not have its address: ask IT support.",
        "We have no recorded fix for it.",
        "In the latest copy we have, v4.1 is the current package.",
        "The source page's steps are not here.",
    ],
)
def test_talk_of_how_we_came_by_it_is_known(words):
    assert OUR_TALK.search(words)


@pytest.mark.parametrize("words", ["No fix is known yet.", "Copy every word.", "The card was not read."])
def test_plain_words_are_no_such_talk(words):
    assert not OUR_TALK.search(words)

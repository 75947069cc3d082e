"""Why a hit was found, in words that tell something, and what of it is lit."""

import pytest

from kb.catalogue.document import SymptomContent
from kb.search.finder import find
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.make import make_article

pytestmark = pytest.mark.django_db


def only(text: str):
    """The one hit there must be."""
    (hit,) = find(text).hits
    return hit


def furnish_with(word: str, number: int) -> None:
    for place in range(number):
        make_article(slug=f"with-{place}", background=f"It is about a {word}.")


def test_line_of_what_one_sees_that_says_the_search_is_the_reason_and_not_said_again():
    make_article(
        summary="Wait for the lamp.",
        symptoms=(
            SymptomContent("SIGN", "The gemplus blinks twice. Then it sleeps."),
            SymptomContent("SIGN", "No gemplus."),
        ),
    )

    hit = only("my gemplus is blinking")

    assert hit.reason == "says “The gemplus blinks twice”"
    assert hit.snippet == "No <mark>gemplus</mark>."
    assert hit.audience == ""


def test_line_with_little_of_the_search_is_no_reason():
    make_article(symptoms=(SymptomContent("SIGN", "The gemplus blinks."),), background="A lamp, a fan and a belt.")

    assert only("gemplus lamp fan belt").reason == "matches gemplus, lamp, fan, belt"


def test_long_line_is_no_reason():
    make_article(symptoms=(SymptomContent("EXACT", f"The gemplus blinks {'and blinks ' * 20}"),))

    assert only("gemplus blinks").reason == "matches gemplus, blinks"


def test_word_that_stands_everywhere_is_no_reason_and_is_not_lit():
    furnish_with("widget", 9)
    make_article(slug="lamp", background="The widget has a lamp.")

    hits = {hit.article.slug: hit for hit in find("widget lamp").hits}

    assert hits["lamp"].reason == "matches lamp"
    assert "The widget has a <mark>lamp</mark>" in hits["lamp"].snippet
    others = [hit for slug, hit in hits.items() if slug != "lamp"]
    assert {hit.reason for hit in others} == {""}
    # Nothing else is; and what all of them say is shown once.
    assert sum("a <mark>widget</mark>" in hit.snippet for hit in others) == 1


def test_small_word_is_lit_only_where_nothing_else_is():
    make_article(slug="both", background="A gemplus of mine.")
    make_article(slug="small", background="One of mine.")

    hits = {hit.article.slug: hit.snippet for hit in find("of gemplus").hits}

    assert hits["both"] == "A <mark>gemplus</mark> of mine."
    assert hits["small"] == "One <mark>of</mark> mine."


def test_line_that_says_it_in_other_words_only_is_no_reason():
    for phrase in ("gemplus", "widget"):
        save_synonym(entry=SynonymEntry("widget", phrase), by=None)
    make_article(symptoms=(SymptomContent("SIGN", "The widget blinks."),), background="A gemplus.")
    make_article(slug="other", symptoms=(SymptomContent("SIGN", "A widget."),))

    assert {hit.article.slug: hit.reason for hit in find("gemplus").hits}["other"] == "matches gemplus (widget)"

"""Which answer a text comes to: the first that is said by the whole of it, slips mended."""

import pytest

from kb.search.answers.reading import LONGEST, chosen
from kb.search.choices import LeadsTo
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.make import make_answer, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("answers")]


@pytest.fixture
def answers():
    make_answer("anything", "thanks", LeadsTo.LIST)
    make_answer("place", "ward / surgery", LeadsTo.LIST)
    make_answer("waiting", "patient + waiting + [{place}]", LeadsTo.URGENT)
    make_answer("down", "down / outage + [{place}]", LeadsTo.LIVE_ISSUES)


def slug(text: str, **how) -> str:
    entry = chosen(text, **how)
    return entry.slug if entry else ""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is it down?", "down"),
        ("outages on the ward, thanks", "down"),
        ("PATIENT WAITING", "waiting"),
        ("pateint wating", "waiting"),
        ("is it dwon", "down"),
        ("patientwaiting", "waiting"),
        ("down the corridor", ""),
        ("patient", ""),
        ("", ""),
        ("…", ""),
        ("ward", ""),
        ("patient waiting ERR5022", ""),
        (" ".join(["down"] * (LONGEST + 1)), ""),
    ],
)
def test_whole_text_is_the_phrase(text, answer):
    assert slug(text) == answer


def test_first_in_the_table_counts():
    make_answer("later", "down + ward", LeadsTo.WHO_CAN_HELP, position=9)
    assert slug("down on the ward") == "down"

    make_answer("later", "down + ward", LeadsTo.WHO_CAN_HELP, position=0)
    assert slug("down on the ward") == "later"


def test_word_that_stands_in_an_article_or_a_synonym_is_no_slip():
    make_article(title="The dawn of outrage")
    save_synonym(entry=SynonymEntry("wafting", "wafting"), by=None)

    assert slug("is it dawn") == ""
    assert slug("patient wafting") == ""


def test_nothing_is_mended_in_what_is_searched_as_typed():
    assert slug("is it dwon", as_typed=True) == ""
    assert slug("is it down", as_typed=True) == "down"


def test_search_costs_one_query_and_two_more_for_slips(django_assert_num_queries):
    chosen("down")
    with django_assert_num_queries(1):
        chosen("down")
    with django_assert_num_queries(1):
        chosen("printer")
    with django_assert_num_queries(3):
        chosen("dwon")

"""From the words of a query to terms: as typed, corrected, or by a synonym."""

import pytest

from kb.catalogue import actions
from kb.catalogue.document import SymptomContent
from kb.search.models import SearchMeta, SearchVector
from kb.search.query import words as vocabulary
from kb.search.query.parse import parse
from kb.search.synonyms import MOST_WORDS, SynonymEntry, save_synonym
from tests.make import make_article, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def library(db) -> None:
    make_article(
        slug="passcode", title="Forgotten passcode", symptoms=(SymptomContent("SIGN", "The smartcard is locked."),)
    )
    make_article(
        slug="agent", title="Identity Agent stopped", symptoms=(SymptomContent("SIGN", "The reader is dark."),)
    )


def synonyms(*rows: tuple[str, str, bool]) -> None:
    for position, (group, phrase, one_way) in enumerate(rows, 1):
        save_synonym(entry=SynonymEntry(group, phrase, one_way, position), by=None)


def units(text: str, *, as_typed: bool = False) -> dict[str, list[str]]:
    """For each unit what it is read as: itself, a correction or a synonym."""
    generation = SearchMeta.objects.get().generation
    number = SearchVector.objects.filter(generation=generation).count()
    found = vocabulary.looked_for(
        parse(text), generation=generation, number_of_articles=number, as_typed=as_typed
    ).units
    return {unit.typed: [r.instead or r.synonym or unit.typed for r in unit.readings] for unit in found}


def test_known_words_are_read_as_they_are_typed():
    assert units("locked smartcard reader") == {"locked": ["locked"], "smartcard": ["smartcard"], "reader": ["reader"]}


def test_each_word_counts_once():
    assert set(units("locked locking locked smartcard reader")) == {"locked", "smartcard", "reader"}


def test_misspelt_word_is_read_as_the_nearest_known_one():
    assert units("smartcrad lockd") == {"smartcrad": ["smartcard"], "lockd": ["locked"]}


def test_as_typed_corrects_nothing():
    assert units("smartcrad lockd", as_typed=True) == {}


def test_known_word_is_not_corrected():
    assert units("stopped") == {"stopped": ["stopped"]}


@pytest.mark.parametrize("word", ["5023", "err5023", "a1b2", "pin"])
def test_code_number_or_short_word_is_not_corrected(word):
    make_article(title="About ERR5022 and 5022 and pan")

    assert units(word) == {}


def test_stop_words_count_only_where_little_else_is_there():
    assert "the" in units("the smartcard")
    assert "the" not in units("the smartcard reader locked")


def test_words_of_withdrawn_articles_correct_nothing():
    gone = make_article(title="Secret Zanzibar")
    assert units("zanzibat") == {"zanzibat": ["zanzibar"]}

    actions.withdraw(article=gone, by=None, why="Wrong.")

    assert units("zanzibat") == {}


def test_synonym_leads_to_the_other_phrases_of_its_group():
    synonyms(("passcode", "passcode", False), ("passcode", "PIN", False))

    assert units("PIN") == {"pin": ["passcode"]}
    assert units("passcode") == {"passcode": ["passcode"]}  # no article says "PIN"


def test_phrase_is_one_unit():
    synonyms(("IA", "Identity Agent", False), ("IA", "Spine pop-up", True))

    assert units("the Spine pop-up") == {"spine pop up": ["identity agent"]} | units("the")


def test_one_way_phrase_is_never_what_another_leads_to():
    synonyms(("IA", "Identity Agent", False), ("IA", "reader", True))

    assert units("reader") == {"reader": ["reader", "identity agent"]}
    assert units("Identity Agent") == {"identity agent": ["identity agent"]}


def test_longest_phrase_is_taken():
    synonyms(
        ("a", "smartcard reader", True), ("a", "Identity Agent", False), ("b", "reader", True), ("b", "locked", False)
    )

    assert units("smartcard reader") == {"smartcard reader": ["smartcard reader", "identity agent"]}


def test_phrase_in_two_groups_leads_to_both():
    synonyms(("a", "CIS", True), ("a", "Identity Agent", False), ("b", "CIS", True), ("b", "passcode", False))

    assert sorted(units("CIS")["cis"]) == ["identity agent", "passcode"]


def test_synonym_that_no_article_says_is_no_reading():
    synonyms(("a", "reader", False), ("a", "Zanzibar", False))

    assert units("reader") == {"reader": ["reader"]}


def test_phrase_of_the_most_words_is_found():
    assert MOST_WORDS == 4
    synonyms(("a", "box does not appear", True), ("a", "Identity Agent", False))

    assert "identity agent" in units("box does not appear")["box does not appear"]


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("put cards into readers", "cards into readers"),
        ("my card into the reader", "card into the reader"),
        ("this card into your reader", "card into your reader"),
    ],
)
def test_phrase_is_known_in_other_forms_and_with_my_or_the_in_it(typed, unit):
    synonyms(("a", "Card into reader", True), ("a", "Identity Agent", False))

    assert units(typed)[unit] == [unit, "identity agent"]


def test_phrase_with_a_slip_leads_where_the_phrase_leads():
    synonyms(("mail", "NHS mail", True), ("mail", "Identity Agent", False))

    assert units("nhs mial stopped")["nhs mial"] == ["identity agent"]


def test_two_words_typed_as_one_are_two():
    assert units("lockedsmartcard reader") == {"locked": ["locked"], "smartcard": ["smartcard"], "reader": ["reader"]}


def test_word_of_a_synonym_is_a_word_where_two_are_typed_as_one():
    synonyms(("a", "machine", True), ("a", "reader", False))

    assert units("machinestopped")["machine"] == ["reader"]


@pytest.mark.parametrize("word", ["smartcardx", "xlocked", "5022smartcard", "lockedsmart"])
def test_what_is_not_whole_made_of_words_is_not_cut(word):
    assert "locked" not in units(word)


def test_one_word_typed_as_two_is_also_read_as_one():
    assert units("pass code locked reader") == {
        "passcode": ["passcode"],
        "locked": ["locked"],
        "reader": ["reader"],
    }


def test_two_words_stay_two_where_their_join_is_the_rarer():
    make_article(slug="log", title="Reader light, or readerlight")
    make_article(slug="logs", title="No light")

    assert units("reader light locked smartcard")["reader light"] == ["reader light", "readerlight"]


def test_as_typed_cuts_nothing():
    assert units("lockedsmartcard", as_typed=True) == {}


def test_rare_word_says_more():
    for _ in range(5):
        actions.put_live(make_document(title="A smartcard"), actions.Publication(by=None))
    generation = SearchMeta.objects.get().generation

    found = vocabulary.looked_for(parse("smartcard agent"), generation=generation, number_of_articles=7).units

    by_word = {unit.typed: unit.total for unit in found}
    assert by_word["agent"] > by_word["smartcard"]
    assert all(isinstance(total, int) for total in by_word.values())

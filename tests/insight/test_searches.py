"""What people search for: only codes and words of ours are kept, each visit counts once, names are never shown."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.insight.models import HashKey, SearchEntry, WordSighting
from kb.insight.searches import actions, reading
from kb.insight.searches.actions import OutcomeNote, SearchNote, forget_searches, notebook, write
from kb.insight.searches.rules import MOST_OF_A_VISIT, Known, kept_of, may_show
from kb.insight.visits import keys
from kb.privacy.patterns import GAP
from kb.search.synonyms import SynonymEntry, save_synonym
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)
KNOWN = Known(codes={"400_645", "ERR5022"}, words={"card", "locked", "passcode", "mark", "cis2", "page"})


def search(text, visit="v", now=NOON, code=""):
    notebook.note(SearchNote(text, visit, now, code))
    write()


def outcome(text, visit="v", now=NOON, **said):
    notebook.note(OutcomeNote(text, visit, now, **said))
    write()


# --- What may be kept ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my card is locked", "card locked"),
        ("Card, LOCKED!", "card locked"),
        ("error 400_645 card", f"{GAP} 400645 card"),
        ("card of zbigniew", f"card {GAP}"),
        ("zbigniew qwghlm", ""),
        ("card 12 03 1965", f"card {GAP}"),
        ("passcode 4821 locked", f"passcode {GAP} locked"),
        ("card XYZ-123", "card XYZ123"),
        ("CIS2 page", "cis2 page"),
        ("card smith12", f"card {GAP}"),
        ("wilson card", f"{GAP} card"),
        ("robin@example.org locked trust\\robin", f"{GAP} locked {GAP}"),
        ("", ""),
    ],
)
def test_codes_and_words_of_ours_are_kept_and_a_gap_for_the_rest(text, words):
    assert kept_of(text, KNOWN).words == words


def test_a_long_text_is_kept_as_one_line():
    kept = kept_of("card locked " * 200, KNOWN).words

    assert len(kept.split()) == 13
    assert kept.endswith(GAP)


def test_unknown_words_are_letters_and_codes_have_their_shape():
    kept = kept_of("grobbly card 99 XYZ123 943 476 5919 smith12 a1b2c3d4e5f6g7h8", KNOWN)

    assert kept.unknown == ("grobbly",)
    assert kept.codes == ("XYZ123",)


@given(st.text(max_size=300))
def test_nothing_is_kept_but_known_words_codes_and_gaps(text):
    kept = kept_of(text, KNOWN)

    for word in kept.words.split():
        assert word == GAP or word in KNOWN.words or word in {"400645", "ERR5022"} or word in kept.codes
    assert all(len(code) <= 12 and any(sign.isdigit() for sign in code) for code in kept.codes)


@pytest.mark.parametrize("word", ["smith", "Okafor", "anne", "nowicki", "mcintyre"])
def test_name_is_not_even_hashed_nor_kept_where_an_article_has_it(word):
    kept = kept_of(f"card {word}", Known(words={"card", word.lower()}))

    assert (kept.words, kept.unknown) == (f"card {GAP}", ())


def test_word_is_shown_from_the_third_visit_on_the_second_day_on():
    assert not may_show(visits=2, days=2)
    assert not may_show(visits=300, days=1)
    assert may_show(visits=3, days=2)


# --- What is written -------------------------------------------------------------------------------------------------


def test_visit_counts_once_a_day_however_often_it_searches(db):
    make_article(title="Card locked")
    for now in (NOON, NOON + timedelta(hours=1), NOON + A_DAY):
        for text in ("card locked", "my Card is locked"):
            search(text, now=now)
    search("card locked", visit="w")

    assert sorted(SearchEntry.objects.values_list("words", "visit", "day__day")) == [
        ("card locked", "v", 1),
        ("card locked", "v", 30),
        ("card locked", "w", 30),
    ]


def test_one_that_searches_without_end_fills_no_table(db, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OF_A_VISIT", 3)
    make_article(title="Card locked passcode reader screen")
    for text in ("card", "locked", "passcode", "reader", "screen"):
        search(text)
    search("screen", visit="w")

    assert MOST_OF_A_VISIT > 100
    assert SearchEntry.objects.filter(visit="v").count() == 3
    assert SearchEntry.objects.filter(visit="w").count() == 1


def test_outcome_is_that_of_the_search_of_this_visit_and_nobody_elses(db):
    make_article(title="Card locked")
    search("card locked")
    search("card locked", visit="w")
    outcome("card locked", number=4)
    outcome("card locked", opened="article:18")
    outcome("card locked", visit="nobody", number=9)

    assert sorted(SearchEntry.objects.values_list("visit", "number", "opened")) == [
        ("v", 4, "article:18"),
        ("w", None, ""),
    ]


def test_outcome_that_comes_before_its_search_is_written_has_one_more_try(db):
    make_article(title="Card locked")
    outcome("card locked", number=4)
    search("card locked")
    assert SearchEntry.objects.get().number == 4

    outcome("card", number=1)
    write()
    search("card")
    assert SearchEntry.objects.get(words="card").number is None


def test_word_is_shown_on_the_second_day_and_earlier_visits_count(db):
    for visit in ("a", "b", "c", "d"):
        search("grobbly", visit=visit)
    assert not WordSighting.objects.shown().exists()
    assert WordSighting.objects.count() == 4

    search("Grobbly", visit="e", now=NOON.replace(day=29))

    assert reading.unknown_words(NOON - 7 * A_DAY) == [
        reading.WordCount("grobbly", visits=5, days=2, last=NOON.date()),
    ]


def test_name_is_written_down_nowhere_whoever_types_it(db):
    for day in (27, 28, 29, 30):
        for visit in ("a", "b", "c"):
            search("nowicki", visit=visit, now=NOON.replace(day=day))

    assert not WordSighting.objects.exists()
    assert not SearchEntry.objects.exists()


def test_shape_of_a_code_is_shown_at_once_and_not_when_it_has_a_page(db):
    make_article(title="Card locked")
    search("card XYZ-123")
    assert [one.word for one in reading.unknown_words(NOON - A_DAY)] == ["XYZ123"]

    make_code("XYZ-123")
    assert reading.unknown_words(NOON - A_DAY) == []


def test_word_that_we_know_by_now_is_no_longer_listed(db):
    for visit in ("a", "b", "c"):
        search("grobbly", visit=visit, now=NOON.replace(day=29))
        search("grobbly", visit=visit)
    assert reading.unknown_words(NOON - 7 * A_DAY)

    save_synonym(entry=SynonymEntry("passcode", "grobbly"), by=None)

    assert reading.unknown_words(NOON - 7 * A_DAY) == []


def stored():
    """Every text in every table; a number of a row or of a moment is none, and may be any."""
    values = (value for model in apps.get_models() for row in model._default_manager.values_list() for value in row)
    return " ".join(str(value) for value in values if isinstance(value, str | bytes | list | dict)).casefold()


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("card of Zbigniew Wojciechowskiewicz", "zbigniew wojciechowskiewicz"),
        ("john.smithington@nhs.example card", "john smithington"),
        ("passcode 4821 locked for mrs Featherstonehaugh", "4821 featherstonehaugh"),
        ("card 943 476 5919 born 12/03/1965", "943 476 5919 12/03/1965"),
        ("SW1A1AA QQ123456C hunter2 card", "sw1a1aa qq123456c hunter2"),
    ],
)
def test_nothing_personal_stands_in_any_table_however_often_it_is_typed(db, text, secrets):
    make_article(title="Card locked passcode")
    for day in (28, 29, 30):
        for visit in ("a", "b"):
            search(text, visit=visit, now=NOON.replace(day=day))
            outcome(text, visit=visit, now=NOON.replace(day=day), number=3)

    after = stored()
    assert [one for one in secrets.split() if re.search(rf"(?<![0-9a-z]){re.escape(one)}(?![0-9a-z])", after)] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="bcdfghjkmnpqrvwxz", min_size=9, max_size=20), min_size=1, max_size=4, unique=True))
def test_no_word_that_somebody_made_up_stands_in_any_table(db, words):
    search(" ".join(words), now=timezone.now())

    text = stored()
    assert [word for word in words if word in text] == []


# --- How long --------------------------------------------------------------------------------------------------------


def test_whose_search_it_was_goes_first(db, settings):
    make_article(title="Card locked")
    search("card grobbly")

    forget_searches(NOON + timedelta(hours=48))
    assert list(SearchEntry.objects.values_list("words", "visit")) == [(f"card {GAP}", "")]
    assert not WordSighting.objects.exists()  # it is December, and the key of November is gone

    settings.SEARCH_KEEP_DAYS = 10
    forget_searches(NOON + 10 * A_DAY)
    assert not SearchEntry.objects.exists()


@pytest.mark.usefixtures("shared_database")
def test_several_machines_hash_a_word_alike_and_count_its_visits_together():
    def sight(number):
        keys.forget()
        actions._sight([])  # a connection of its own
        kept = {"grobbly": kept_of("grobbly", Known())}
        now = NOON.replace(day=29 + number % 2)
        actions._write_words([SearchNote("grobbly", f"visit {number}", now)], kept)

    on_own_connections(sight, times=6)

    def read(_):
        words = {*WordSighting.objects.values_list("word", flat=True)}
        return HashKey.objects.count(), WordSighting.objects.count(), words

    ((number_of_keys, number_of_rows, words),) = on_own_connections(read, times=1, workers=1)

    assert (number_of_keys, number_of_rows) == (1, 6)
    assert "grobbly" in words


# --- What editors are told -------------------------------------------------------------------------------------------


def test_searches_that_found_nothing_or_of_which_nobody_opened_anything(db, django_assert_num_queries):
    make_article(title="Card locked passcode reader screen")
    for text, said in (
        ("card", {"number": 0}),
        ("locked", {"number": 7}),
        ("passcode", {"number": 7, "opened": "article:1"}),
        ("reader", {"number": 0, "is_sure": True}),
        ("screen", {}),
    ):
        search(text)
        if said:
            outcome(text, **said)
    search("locked", visit="w", now=NOON - A_DAY)
    outcome("locked", visit="w", now=NOON - A_DAY, number=0)

    with django_assert_num_queries(1):
        found = reading.without_an_answer(NOON - 7 * A_DAY)

    assert [(one.words, one.visits, one.days, one.nothing) for one in found] == [
        ("locked", 2, 2, 1),
        ("card", 1, 1, 1),
    ]

"""Views: once for a visit and a day, written some at a time, counted by the hour once for all machines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from kb.insight.models import CountedHour, HourCount, View
from kb.insight.seen import actions, reading
from kb.insight.seen.actions import Notebook, count_hours, forget_views, notebook, write
from kb.insight.seen.rules import COUNTED_AFTER, COUNTS_KEPT, VISIT_KEPT, is_code_shaped, is_robot, of_unknown
from kb.insight.visits import waiting
from kb.insight.visits.waiting import MOST_WAITING
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def look(subject="unknown:ABC123", visit="v", now=NOON):
    notebook.note(subject=subject, visit=visit, now=now)


def test_visit_counts_once_a_day_however_often_it_looks(db):
    for now in (NOON, NOON + AN_HOUR, NOON + timedelta(days=1)):
        look(now=now)
        write()
        look(now=now)
        look(visit="w", now=now)
        write()

    assert sorted(View.objects.values_list("visit", "day__day")) == [("v", 1), ("v", 30), ("w", 1), ("w", 30)]


def test_what_we_do_not_know_is_not_written(db):
    article, code = make_article(), make_code()
    wrong = ["code:NONE", "article:999", "article:x", "unknown:robin@example.org", "person:Sam", "", "unknown:ab"]
    for subject in ["code:ERR5022", f"article:{article.number}", "unknown:XYZ77", *wrong]:
        look(subject)

    write()

    assert set(View.objects.values_list("subject", flat=True)) == {
        f"code:{code.normal}",
        f"article:{article.number}",
        "unknown:XYZ77",
    }


def test_nothing_is_written_while_it_is_noted(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        look()


def test_first_note_starts_the_clock_and_a_flood_fills_no_memory():
    started = []
    book = Notebook(later=started.append)
    for number in range(MOST_WAITING + 5):
        book.note(subject="unknown:ABC123", visit=str(number), now=NOON)

    assert len(started) == 1
    assert len(book.taken()) == MOST_WAITING
    book.note(subject="unknown:ABC123", visit="v", now=NOON)
    assert len(started) == 2


def test_hours_are_counted_when_they_are_over_and_stay_when_the_visits_go(db):
    for visit in ("a", "b", "c"):
        look(visit=visit, now=NOON + timedelta(minutes=59))
    write()

    count_hours(NOON + AN_HOUR + COUNTED_AFTER - timedelta(minutes=1))
    assert not HourCount.objects.exists()
    for _ in range(2):
        count_hours(NOON + AN_HOUR + COUNTED_AFTER)
    forget_views(NOON + AN_HOUR + VISIT_KEPT)

    assert list(HourCount.objects.values_list("subject", "hour", "number")) == [("unknown:ABC123", NOON, 3)]
    assert not View.objects.exists()
    count_hours(NOON + AN_HOUR + VISIT_KEPT)
    assert reading.unknown_codes(NOON) == [("ABC123", 3)]
    assert reading.views_of(["unknown:ABC123", "code:NONE"], NOON) == {"unknown:ABC123": 3}


def test_counts_and_marks_have_their_time(db):
    HourCount.objects.create(subject="code:X", hour=NOON, number=1)
    CountedHour.objects.create(hour=NOON)

    forget_views(NOON + COUNTS_KEPT + AN_HOUR)

    assert not HourCount.objects.exists()
    assert not CountedHour.objects.exists()


def test_next_person_is_told_how_many_looked_today(db):
    for visit in ("a", "b", "c"):
        look(visit=visit)
    look(visit="yesterday", now=NOON - timedelta(days=1))
    look("unknown:OTHER1", visit="d")
    write()

    assert reading.looked_up_today("error abc123", NOON) == reading.looked_up_today("ABC123", NOON) == 3
    assert reading.looked_up_today("Sam", NOON) == 0
    assert reading.top_today("unknown", NOON) == [("ABC123", 3), ("OTHER1", 1)]


@pytest.mark.parametrize("text", ["ERR5023", "INF10:14", "0x8010FFFF", "E-17X", "err A5023"])
def test_code_shaped(text):
    assert is_code_shaped(text)


@pytest.mark.parametrize(
    "text",
    ["", "card", "9434765919", "robin@example.org", "my card 1", "ERR50220000000", "A1", "😀1a", "12:30", "Sam 1970"],
)
def test_not_code_shaped(text):
    assert not is_code_shaped(text)
    assert of_unknown(text) == ""


@given(st.text(max_size=40))
def test_whatever_is_kept_of_an_unknown_code_is_short_and_plain(text):
    subject = of_unknown(text)

    assert subject == "" or (len(subject) <= 30 and subject.isascii() and subject.isprintable())


@pytest.mark.parametrize("browser", ["", " ", "Googlebot/2.1", "curl/8", "python-requests/2", "SomeCrawler"])
def test_programs_that_say_so_are_no_visits(browser):
    assert is_robot(browser)
    assert not is_robot("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36")


@pytest.mark.usefixtures("shared_database")
def test_several_machines_count_an_hour_once():
    def prepare(_):
        for visit in ("a", "b"):
            look(visit=visit)
        write()

    on_own_connections(prepare, times=1, workers=1)
    on_own_connections(lambda _: count_hours(NOON + 2 * AN_HOUR), times=4)
    rows = on_own_connections(lambda _: list(HourCount.objects.values_list("number")), times=1, workers=1)

    assert rows == [[(2,)]]


def test_database_that_is_away_costs_nothing_but_the_counts(monkeypatch, caplog):
    def away():
        raise OperationalError

    monkeypatch.setattr(actions, "write", away)
    monkeypatch.setattr(waiting.connections, "close_all", lambda: None)
    started = []
    Notebook(later=started.append).note(subject="unknown:ABC123", visit="v", now=NOON)
    started[0]()

    assert "could not be counted" in caplog.text

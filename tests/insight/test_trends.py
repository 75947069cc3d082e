"""Rises: noticed soon and seldom by chance, told of once, and the desk's to confirm or switch off."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.trends.traffic import BEGIN, quarter
from kb.accounts.models import AuditEntry
from kb.catalogue.models import Edition
from kb.insight.calls.actions import begin_call
from kb.insight.models import Call, CallOutcome, HourCount, Rise, View
from kb.insight.seen.actions import count_hours, notebook, write
from kb.insight.trends import actions
from kb.insight.trends.actions import OVER_AFTER, RiseRefused, look_for_rises
from kb.insight.trends.reading import open_rises
from kb.insight.trends.rules import (
    BUSIEST,
    HOURS_OF_WEEK,
    LEAST_A_DAY,
    WEEKS,
    Profile,
    RiseTest,
    Usual,
    how_busy,
    threshold,
)
from kb.outbox.models import Delivery
from kb.reports.suspicion import Origin
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code, make_report, make_service

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
QUIET = LEAST_A_DAY / (24 * 60)
LEAST = threshold(412)


# --- The test itself ------------------------------------------------------------------------------------------------


def noticed_after(minutes, usual=QUIET):
    test = RiseTest(LEAST)
    return next((number for number, minute in enumerate(minutes, 1) if test.visit(minute, usual)), None)


@pytest.mark.parametrize("minutes", [(1, 3, 5, 7, 10), (1, 1, 1, 1, 1), (1, 2, 3, 9, 10)])
def test_five_visits_within_ten_minutes_on_a_quiet_code_are_noticed(minutes):
    assert noticed_after(minutes) in {4, 5}


@pytest.mark.parametrize("minutes", [(1, 2, 3), (1, 300, 900, 1300), (1, 60, 120, 180, 240)])
def test_what_may_be_chance_is_not_noticed(minutes):
    assert noticed_after(minutes) is None


def test_busy_code_needs_more_and_begins_where_it_rose():
    usual = 0.2
    test = RiseTest(LEAST)
    rng = random.Random(5)
    calm = [minute for minute in range(1, 600) if rng.random() < usual]
    assert not any(test.visit(minute, usual) for minute in calm)

    rising = (minute for minute in range(600, 700) for _ in range(2))
    noticed = next(minute for minute in rising if test.visit(minute, usual))

    assert noticed - 600 <= 20
    assert abs(test.began - 600) <= 60


def test_as_usual_the_sum_grows_by_a_minute_a_minute():
    """What the stated rate of false alarms rests on: on average it is no more than the minutes that have passed."""
    rng, minutes, sums = random.Random(1), 400, []
    for _ in range(400):
        test = RiseTest(1e30)
        for minute in range(1, minutes):
            if rng.random() < 0.05:
                test.visit(minute, 0.05)
        sums.append(test.sum)

    assert sum(sums) / len(sums) < minutes


@given(st.lists(st.integers(1, 10_000), max_size=60), st.floats(1e-4, 50))
def test_no_traffic_breaks_the_sum(minutes, usual):
    test = RiseTest(LEAST)
    for minute in sorted(minutes):
        test.visit(minute, usual)

    assert 0 <= test.sum < float("inf")


def test_what_is_usual_follows_the_hour_and_forgets_one_outage():
    profile = Profile.of([10.0 if hour == 9 else 1.0 for hour in range(HOURS_OF_WEEK)], WEEKS)
    steady = Usual.of({(week, 9): 10 for week in range(WEEKS)}, WEEKS)
    with_outage = Usual.of({**{(week, 9): 10 for week in range(WEEKS)}, (3, 9): 500}, WEEKS)

    assert steady.a_minute(9, profile) > 5 * steady.a_minute(3, profile)
    assert with_outage.a_minute(9, profile) == steady.a_minute(9, profile)
    assert Usual.of({}, WEEKS).a_minute(9, profile) * 24 * 60 == pytest.approx(LEAST_A_DAY)


def test_busy_day_is_no_rise_and_no_excuse_for_anything():
    assert how_busy(0, 100) == 1.0
    assert how_busy(205, 100) == pytest.approx(2.0)
    assert how_busy(100_000, 100) == BUSIEST


def test_traffic_of_the_bench_is_not_drawn_from_the_model():
    """Few codes make most of it, somebody presses again, and a crawler sees everything in one visit."""
    made = quarter(9)
    by_code = sorted((sum(look.code == code for look in made.looks[:20_000]) for code in range(400)), reverse=True)

    assert sum(by_code[:40]) > 0.5 * sum(by_code)
    assert len({(look.code, look.visit) for look in made.looks}) < len(made.looks)
    assert made.looks == sorted(made.looks)
    assert BEGIN.weekday() == 0


# --- Noticing, once ---------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(db, settings):
    """A code of an article, known for nine weeks in which next to nobody looked for it."""
    settings.TREND_MAIL = "trends@example.org"
    code = make_code()
    make_article(codes=("ERR5022",))
    for week in range(1, 10):
        HourCount.objects.create(subject="code:OTHER", hour=NOON - timedelta(weeks=week), number=2)
    return code


def look(*minutes, subject="code:ERR5022"):
    for number, minute in enumerate(minutes):
        notebook.note(subject=subject, visit=f"{minute} {number}", now=NOON + minute * A_MINUTE)
    write()


def codes_risen():
    return list(Rise.objects.filter(subject__startswith="code:").values_list("subject", flat=True))


def test_rise_is_noticed_and_mailed_once(quiet):
    look(0, 2, 4, 6, 9)

    assert look_for_rises(NOON + 10 * A_MINUTE) >= 1
    assert look_for_rises(NOON + 11 * A_MINUTE) == 0

    rise = Rise.objects.get(subject="code:ERR5022")
    assert (rise.began_at, rise.number) == (NOON, 5)
    mail = Delivery.objects.get(room="insight")
    assert mail.to == "trends@example.org"
    assert "ERR5022" in mail.content["subject"]
    assert "5 since midday" in mail.content["text"]
    assert "/desk/rises/" in mail.content["text"]


def test_nobody_is_mailed_where_nobody_is_to_be_told(quiet, settings):
    settings.TREND_MAIL = ""
    look(0, 2, 4, 6, 9)

    assert look_for_rises(NOON + 10 * A_MINUTE) >= 1
    assert not Delivery.objects.exists()


def test_one_visit_that_looks_again_and_again_is_no_rise(quiet):
    for minute in range(30):
        notebook.note(subject="code:ERR5022", visit="one", now=NOON + minute * A_MINUTE)
        write()

    assert look_for_rises(NOON + 30 * A_MINUTE) == 0


def test_before_anybody_knows_what_is_usual_nothing_is_noticed(quiet):
    HourCount.objects.filter(hour__lt=NOON - timedelta(days=13)).delete()
    look(0, 2, 4, 6, 9)

    assert look_for_rises(NOON + 10 * A_MINUTE) == 0


def test_busy_code_is_compared_with_the_same_hours_of_past_weeks(quiet):
    for week in range(1, 10):
        for hour in (-1, 0, 1):
            at = NOON - timedelta(weeks=week, hours=hour)
            HourCount.objects.create(subject="code:ERR5022", hour=at, number=30)
    look(*range(0, 20, 2))

    assert look_for_rises(NOON + 20 * A_MINUTE) == 0
    assert codes_risen() == []


def test_quiet_site_costs_few_queries(quiet, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        look_for_rises(NOON)


def test_rise_ends_by_itself_and_the_next_is_another(quiet):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)
    look_for_rises(NOON + 10 * A_MINUTE + OVER_AFTER)
    assert not Rise.objects.open().exists()

    later = 10 + int(OVER_AFTER / A_MINUTE) + 60
    look(*(later + minute for minute in (0, 2, 4, 6, 9)))
    look_for_rises(NOON + (later + 10) * A_MINUTE)

    assert codes_risen() == ["code:ERR5022"] * 2


def test_switched_off_it_is_not_noticed_again_while_it_goes_on(quiet, desk, monkeypatch):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)
    monkeypatch.setattr(actions.timezone, "now", lambda: NOON + 12 * A_MINUTE)
    for rise in Rise.objects.open():
        actions.switch_off(rise=rise, by=desk)
    look(*range(13, 40))

    assert look_for_rises(NOON + 41 * A_MINUTE) == 0
    assert open_rises(NOON + 41 * A_MINUTE) == []
    assert AuditEntry.objects.filter(verb="switched a rise off", subject="ERR5022").count() == 1


def test_call_on_the_code_confirms_it(quiet, desk):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)
    begin_call(by=desk, code=quiet, now=NOON + 11 * A_MINUTE)
    look_for_rises(NOON + 12 * A_MINUTE)

    assert Rise.objects.get(subject="code:ERR5022").confirmed_at == NOON + 12 * A_MINUTE


def test_report_of_staff_on_the_code_confirms_it_and_one_of_anybody_else_does_not(quiet):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)
    make_report(code="ERR5022", now=NOON + 11 * A_MINUTE)
    make_report(code="", now=NOON + 11 * A_MINUTE, origin=Origin(is_staff=True))
    look_for_rises(NOON + 12 * A_MINUTE)
    assert Rise.objects.get(subject="code:ERR5022").confirmed_at is None

    make_report(code="ERR5022", now=NOON + 13 * A_MINUTE, origin=Origin(is_staff=True))
    look_for_rises(NOON + 14 * A_MINUTE)

    assert Rise.objects.get(subject="code:ERR5022").confirmed_at == NOON + 14 * A_MINUTE


def test_report_of_staff_that_names_the_application_confirms_its_rise(db):
    make_service("identity-agent")
    times = {"began_at": NOON, "noticed_at": NOON, "last_at": NOON + 9 * A_MINUTE}
    risen = Rise.objects.create(subject="service:identity-agent", number=12, usual=2, **times)
    make_report(service="identity-agent", now=NOON - A_MINUTE, origin=Origin(is_staff=True))
    look_for_rises(NOON + 10 * A_MINUTE)
    risen.refresh_from_db()
    assert risen.confirmed_at is None

    make_report(service="identity-agent", now=NOON + 11 * A_MINUTE, origin=Origin(is_staff=True))
    look_for_rises(NOON + 12 * A_MINUTE)

    risen.refresh_from_db()
    assert risen.confirmed_at == NOON + 12 * A_MINUTE


def test_calls_with_a_code_that_nobody_has_written_down_are_no_rise(quiet, desk, editor):
    for number in range(12):
        begin_call(by=desk, unwritten="ERR9138", now=NOON + number * timedelta(seconds=30))
        Call.objects.update(outcome=CallOutcome.FIXED)
    assert Call.objects.filter(code="ERR9138").count() == 12

    look_for_rises(NOON + 10 * A_MINUTE)

    assert not Rise.objects.exists()


def test_only_the_desk_confirms_and_switches_off(quiet, editor):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)

    for act in (actions.confirm, actions.switch_off):
        with pytest.raises(RiseRefused):
            act(rise=Rise.objects.first(), by=editor)


def test_noticing_changes_no_page(quiet):
    before = Edition.objects.current()
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)

    assert Edition.objects.current() == before


def test_visits_that_are_counted_by_the_hour_are_not_counted_twice(quiet):
    look(0, 2, 4, 6, 9)
    count_hours(NOON + timedelta(hours=2))

    assert View.objects.count() == 5
    assert HourCount.objects.get(subject="code:ERR5022").number == 5


@pytest.mark.usefixtures("shared_database")
def test_several_workers_tell_of_it_once(settings):
    settings.TREND_MAIL = "trends@example.org"

    def prepare(_):
        make_code()
        for week in range(1, 10):
            HourCount.objects.create(subject="code:OTHER", hour=NOON - timedelta(weeks=week), number=2)
        look(0, 2, 4, 6, 9)

    on_own_connections(prepare, times=1, workers=1)
    on_own_connections(lambda _: look_for_rises(NOON + 10 * A_MINUTE), times=4)
    counts = on_own_connections(lambda _: (Rise.objects.count(), Delivery.objects.count()), times=1, workers=1)

    assert counts == [(1, 1)]


# --- The page of the desk -------------------------------------------------------------------------------------------


@pytest.fixture
def risen(quiet, monkeypatch):
    look(0, 2, 4, 6, 9)
    look_for_rises(NOON + 10 * A_MINUTE)
    monkeypatch.setattr("kb.insight.trends.views.timezone.now", lambda: NOON + 15 * A_MINUTE)
    return Rise.objects.get(subject="code:ERR5022")


def test_desk_sees_chart_table_and_buttons(risen, signed_in, desk):
    browser = signed_in(desk)
    page = browser.get("/desk/rises/").content.decode()

    assert "5 since midday" in page
    assert "nobody has confirmed it" in page
    assert page.count("<rect ") >= 18
    assert "Visits in ten minutes" in page

    assert browser.post(f"/desk/rises/{risen.pk}/confirm/").status_code == 302
    assert "Confirmed. The page" in browser.get("/desk/rises/").content.decode()
    assert browser.post(f"/desk/rises/{risen.pk}/switch-off/").status_code == 302
    risen.refresh_from_db()
    assert risen.off_by == desk


def test_prepared_notice_names_the_code(risen, signed_in, desk):
    from kb.notices.models import NoticeTemplate

    template = NoticeTemplate.objects.of_live_issues().first() or NoticeTemplate.objects.create(
        slug="nobody", title="Nobody can sign in", short_title="Sign-in is down", summary="Nobody can sign in."
    )
    page = signed_in(desk).get(f"/edit/notices/new/template/{template.pk}/?about={risen.subject}")

    assert 'value="ERR5022"' in page.content.decode()

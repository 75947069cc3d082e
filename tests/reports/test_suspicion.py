"""Suspicion marks a report; only a flood far above any outage is turned away."""

from datetime import timedelta

import pytest

from kb.outbox.models import Delivery
from kb.reports.filing import HIDDEN_BOX, MANY_OF_ONE, TOO_QUICK, is_flood, judge, number_of_visitor
from kb.reports.models import Report
from tests.make import make_report
from tests.reports.conftest import NOON


@pytest.mark.parametrize(
    ("seconds", "honeypot", "of_visitor", "reasons"),
    [
        (3, "", 0, ()),
        (3600, "", 4, ()),
        (2.9, "", 0, (TOO_QUICK,)),
        (-1, "", 0, (TOO_QUICK,)),
        (30, "https://bad.example/", 0, (HIDDEN_BOX,)),
        (30, "", 5, (MANY_OF_ONE,)),
        (1, "x", 9, (HIDDEN_BOX, TOO_QUICK, MANY_OF_ONE)),
    ],
)
def test_reasons_are_given_in_words(seconds, honeypot, of_visitor, reasons):
    assert judge(seconds=seconds, honeypot=honeypot, of_visitor=of_visitor) == reasons


@pytest.mark.django_db
def test_sixth_report_of_one_visitor_within_an_hour_is_to_be_checked_and_kept():
    for minute in range(7):
        now = NOON + timedelta(minutes=minute)
        reasons = judge(seconds=60, honeypot="", of_visitor=number_of_visitor("ward computer", now))
        make_report(visitor="ward computer", suspicions=reasons, now=now)

    marked = [bool(report.suspicions) for report in Report.objects.order_by("pk")]
    assert marked == [False] * 5 + [True] * 2
    assert number_of_visitor("ward computer", NOON + timedelta(hours=1)) == 0
    assert number_of_visitor("another", NOON) == 0


@pytest.mark.django_db
def test_visitor_without_a_cookie_is_nobody():
    make_report(visitor="", now=NOON)

    assert number_of_visitor("", NOON) == 0


@pytest.mark.django_db
def test_three_hundred_people_behind_one_address_within_ten_minutes_are_all_stored_and_all_delivered():
    for number in range(300):
        now, visitor = NOON + timedelta(seconds=2 * number), f"visitor {number}"
        assert not is_flood(now)
        reasons = judge(seconds=45, honeypot="", of_visitor=number_of_visitor(visitor, now))
        make_report(visitor=visitor, suspicions=reasons, now=now)

    assert Report.objects.count() == Report.objects.filter(suspicions=[]).count() == 300
    posted = Delivery.objects.filter(room="reports", purpose="desk", to="desk@example.org")
    assert set(posted.values_list("key", flat=True)) == set(Report.objects.values_list("reference", flat=True))


@pytest.mark.django_db
def test_flood_is_what_the_setting_says_within_the_last_hour(settings):
    settings.REPORT_FLOOD = 3
    make_report(now=NOON - timedelta(hours=1, seconds=1))
    for minute in (1, 2):
        make_report(now=NOON - timedelta(minutes=minute))
    assert not is_flood(NOON)

    make_report(now=NOON)

    assert is_flood(NOON)
    assert not is_flood(NOON + timedelta(hours=1))

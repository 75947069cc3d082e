"""Suspicion marks a report, whoever sends it; nobody is turned away."""

from datetime import timedelta

import pytest
from django.conf import settings as site

from kb.outbox.models import Delivery
from kb.reports import suspicion
from kb.reports.models import Report
from kb.reports.suspicion import (
    FLOOD,
    HIDDEN_BOX,
    MANY_OF_ADDRESS,
    MANY_OF_FORM,
    MANY_OF_ONE,
    TOO_QUICK,
    Origin,
    is_flood,
    judge,
)
from tests.at_once import WORKERS, on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_report
from tests.reports.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("seconds", "honeypot", "reasons"),
    [
        (3, "", ()),
        (3600, "", ()),
        (2.9, "", (TOO_QUICK,)),
        (-1, "", (TOO_QUICK,)),
        (30, "https://bad.example/", (HIDDEN_BOX,)),
        (1, "x", (HIDDEN_BOX, TOO_QUICK)),
    ],
)
def test_reasons_are_given_in_words(seconds, honeypot, reasons):
    assert judge(seconds=seconds, honeypot=honeypot) == reasons


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "why"),
    [
        (lambda number: Origin("ward computer", form=f"form {number}"), MANY_OF_ONE),
        (lambda number: Origin(f"dropped cookie {number}", form="one form"), MANY_OF_FORM),
    ],
)
def test_sixth_report_of_one_visitor_within_an_hour_is_to_be_checked_and_kept(origin, why):
    for number in range(7):
        make_report(origin=origin(number), text=f"Number {number}.", now=NOON + timedelta(minutes=number))

    assert [report.suspicions for report in Report.objects.order_by("pk")] == [[]] * 5 + [[why]] * 2
    assert make_report(origin=origin(8), now=NOON + HOUR).suspicions == []


@pytest.mark.django_db
def test_one_network_address_may_send_what_a_hospital_sends_and_no_more(monkeypatch):
    assert site.REPORT_FLOOD > suspicion.MOST_OF_ADDRESS > 300
    monkeypatch.setattr(suspicion, "MOST_OF_ADDRESS", 7)
    for number in range(9):
        make_report(origin=Origin(f"visitor {number}", form=f"form {number}", address="192.0.2.1"), now=NOON)

    assert [report.suspicions for report in Report.objects.order_by("pk")] == [[]] * 7 + [[MANY_OF_ADDRESS]] * 2
    assert make_report(origin=Origin("v", form="f", address="192.0.2.2"), now=NOON).suspicions == []


@pytest.mark.django_db
def test_who_cannot_be_told_apart_is_not_one_sender():
    for _ in range(8):
        make_report(now=NOON)

    assert not Report.objects.exclude(suspicions=[]).exists()


@pytest.mark.django_db
def test_three_hundred_people_behind_one_address_within_ten_minutes_are_all_stored_and_all_delivered():
    for number in range(300):
        now = NOON + timedelta(seconds=2 * number)
        make_report(origin=Origin(f"visitor {number}", form=f"form {number}", address="192.0.2.1"), now=now)

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
    assert not is_flood(NOON + HOUR)
    assert make_report(now=NOON).suspicions == [FLOOD]


@pytest.mark.usefixtures("shared_database")
def test_one_form_sent_many_times_at_once_is_marked_from_the_sixth_on():
    def send(number: int) -> bool:
        told = {"text": f"Number {number}.", "email": f"person{number}@example.org"}
        return make_report(origin=Origin(f"v{number}", form="one", address="192.0.2.1"), **told).is_suspicious

    marked = on_own_connections(send, times=6 * WORKERS)

    assert (len(marked), marked.count(False)) == (6 * WORKERS, 5)

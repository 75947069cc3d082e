"""Whose desk receives a report, and what may be said of it."""

from datetime import timedelta

import pytest

from kb.reports.delivery.receivers import receiver, receiver_of
from tests.make import make_report, make_service, make_vendor
from tests.reports.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings):
    settings.SERVICE_DESK_HOURS = "Mon-Fri 08:00-18:00"
    settings.SERVICE_DESK_REPLY_TIME = "within 2 working days"
    settings.SERVICE_DESK_PHONE = "01632 960010"
    settings.SERVICE_DESK_OUT_OF_HOURS_PHONE = "01632 960011"
    return settings


@pytest.mark.usefixtures("desk")
def test_everything_that_is_set_is_said():
    found = receiver("", now=NOON)

    assert (found.name, found.email, found.can_be_reached) == ("Harbour desk", "desk@example.org", True)
    assert (found.is_open, found.status) == (True, "Open now, until 6pm")
    assert found.hours_words == "Monday to Friday, 8am to 6pm"
    assert found.reply_words == "You usually get a reply within 2 working days."
    assert [phone.number for phone in found.phones] == ["01632 960010", "01632 960011"]
    assert found.phones[0].href == "tel:01632960010"


@pytest.mark.usefixtures("desk")
def test_closed_now_the_out_of_hours_phone_comes_first():
    found = receiver("", now=NOON + timedelta(hours=8))

    assert (found.is_open, found.status) == (False, "Closed now: opens 8am tomorrow")
    assert [phone.number for phone in found.phones] == ["01632 960011", "01632 960010"]


def test_what_is_not_set_is_said_to_be_unknown(settings):
    settings.SERVICE_DESK_EMAIL = ""

    found = receiver("", now=NOON)

    assert (found.email, found.can_be_reached, found.is_open, found.status) == ("", False, None, "")
    assert (found.phones, found.hours, found.hours_note) == ((), (), "")
    assert found.hours_words == "We do not know its opening hours."
    assert found.reply_words == "We cannot say when you will get a reply."


def test_route_of_a_service_is_another_address_of_the_same_desk(settings):
    settings.REPORT_ROUTES = {"spine": "spine@example.org"}

    routed, other, unknown = (receiver(slug, now=NOON) for slug in ("spine", "identity-agent", ""))

    assert (routed.name, routed.email, routed.is_outside) == ("Harbour desk", "spine@example.org", False)
    assert (other.email, unknown.email) == ("desk@example.org", "desk@example.org")


def test_nothing_goes_outside_unless_a_route_is_set():
    assert receiver("", now=NOON, outside="isosec").email == "desk@example.org"


@pytest.mark.usefixtures("desk")
def test_company_outside_is_named_and_nothing_of_our_desk_is_said_of_it(settings):
    settings.REPORT_ROUTES_OUTSIDE = {"isosec": "support@example.com"}
    make_vendor("isosec", name="Isosec", phone="01632 960111")

    found = receiver("spine", now=NOON, outside="isosec")

    assert (found.name, found.email, found.is_outside) == ("Isosec", "support@example.com", True)
    assert [phone.number for phone in found.phones] == ["01632 960111"]
    assert (found.hours, found.status, found.reply_words) == ((), "", "We cannot say when you will get a reply.")


def test_report_goes_to_the_receiver_that_the_form_named(settings):
    settings.REPORT_ROUTES = {"spine": "spine@example.org"}
    settings.REPORT_ROUTES_OUTSIDE = {"isosec": "support@example.com"}
    make_service("spine")
    make_vendor("isosec", name="Isosec")

    to_desk = make_report()
    routed = make_report(service="spine")
    outside = make_report(service="spine", outside="isosec")
    not_named = make_report(service="spine", card_type="VIRTUAL")

    reports = (to_desk, routed, outside, not_named)
    assert [report.sent_to for report in reports] == [
        "desk@example.org",
        "spine@example.org",
        "support@example.com",
        "spine@example.org",
    ]
    assert [receiver_of(report, NOON).name for report in reports] == ["Harbour desk"] * 2 + ["Isosec", "Harbour desk"]

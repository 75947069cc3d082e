"""Hand-offs are counted, exactly, and nothing else is kept."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from kb.catalogue.actions import save_vendor
from kb.catalogue.models import Vendor
from kb.catalogue.shelf_entries import VendorEntry
from kb.insight.handoffs.actions import count_hand_off
from kb.insight.models import HandOff
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures


def make_vendor(slug="isosec"):
    return save_vendor(entry=VendorEntry(slug=slug, name=slug, product="a card", summary="A company."), by=None)


def counts():
    return list(HandOff.objects.order_by("vendor__slug", "day").values_list("vendor__slug", "day", "count"))


@pytest.fixture
def now(monkeypatch):
    """What the clock says, to be set by the test."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.mark.django_db
def test_each_vendor_has_one_row_a_day(now):
    isosec, imprivata = make_vendor("isosec"), make_vendor("imprivata")

    now(datetime(2026, 11, 22, 12, tzinfo=UTC))
    count_hand_off(vendor=isosec)
    count_hand_off(vendor=isosec)
    count_hand_off(vendor=imprivata)
    now(datetime(2026, 11, 23, 12, tzinfo=UTC))
    count_hand_off(vendor=isosec)

    assert counts() == [
        ("imprivata", date(2026, 11, 22), 1),
        ("isosec", date(2026, 11, 22), 2),
        ("isosec", date(2026, 11, 23), 1),
    ]


@pytest.mark.django_db
def test_day_begins_at_midnight_in_the_uk(now):
    now(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))

    count_hand_off(vendor=make_vendor())

    assert counts() == [("isosec", date(2026, 7, 1), 1)]


@pytest.mark.django_db
def test_counting_costs_one_update_once_the_row_is_there(django_assert_num_queries):
    vendor = make_vendor()
    count_hand_off(vendor=vendor)

    with django_assert_num_queries(3):
        # Savepoint, update, release.
        count_hand_off(vendor=vendor)


def test_row_says_nothing_of_any_person():
    assert {field.name for field in HandOff._meta.get_fields()} == {"id", "vendor", "day", "count"}


@pytest.mark.usefixtures("shared_database")
def test_many_at_once_are_all_counted(now):
    now(datetime(2026, 11, 22, 12, tzinfo=UTC))
    on_own_connections(lambda _: make_vendor(), times=1, workers=1)

    on_own_connections(lambda _: count_hand_off(vendor=Vendor.objects.get()), times=40)

    assert on_own_connections(lambda _: counts(), times=1, workers=1) == [[("isosec", date(2026, 11, 22), 40)]]

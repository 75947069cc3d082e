"""Reading the counts."""

from datetime import date

import pytest

from kb.insight.models import HandOff
from tests.insight.test_hand_offs import make_vendor


@pytest.mark.django_db
def test_total_adds_up_the_days_since():
    vendor = make_vendor()
    for day, count in ((1, 5), (2, 3), (3, 2)):
        HandOff.objects.create(vendor=vendor, day=date(2026, 11, day), count=count)

    assert HandOff.objects.since(date(2026, 11, 2)).total() == 5
    assert HandOff.objects.since(date(2026, 12, 1)).total() == 0

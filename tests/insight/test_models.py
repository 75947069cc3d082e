"""The database refuses a second row for one vendor and day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kb.insight.models import HandOff
from tests.insight.test_hand_offs import make_vendor


@pytest.mark.django_db
def test_vendor_has_one_row_a_day():
    vendor = make_vendor()
    HandOff.objects.create(vendor=vendor, day=date(2026, 11, 22))

    # SQLite names the columns, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=r"hand_off_one_row_a_day|insight_handoff\.day"), transaction.atomic():
        HandOff.objects.create(vendor=vendor, day=date(2026, 11, 22))

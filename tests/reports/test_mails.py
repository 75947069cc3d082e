"""What the mails about a report say, and to whom."""

import pytest

from kb.outbox.models import Delivery
from tests.make import make_report

pytestmark = pytest.mark.django_db


def test_desk_and_reporter_are_each_written_to(settings):
    settings.SERVICE_DESK_EMAIL = "desk@example.org"

    report = make_report(email="sam@example.org")

    posted = Delivery.objects.of(room="reports", key=report.reference)
    assert {delivery.purpose: delivery.to for delivery in posted} == {
        "desk": "desk@example.org",
        "confirmation": "sam@example.org",
    }

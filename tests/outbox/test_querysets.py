"""Which deliveries need a person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.outbox.models import Delivery, Priority
from kb.outbox.settling import settled
from tests.make import make_delivery

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)
GIVEN_UP = settled(Delivery.State.FAILED, NOW)


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        ({"number_of_attempts": 6, "posted_at": NOW - HOUR}, True),
        ({"number_of_attempts": 5, "posted_at": NOW - HOUR + timedelta(seconds=1)}, False),
        ({"number_of_attempts": 0, "posted_at": NOW - 2 * HOUR}, False),
        ({"priority": Priority.URGENT, "posted_at": NOW - timedelta(minutes=5)}, True),
        ({"priority": Priority.URGENT, "posted_at": NOW - timedelta(seconds=299)}, False),
        ({"priority": Priority.URGENT, "posted_at": NOW - HOUR} | settled(Delivery.State.SENT, NOW), False),
        (GIVEN_UP | {"posted_at": NOW}, True),
        (GIVEN_UP | {"to": "", "content": {}}, False),
        (settled(Delivery.State.SENT, NOW) | {"number_of_attempts": 9, "posted_at": NOW - 2 * HOUR}, False),
        (settled(Delivery.State.DROPPED, NOW) | {"number_of_attempts": 9, "posted_at": NOW - 2 * HOUR}, False),
    ],
)
def test_attention_is_for_what_was_given_up_or_fails_for_an_hour_or_is_urgent_and_late(facts, needs):
    delivery = make_delivery()
    Delivery.objects.update(**facts)

    assert (delivery in Delivery.objects.needing_attention(NOW)) is needs


def test_deliveries_are_found_by_room_and_key():
    own, _other = make_delivery(key="K7MW2QXR"), make_delivery(key="AAAA2222")

    assert list(Delivery.objects.of(room="reports", key="K7MW2QXR")) == [own]
    assert not Delivery.objects.of(room="accounts", key="K7MW2QXR").exists()

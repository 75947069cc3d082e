"""Of any number of workers one holds a delivery, until it settles it or its time is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kb.outbox.answers import HANDED_OVER, Answer, Outcome
from kb.outbox.backends import LONGEST_DIALOGUE
from kb.outbox.claims import LEASE, claim_next
from kb.outbox.models import Delivery, Priority
from kb.outbox.settling import settle
from tests.make import make_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def delivery():
    return made()


def made(**facts) -> Delivery:
    """Posted and due at NOW, whatever the clock says."""
    delivery = make_delivery()
    Delivery.objects.filter(pk=delivery.pk).update(**{"posted_at": NOW, "due_at": NOW, **facts})
    delivery.refresh_from_db()
    return delivery


def test_nothing_due_is_nothing_claimed():
    made(due_at=NOW + SECOND)

    assert claim_next(NOW) is None


def test_claim_has_a_token_and_an_end(delivery):
    claimed = claim_next(NOW)

    assert (claimed.pk, claimed.state, claimed.claim_ends_at) == (delivery.pk, "CLAIMED", NOW + LEASE)
    assert len(claimed.claim) == 32


def test_claimed_delivery_is_nobody_elses(delivery):
    claim_next(NOW)

    assert claim_next(NOW) is None
    assert claim_next(NOW + LEASE - SECOND) is None


def test_longest_due_is_first():
    newer, older = made(), made(due_at=NOW - SECOND)

    assert [claim_next(NOW).pk, claim_next(NOW).pk] == [older.pk, newer.pk]


def test_urgent_one_is_before_all_others_however_long_they_are_due():
    ordinary, urgent = made(due_at=NOW - timedelta(days=1)), made(priority=Priority.URGENT)
    later, summary = made(priority=Priority.URGENT), made(priority=Priority.SUMMARY)

    claimed = [claim_next(NOW).pk for _ in range(4)]

    assert claimed == [summary.pk, urgent.pk, later.pk, ordinary.pk]


def test_urgent_one_that_is_not_due_keeps_nobody_waiting():
    made(priority=Priority.URGENT, due_at=NOW + SECOND)
    ordinary = made()

    assert claim_next(NOW).pk == ordinary.pk
    assert claim_next(NOW) is None


def test_urgent_one_whose_worker_died_is_before_the_others_again():
    urgent = made(priority=Priority.URGENT)
    claim_next(NOW)
    made()

    assert claim_next(NOW + LEASE).pk == urgent.pk


@pytest.mark.parametrize("now", [NOW, NOW - timedelta(days=1)])
def test_next_one_is_found_without_sorting_all_that_wait(now):
    """PostgreSQL may read and sort a table as small as this one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    made()

    plan = Delivery.objects.due(now).in_order()[:1].explain()

    assert "outbox_delivery_in_order" in plan
    assert not any(sorting in plan for sorting in ("TEMP B-TREE", "Sort"))


def test_delivery_whose_claim_is_over_is_claimed_again_and_the_loss_is_written_down(delivery):
    first = claim_next(NOW)

    second = claim_next(NOW + LEASE)

    assert second.pk == delivery.pk
    assert second.claim != first.claim
    assert second.claim_ends_at == NOW + 2 * LEASE
    assert second.number_of_attempts == 1
    assert [attempt.outcome for attempt in delivery.attempts.all()] == ["LOST"]


def test_message_that_ends_every_worker_is_given_up_in_the_end(delivery):
    Delivery.objects.update(posted_at=NOW - timedelta(days=3), number_of_attempts=9)
    claim_next(NOW)

    assert claim_next(NOW + LEASE) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.settled_at) == ("FAILED", NOW + LEASE)


def test_one_that_is_given_up_does_not_hide_the_next():
    made(number_of_attempts=9, posted_at=NOW - timedelta(days=3))
    claim_next(NOW)
    waiting = made(due_at=NOW + LEASE)

    assert claim_next(NOW + LEASE).pk == waiting.pk


def test_who_lost_the_claim_may_not_settle_and_the_attempt_is_kept(delivery):
    late = claim_next(NOW)
    in_time = claim_next(NOW + LEASE)

    assert not settle(delivery=late, answer=Answer(Outcome.REFUSED, 550, "no"), now=NOW + LEASE, draw=0.5)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.claim) == ("CLAIMED", in_time.claim)
    assert settle(delivery=in_time, answer=HANDED_OVER, now=NOW + LEASE, draw=0.5)
    delivery.refresh_from_db()
    assert delivery.state == "SENT"
    outcomes = delivery.attempts.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["LOST", "REFUSED", "SENT"]


def test_claim_lasts_longer_than_any_dialogue():
    assert LEASE.total_seconds() > LONGEST_DIALOGUE

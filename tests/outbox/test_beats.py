"""How anybody can tell that a worker is at work."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from kb.outbox import heartbeats
from kb.outbox.models import Heartbeat

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_worker_counts_for_two_minutes_after_its_sign_of_life():
    heartbeats.beat(NOW)

    assert heartbeats.number_of_workers(NOW + heartbeats.GONE_AFTER) == 1
    assert heartbeats.number_of_workers(NOW + heartbeats.GONE_AFTER + timedelta(seconds=1)) == 0


def test_worker_has_one_row_however_often_it_shows_life():
    for number in range(3):
        heartbeats.beat(NOW + timedelta(minutes=number))

    assert [beat.seen_at for beat in Heartbeat.objects.all()] == [NOW + timedelta(minutes=2)]


def test_worker_that_ends_says_so_for_itself_only():
    Heartbeat.objects.create(name="another", seen_at=NOW)
    heartbeats.beat(NOW)

    heartbeats.end()

    assert [beat.name for beat in Heartbeat.objects.all()] == ["another"]


def test_sign_of_life_does_not_say_on_which_machine():
    heartbeats.beat(NOW)

    assert socket.gethostname() not in Heartbeat.objects.get().name

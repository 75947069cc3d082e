"""How long anything that was sent is remembered."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from kb.lib import holders
from kb.outbox.models import Attempt, Delivery, Heartbeat
from kb.outbox.retention import forget
from kb.outbox.settling import settled
from tests.make import make_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MONTH, LONG = timedelta(days=30), timedelta(days=400)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.MAIL_FOLDER


def made(state: str, settled_at: datetime) -> Delivery:
    delivery = make_delivery()
    Delivery.objects.filter(pk=delivery.pk).update(**settled(Delivery.State(state), settled_at))
    return delivery


@pytest.mark.parametrize("state", ["SENT", "DROPPED", "FAILED"])
def test_address_goes_thirty_days_after_settling(state):
    delivery, younger = made(state, NOW - MONTH), made(state, NOW - MONTH + SECOND)

    assert forget(NOW) == 1

    for row in (delivery, younger):
        row.refresh_from_db()
    assert (delivery.to, delivery.content) == ("", {})
    assert younger.to == "desk@example.org"
    assert forget(NOW) == 0


def test_words_of_a_message_that_was_given_up_stay_until_then():
    given_up = made("FAILED", NOW - MONTH + SECOND)

    forget(NOW)

    given_up.refresh_from_db()
    assert given_up.content["text"]
    assert given_up in Delivery.objects.needing_attention(NOW)
    forget(NOW + SECOND)
    assert given_up not in Delivery.objects.needing_attention(NOW)


def test_row_and_its_attempts_go_after_400_days():
    old, younger = made("SENT", NOW - LONG), made("SENT", NOW - LONG + SECOND)
    for delivery in (old, younger):
        delivery.attempts.create(outcome="SENT")

    forget(NOW)

    assert list(Delivery.objects.all()) == [younger]
    assert [attempt.delivery for attempt in Attempt.objects.all()] == [younger]


@pytest.mark.parametrize("state", ["WAITING", "CLAIMED"])
def test_what_still_waits_is_never_forgotten(state):
    delivery = make_delivery()
    claim = {"claim": "x", "claim_ends_at": NOW} if state == "CLAIMED" else {}
    Delivery.objects.update(posted_at=NOW - 2 * LONG, state=state, **claim)

    assert forget(NOW) == 0

    delivery.refresh_from_db()
    assert delivery.content["text"]


def test_many_go_in_several_rounds(monkeypatch):
    monkeypatch.setattr(holders, "AT_ONCE", 2)
    for _ in range(3):
        made("SENT", NOW - MONTH)

    assert [forget(NOW), forget(NOW), forget(NOW)] == [2, 1, 0]


def test_signs_of_life_go_after_a_day():
    Heartbeat.objects.create(name="old", seen_at=NOW - timedelta(days=1))
    Heartbeat.objects.create(name="younger", seen_at=NOW - timedelta(days=1) + SECOND)

    forget(NOW)

    assert [beat.name for beat in Heartbeat.objects.all()] == ["younger"]


def test_mails_written_to_files_go_after_thirty_days(folder):
    folder.mkdir()
    for name, age in (("old.eml", MONTH), ("younger.eml", MONTH - SECOND), ("not-ours.txt", MONTH)):
        (folder / name).touch()
        os.utime(folder / name, times=2 * ((NOW - age).timestamp(),))

    assert forget(NOW) == 1

    assert sorted(file.name for file in folder.iterdir()) == ["not-ours.txt", "younger.eml"]


def test_folder_that_is_not_there_is_no_trouble():
    assert forget(NOW) == 0

"""The worker's day."""

import logging
import os
import signal
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from kb.operate import worker as worker_module
from kb.operate.worker import CHORES, CHORES_EVERY, DATABASE_AWAY, IDLE, Loop
from kb.outbox import retention
from kb.outbox.models import Delivery, Heartbeat
from kb.search.index.text import FORM
from kb.search.models import SearchMeta
from tests.make import make_article, make_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def done(monkeypatch) -> list[datetime]:
    """When the one chore of this test was done."""
    times: list[datetime] = []
    monkeypatch.setattr(worker_module, "CHORES", (times.append,))
    return times


@pytest.fixture
def _no_close(monkeypatch):
    """The connection of the test stays."""
    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)


pytestmark = [pytestmark, pytest.mark.usefixtures("_no_close")]


def test_turn_sends_one_message_and_does_not_rest(mailoutbox):
    make_delivery(), make_delivery()
    loop = Loop()

    assert loop.turn(NOW) == 0

    assert [len(mailoutbox), Delivery.objects.filter(state="SENT").count()] == [1, 1]


def test_turn_without_anything_due_rests_a_second():
    assert Loop().turn(NOW) == IDLE


def test_chores_are_done_each_minute_also_while_there_is_much_to_send(done, mailoutbox):
    loop = Loop()
    for _ in range(3):
        make_delivery()

    for moment in (NOW, NOW + CHORES_EVERY - SECOND, NOW + CHORES_EVERY):
        loop.turn(moment)

    assert done == [NOW, NOW + CHORES_EVERY]
    assert len(mailoutbox) == 3


def test_chore_that_fails_is_told_and_stops_neither_the_others_nor_the_work(done, monkeypatch, mailoutbox, caplog):
    def fail(now: datetime) -> None:
        raise RuntimeError("no room left")

    monkeypatch.setattr(worker_module, "CHORES", (fail, done.append))
    make_delivery()

    assert Loop().turn(NOW) == 0

    assert "test_chore_that_fails" in caplog.text
    assert (done, len(mailoutbox)) == ([NOW], 1)


def test_what_was_sent_is_forgotten_by_the_way():
    assert retention.forget in CHORES


def test_index_is_built_anew_between_the_mails(mailoutbox):
    make_article(title="Gemplus")
    SearchMeta.objects.update(form=0)
    make_delivery(), make_delivery()
    loop = Loop()

    assert [loop.turn(NOW), loop.turn(NOW)] == [0, 0]
    assert (len(mailoutbox), SearchMeta.objects.get().building) == (2, None)
    while loop.turn(NOW) == 0:
        pass

    meta = SearchMeta.objects.get()
    assert (meta.form, meta.generation, meta.building) == (FORM, 2, None)


def test_who_starts_it_by_the_clock_has_the_index_built_too():
    make_article(title="Gemplus")
    SearchMeta.objects.update(form=0)

    Loop().run_once(NOW)

    assert SearchMeta.objects.get().form == FORM


def test_index_that_cannot_be_built_stops_no_mail(monkeypatch, mailoutbox, caplog):
    make_article(title="Gemplus")
    SearchMeta.objects.update(form=0)
    loop = Loop()

    def fail(now: datetime) -> bool:
        raise RuntimeError("odd")

    monkeypatch.setattr(loop.renewal, "go_on", fail)
    assert loop.turn(NOW) == IDLE
    make_delivery()
    loop.turn(NOW)

    assert len(mailoutbox) == 1
    assert "could not be built anew" in caplog.text


def test_worker_shows_life():
    loop = Loop()

    loop.turn(NOW)
    loop.turn(NOW + SECOND)
    loop.turn(NOW + timedelta(seconds=20))

    assert [beat.seen_at for beat in Heartbeat.objects.all()] == [NOW + timedelta(seconds=20)]


def test_database_that_is_away_is_told_once_and_asked_again(monkeypatch, caplog):
    loop = Loop()
    answers = iter([OperationalError("away"), OperationalError("away"), None, None])

    def work() -> None:
        if error := next(answers):
            raise error

    monkeypatch.setattr(worker_module, "work_on_next", work)
    with caplog.at_level(logging.WARNING):
        rests = [loop.turn(NOW) for _ in range(4)]

    assert rests == [DATABASE_AWAY, DATABASE_AWAY, IDLE, IDLE]
    assert [record.message for record in caplog.records] == [
        "The database does not answer (away); it is asked again until it does.",
        "The database answers again.",
    ]


def test_message_that_cannot_be_worked_on_does_not_end_the_worker(mailoutbox, caplog):
    broken = make_delivery()
    Delivery.objects.filter(pk=broken.pk).update(content={"unheard": "of"})
    make_delivery()
    loop = Loop()

    assert [loop.turn(NOW), loop.turn(NOW)] == [IDLE, 0]
    assert len(mailoutbox) == 1
    assert "could not be worked on" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_ends_on_a_signal_after_the_message_in_hand(number, monkeypatch, mailoutbox):
    make_delivery(), make_delivery()
    loop = Loop()
    work = worker_module.work_on_next

    def struck_in_the_middle() -> object:
        os.kill(os.getpid(), number)
        return work()

    monkeypatch.setattr(worker_module, "work_on_next", struck_in_the_middle)
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)]
    try:
        loop.stop_on_signals()
        loop.run()
    finally:
        for each, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(each, handler)

    assert len(mailoutbox) == 1
    assert not Heartbeat.objects.exists()


def test_worker_shows_its_keeper_each_step(done):
    read_by, written_by = os.pipe()
    loop = Loop(pulse=written_by)

    loop.turn(NOW)

    with closing(os.fdopen(read_by, "rb")) as keeper:
        os.close(written_by)
        assert len(keeper.read()) > len(done) > 0
    assert loop.turn(NOW) == IDLE  # and goes on where nobody reads it


def test_worker_ends_when_its_parent_is_gone():
    assert Loop(parent=os.getppid()).goes_on()
    assert not Loop(parent=os.getpid()).goes_on()

"""Several workers at one outbox at the same time."""

from collections import Counter

import pytest
from django.utils import timezone

from kb.outbox.claims import claim_next
from kb.outbox.models import Attempt, Delivery, Priority
from kb.outbox.worker import work_once
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_delivery
from tests.outbox.processes import start_worker

pytestmark = pytest.mark.usefixtures("shared_database")
MAILS = 40


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


@pytest.fixture
def posted() -> set[str]:
    """Their Message-IDs."""
    return alone(lambda: {make_delivery(key=str(number)).message_id for number in range(MAILS)})


def assert_each_was_sent_once(posted, mail_server):
    assert Counter(mail["Message-ID"] for mail in mail_server.taken) == dict.fromkeys(posted, 1)
    assert alone(lambda: Delivery.objects.filter(state="SENT").count()) == MAILS
    assert alone(Attempt.objects.count) == MAILS


def test_four_workers_send_no_mail_twice(posted, mail_server):
    outcomes = on_own_connections(lambda _: work_once(), times=4)

    assert sum(outcome.total() for outcome in outcomes) == MAILS
    assert_each_was_sent_once(posted, mail_server)


def test_four_processes_send_no_mail_twice(posted, mail_server):
    workers = [start_worker(port=mail_server.port) for _ in range(4)]

    said = [worker.communicate(timeout=60)[0] for worker in workers]

    assert [worker.returncode for worker in workers] == [0] * 4, said
    assert_each_was_sent_once(posted, mail_server)


def test_workers_that_claim_at_once_leave_no_urgent_one_for_later():
    workers, each = 4, 5

    def post(_: int) -> set[int]:
        for number in range(MAILS):
            make_delivery(key=f"ordinary {number}")
        return {make_delivery(priority=Priority.URGENT).pk for _ in range(workers * each)}

    (urgent,) = on_own_connections(post, times=1, workers=1)
    now = timezone.now()

    claimed = on_own_connections(lambda _: [claim_next(now).pk for _ in range(each)], times=workers)

    assert {pk for pks in claimed for pk in pks} == urgent

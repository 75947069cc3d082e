"""Several workers at one outbox at the same time."""

from collections import Counter

import pytest

from kb.outbox.models import Attempt, Delivery
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

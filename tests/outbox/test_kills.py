"""Workers killed with SIGKILL at each point: nothing is lost, and only what the mail server had taken comes twice.

Eight workers, each with a delivery and a mail server of its own, so that each is killed at its very point.
"""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone

from kb.outbox.models import Attempt, Delivery
from kb.outbox.worker import work_once
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_delivery
from tests.outbox.mail_server import MailServer
from tests.outbox.processes import start_together

pytestmark = pytest.mark.usefixtures("shared_database")
DELIVERIES = 8
# The point → the step of the dialogue at which it has been reached.
BEFORE_IT_IS_TAKEN = {"after the claim": "EHLO", "before DATA": "RCPT", "after DATA, before 250": "DATA"}
AFTER_250_BEFORE_SETTLING = "QUIT"


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


@pytest.fixture
def posted() -> set[str]:
    """Their Message-IDs."""
    return alone(lambda: {make_delivery(key=str(number)).message_id for number in range(DELIVERIES)})


@pytest.fixture
def own_servers() -> Iterator[list[MailServer]]:
    with ExitStack() as stack:
        yield [stack.enter_context(MailServer()) for _ in range(DELIVERIES)]


def kill_at(step: str, servers: list[MailServer]) -> list[str]:
    """Starts a worker for each server, and kills it there. Answers the Message-IDs that were taken."""
    with start_together([server.port for server in servers]) as starter:
        said = starter.stdout.readline()
        for server, worker in zip(servers, json.loads(said), strict=True):
            server.at[step] = lambda worker=worker: os.kill(worker, signal.SIGKILL)
        ended = starter.communicate("go\n", timeout=60)[0]
    assert json.loads(ended) == [-signal.SIGKILL] * DELIVERIES
    # What was answered to a dead worker is not taken: it never heard of it.
    return [mail["Message-ID"] for server in servers for mail in server.taken] if step == "QUIT" else []


def end_all_claims() -> None:
    assert Delivery.objects.filter(state="CLAIMED").count() == DELIVERIES
    assert work_once() == {}, "nobody may have them before their claims are over"
    Delivery.objects.update(claim_ends_at=timezone.now() - timedelta(seconds=1))


def assert_all_is_well_now(mail_server: MailServer, posted: set[str], *, taken_before: list[str], times: int) -> None:
    alone(end_all_claims)
    alone(work_once)

    taken = taken_before + [mail["Message-ID"] for mail in mail_server.taken]
    assert Counter(taken) == dict.fromkeys(posted, times)
    assert alone(lambda: Delivery.objects.filter(state="SENT").count()) == DELIVERIES
    assert alone(lambda: Attempt.objects.filter(outcome="LOST").count()) == DELIVERIES


@pytest.mark.parametrize("step", BEFORE_IT_IS_TAKEN.values(), ids=BEFORE_IT_IS_TAKEN)
def test_worker_killed_before_the_mail_is_taken_loses_nothing_and_sends_nothing_twice(
    step, posted, own_servers, mail_server
):
    taken = kill_at(step, own_servers)

    assert_all_is_well_now(mail_server, posted, taken_before=taken, times=1)


def test_worker_killed_between_250_and_settling_sends_again_with_the_same_message_id(posted, own_servers, mail_server):
    taken = kill_at(AFTER_250_BEFORE_SETTLING, own_servers)

    assert set(taken) == posted
    assert_all_is_well_now(mail_server, posted, taken_before=taken, times=2)

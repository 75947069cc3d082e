"""What becomes of a delivery after an attempt."""

from datetime import UTC, datetime, timedelta

import pytest

from kb.outbox.answers import HANDED_OVER, Answer, Outcome
from kb.outbox.claims import claim_next
from kb.outbox.message import File
from kb.outbox.models import Delivery
from kb.outbox.settling import settle
from tests.make import make_delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SCREENSHOT = File(stored="a1.png", name="shot.png", content_type="image/png")


def claimed(*, files=(), **facts) -> Delivery:
    delivery = make_delivery(files=files)
    Delivery.objects.filter(pk=delivery.pk).update(**{"posted_at": NOW, "due_at": NOW, **facts})
    claim = claim_next(NOW)
    assert claim
    return claim


def after(delivery: Delivery, answer: Answer) -> Delivery:
    assert settle(delivery=delivery, answer=answer, now=NOW, draw=0.5)
    delivery.refresh_from_db()
    assert (delivery.claim, delivery.claim_ends_at) == ("", None)
    return delivery


def test_handed_over_message_keeps_no_word_of_what_it_said():
    delivery = after(claimed(), HANDED_OVER)

    assert (delivery.state, delivery.settled_at, delivery.content) == ("SENT", NOW, {})
    assert (delivery.to, delivery.number_of_attempts) == ("desk@example.org", 1)


def test_message_that_is_not_taken_now_waits():
    delivery = after(claimed(), Answer(Outcome.LATER, 451, "later"))

    assert (delivery.state, delivery.due_at) == ("WAITING", NOW + timedelta(minutes=1))
    assert delivery.content["text"]
    (attempt,) = delivery.attempts.all()
    assert (attempt.at, attempt.outcome, attempt.reply_code, attempt.reply) == (NOW, "LATER", 451, "later")


def test_each_failure_makes_the_next_wait_longer():
    delivery = after(claimed(number_of_attempts=4), Answer(Outcome.LATER))

    assert (delivery.due_at, delivery.number_of_attempts) == (NOW + timedelta(minutes=15), 5)


@pytest.mark.parametrize(
    ("answer", "age"),
    [(Answer(Outcome.REFUSED, 550, "no"), timedelta(0)), (Answer(Outcome.LATER), timedelta(days=3))],
)
def test_message_that_is_given_up_keeps_its_words_for_a_replay(answer, age):
    delivery = after(claimed(posted_at=NOW - age, number_of_attempts=80), answer)

    assert (delivery.state, delivery.settled_at) == ("FAILED", NOW)
    assert delivery.content["text"]


NO_ROOM = [Answer(Outcome.TOO_LARGE, 554, "5.3.4"), Answer(Outcome.TOO_LARGE, 552, "5.3.4"), Answer(Outcome.FULL, 452)]


@pytest.mark.parametrize("answer", NO_ROOM)
def test_message_for_which_there_is_no_room_is_due_at_once_without_its_files(answer):
    delivery = after(claimed(files=(SCREENSHOT,)), answer)

    assert (delivery.state, delivery.due_at, delivery.without_files) == ("WAITING", NOW, True)


@pytest.mark.parametrize("facts", [{}, {"files": (SCREENSHOT,), "without_files": True}])
def test_message_refused_for_its_size_that_has_no_files_to_leave_out_is_given_up(facts):
    delivery = after(claimed(**facts), Answer(Outcome.TOO_LARGE, 554, "5.3.4 too large"))

    assert delivery.state == "FAILED"


@pytest.mark.parametrize("facts", [{}, {"files": (SCREENSHOT,), "without_files": True}])
@pytest.mark.parametrize(
    "answer", [Answer(Outcome.TOO_LARGE, 552, "5.3.4"), Answer(Outcome.FULL, 552), Answer(Outcome.FULL, 550, "5.2.2")]
)
def test_message_without_files_for_which_the_mailbox_has_no_room_is_tried_for_three_days(answer, facts):
    """552 is one of those, whatever stands behind it: a message without files is too large for nobody."""
    delivery = after(claimed(**facts), answer)
    late = after(claimed(posted_at=NOW - timedelta(days=3), number_of_attempts=80, **facts), answer)

    assert (delivery.state, delivery.due_at) == ("WAITING", NOW + timedelta(minutes=1))
    assert late.state == "FAILED"

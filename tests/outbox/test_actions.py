"""Posting, and what may be done to a message afterwards."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.outbox.actions import AlreadySettled, drop, replay, rewrite
from kb.outbox.answers import HANDED_OVER, Answer, Outcome
from kb.outbox.claims import claim_next
from kb.outbox.message import NotAnAddress
from kb.outbox.models import Delivery
from kb.outbox.settling import settle
from tests.make import make_delivery, make_mail

pytestmark = pytest.mark.django_db


def given_up() -> Delivery:
    return settled(Answer(Outcome.REFUSED, 550, "no"))


def settled(answer: Answer) -> Delivery:
    delivery = make_delivery()
    claim = claim_next(timezone.now())
    assert claim
    settle(delivery=claim, answer=answer, now=timezone.now(), draw=0.5)
    delivery.refresh_from_db()
    return delivery


def test_posted_message_waits_and_is_due():
    delivery = make_delivery(subject="Report\r\nBcc: all@example.org")

    assert delivery in Delivery.objects.due(timezone.now())
    assert (delivery.to, delivery.content["subject"]) == ("desk@example.org", "Report Bcc: all@example.org")
    assert delivery.message_id.endswith("@127.0.0.1>")


def test_message_to_no_address_is_not_posted():
    with pytest.raises(NotAnAddress):
        make_delivery(to="desk@example.org\nBcc: all@example.org")

    assert not Delivery.objects.exists()


def test_message_goes_with_the_transaction_that_posted_it():
    with transaction.atomic():
        make_delivery()
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize("make", [make_delivery, given_up])
def test_rewritten_message_says_something_else(make):
    delivery = rewrite(delivery=make(), mail=make_mail("other@example.org", text="[removed]"))

    delivery.refresh_from_db()
    assert (delivery.to, delivery.content["text"]) == ("other@example.org", "[removed]")


@pytest.mark.parametrize("make", [make_delivery, given_up])
def test_dropped_message_says_nothing_and_is_not_sent(make):
    delivery = drop(delivery=make())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.content) == ("DROPPED", {})
    assert claim_next(timezone.now() + timedelta(days=1)) is None


def test_message_dropped_while_it_was_being_sent_stays_dropped():
    make_delivery()
    claim = claim_next(timezone.now())
    assert claim
    delivery = drop(delivery=claim)

    assert not settle(delivery=claim, answer=HANDED_OVER, now=timezone.now(), draw=0.5)
    delivery.refresh_from_db()
    assert delivery.state == "DROPPED"


@pytest.mark.parametrize(
    "act",
    [
        lambda delivery: rewrite(delivery=delivery, mail=make_mail()),
        lambda delivery: drop(delivery=delivery),
        lambda delivery: replay(delivery=delivery, by=None),
    ],
)
def test_nothing_can_be_done_to_a_message_that_was_handed_over(act):
    delivery = settled(HANDED_OVER)

    with pytest.raises(AlreadySettled):
        act(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.content) == ("SENT", {})
    assert not AuditEntry.objects.filter(verb="replayed a delivery").exists()


def test_replayed_message_is_due_with_all_its_attempts_before_it(desk):
    delivery = replay(delivery=given_up(), by=desk)

    assert (delivery.state, delivery.number_of_attempts, delivery.settled_at) == ("WAITING", 0, None)
    assert claim_next(timezone.now()).pk == delivery.pk
    entry = AuditEntry.objects.get(verb="replayed a delivery")
    assert (entry.actor, entry.subject) == (desk, "desk of reports K7MW2QXR")


def test_waiting_message_is_replayed_now_and_not_in_an_hour():
    delivery = make_delivery()
    Delivery.objects.update(due_at=timezone.now() + timedelta(hours=1))

    replay(delivery=delivery, by=None)

    assert claim_next(timezone.now())


def test_replay_leaves_the_claim_of_a_worker_alone():
    delivery = make_delivery()
    claim = claim_next(timezone.now())

    replay(delivery=delivery, by=None)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.claim) == ("CLAIMED", claim.claim)


def test_replay_that_cannot_be_recorded_does_not_happen(desk, monkeypatch):
    delivery = given_up()

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kb.accounts.audit.record", fail)

    with pytest.raises(RuntimeError):
        replay(delivery=delivery, by=desk)
    delivery.refresh_from_db()
    assert delivery.state == "FAILED"

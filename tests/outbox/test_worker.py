"""The worker and mail servers in every mood: what becomes of a delivery, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError

from kb.outbox import backends, worker
from kb.outbox.answers import Outcome
from kb.outbox.message import File
from kb.outbox.models import Delivery
from kb.outbox.worker import work_once
from tests.make import make_delivery
from tests.outbox.mail_server import DROP, HANG, MailServer, ScriptedServer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GREETING, HELLO = b"220 hello\r\n", b"250 hello\r\n"
SOON = {"timeout": 0.3}


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.5)


@pytest.fixture
def delivery():
    return made()


def made(**facts) -> Delivery:
    """Posted and due at NOW, whatever the clock says."""
    delivery = make_delivery(**facts)
    Delivery.objects.filter(pk=delivery.pk).update(posted_at=NOW, due_at=NOW)
    return delivery


def attempts(delivery: Delivery) -> list[tuple[str, int | None]]:
    return list(delivery.attempts.order_by("pk").values_list("outcome", "reply_code"))


def is_tried_again(delivery: Delivery, *, code: int | None = None) -> bool:
    """One attempt, and the next in a minute."""
    delivery.refresh_from_db()
    assert attempts(delivery) == [("LATER", code)]
    assert delivery.content["text"]
    return (delivery.state, delivery.due_at) == ("WAITING", NOW + timedelta(minutes=1))


def test_message_is_handed_over(delivery, mail_server):
    assert work_once(NOW) == {Outcome.SENT: 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.settled_at, delivery.content) == ("SENT", NOW, {})
    (mail,) = mail_server.taken
    assert mail_server.receivers == ["desk@example.org"]
    assert mail["Message-ID"] == delivery.message_id
    assert mail["Auto-Submitted"] == "auto-generated"


def test_everything_that_is_due_is_sent_and_nothing_else(mail_server):
    due = [made(), made(), made()]
    not_yet = make_delivery()
    Delivery.objects.filter(pk=not_yet.pk).update(due_at=NOW + timedelta(seconds=1))

    assert work_once(NOW) == {Outcome.SENT: 3}

    assert {mail["Message-ID"] for mail in mail_server.taken} == {delivery.message_id for delivery in due}
    assert work_once(NOW) == {}


def test_worker_that_is_told_to_stop_ends_after_the_message_in_hand(mail_server):
    made(), made()
    answers = iter([True, False])

    assert work_once(NOW, goes_on=lambda: next(answers)) == {Outcome.SENT: 1}


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("DATA", "421 4.3.2 closing", 421),
        ("RCPT", "421 4.3.2 closing", 421),
        ("RCPT", "450 4.2.0 greylisted", 450),
        ("MAIL", "451 4.3.0 busy", 451),
        ("MAIL", "530 5.7.0 sign in first", 530),
        ("DATA", "452 4.3.1 no room", 452),
    ],
)
def test_message_that_is_not_taken_now_is_tried_again(step, answer, code, delivery, mail_server):
    mail_server.says[step] = answer

    assert work_once(NOW) == {Outcome.LATER: 1}

    assert is_tried_again(delivery, code=code)
    assert mail_server.taken == []


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [
        ("RCPT", "550 5.1.1 <desk@example.org> unknown", 550),
        ("MAIL", "553 5.7.1 not from you", 553),
        ("DATA", "554 5.7.1 looks like spam", 554),
        ("DATA", "554 5.3.4 too large", 554),
    ],
)
def test_message_that_is_refused_for_good_is_given_up_at_once(step, answer, code, delivery, mail_server):
    mail_server.says[step] = answer

    work_once(NOW)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.settled_at) == ("FAILED", NOW)
    (attempt,) = delivery.attempts.all()
    assert attempt.reply_code == code
    assert "example.org" not in attempt.reply
    assert delivery in Delivery.objects.needing_attention(NOW)


def test_refused_connection_is_tried_again(delivery, mails_go_to):
    with MailServer() as server:
        mails_go_to(server.port)

    work_once(NOW)

    assert is_tried_again(delivery)


@pytest.mark.parametrize(
    ("script", "options"),
    [
        ([HANG], SOON),
        ([GREETING, HANG], SOON),
        ([GREETING, HELLO, HELLO, HELLO, b"354 go on\r\n", HANG], SOON),
        ([DROP], {}),
        ([GREETING, HELLO, HELLO, HELLO, b"354 go on\r\n", DROP], {}),
        ([b"554 no service here\r\n"], {}),
        ([GREETING, b"nonsense\r\n"], {}),
        ([GREETING, HELLO], {"use_tls": True}),
        ([GREETING, b"250-hello\r\n250 STARTTLS\r\n", b"220 go on\r\n", b"this is no TLS\r\n"], {"use_tls": True}),
        ([GREETING], {"use_ssl": True}),
    ],
    ids=[
        "hangs before the greeting",
        "hangs after it",
        "hangs in the middle of DATA",
        "drops the connection",
        "drops it in the middle of DATA",
        "has no service",
        "talks nonsense",
        "has no TLS to offer",
        "breaks TLS",
        "speaks no TLS",
    ],
)
def test_mail_server_that_fails_is_tried_again(script, options, delivery, mails_go_to):
    with ScriptedServer(*script) as server:
        mails_go_to(server.port, **options)
        work_once(NOW)

    delivery.refresh_from_db()
    assert [outcome for outcome, _ in attempts(delivery)] == ["LATER"]
    assert (delivery.state, delivery.due_at) == ("WAITING", NOW + timedelta(minutes=1))


def test_mail_server_that_says_a_letter_now_and_then_does_not_outlast_the_claim(delivery, mails_go_to, monkeypatch):
    monkeypatch.setattr(backends, "LONGEST_DIALOGUE", 0.5)
    with ScriptedServer(b"220 " + b"x" * 1000, pause=0.05) as server:
        mails_go_to(server.port)
        work_once(NOW)

    assert is_tried_again(delivery)
    assert server.letters_said < 500


@pytest.mark.parametrize(("password", "outcome"), [("right", Outcome.SENT), ("wrong", Outcome.LATER)])
def test_our_own_sign_in_being_refused_is_no_fault_of_the_message(password, outcome, delivery, mails_go_to):
    with MailServer(password="right") as server:
        mails_go_to(server.port, username="kb", password=password)

        assert work_once(NOW) == {outcome: 1}


def test_message_refused_for_its_size_goes_at_once_without_its_files(mail_server):
    mail_server.largest = 5_000
    stored = default_storage.save("held/a1.png", ContentFile(b"x" * 10_000))
    delivery = made(files=(File(stored, "shot.png", "image/png"),), bare_text="The picture is on the desk.")

    assert work_once(NOW) == {Outcome.TOO_LARGE: 1, Outcome.SENT: 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.without_files) == ("SENT", True)
    assert [outcome for outcome, _ in attempts(delivery)] == ["TOO_LARGE", "SENT"]
    (mail,) = mail_server.taken
    assert list(mail.iter_attachments()) == []
    assert "The picture is on the desk." in mail.get_body(("plain",)).get_content()
    assert mail["Message-ID"] == delivery.message_id


@pytest.mark.parametrize(
    "answer",
    ["552 storage", "552 5.3.4 too large", "552 5.2.2 over quota", "452 4.2.2 over quota", "550 mailbox is full"],
)
def test_message_for_a_full_mailbox_goes_when_there_is_room_again(answer, mail_server):
    mail_server.says["DATA"] = answer
    stored = default_storage.save("held/a1.png", ContentFile(b"x" * 100))
    delivery = made(files=(File(stored, "shot.png", "image/png"),))

    work_once(NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.without_files, delivery.number_of_attempts) == ("WAITING", True, 2)

    del mail_server.says["DATA"]
    assert work_once(delivery.due_at) == {Outcome.SENT: 1}


def test_every_attempt_carries_the_same_message_id(delivery, mail_server):
    seen = []

    async def note(server, session, envelope) -> str:
        seen.append(envelope.content.decode().split("Message-ID: ")[1].split("\r\n")[0])
        return "451 later" if len(seen) < 4 else "250 OK"

    mail_server.handle_DATA = note
    moment = NOW
    while not work_once(moment).get(Outcome.SENT):
        delivery.refresh_from_db()
        moment = delivery.due_at

    assert seen == [delivery.message_id] * 4


def test_message_nobody_takes_is_tried_for_three_days_and_then_given_up(delivery, mail_server):
    mail_server.says["MAIL"] = "451 busy"
    moments = [NOW]
    while work_once(moments[-1]):
        delivery.refresh_from_db()
        moments.append(delivery.settled_at or delivery.due_at)

    assert delivery.state == "FAILED"
    assert moments[-1] == NOW + timedelta(days=3)
    assert delivery.number_of_attempts == len(attempts(delivery)) == 10 + 67


def test_header_cannot_be_smuggled_in(mail_server):
    made(
        subject="Report\r\nBcc: all@example.org\r\n\r\nAnother text",
        reply_to="sam@example.org\r\nBcc: all@example.org",
        text="Bcc: all@example.org\r\n.\r\nMAIL FROM:<a@example.org>\r\n",
    )

    work_once(NOW)

    (mail,) = mail_server.taken
    assert mail["Subject"] == "Report Bcc: all@example.org Another text"
    assert [name for name in mail if name.lower() in {"bcc", "cc", "reply-to"}] == []
    assert mail_server.receivers == ["desk@example.org"]


def test_log_says_neither_to_whom_nor_what(delivery, mail_server, caplog):
    mail_server.says["RCPT"] = "450 <desk@example.org> is busy"

    with caplog.at_level("INFO"):
        work_once(NOW)

    assert f"Delivery {delivery.pk}, desk: not now. 450 <[address]> is busy" in caplog.text
    assert "example.org" not in caplog.text
    assert "dark" not in caplog.text


def test_database_that_is_away_for_a_moment_makes_no_duplicate(delivery, mail_server, monkeypatch):
    settle, failures = worker.settle, iter([True, True, False])

    def fail_at_first(**facts) -> bool:
        if next(failures):
            raise OperationalError("the server is restarting")
        return settle(**facts)

    monkeypatch.setattr(worker, "settle", fail_at_first)
    monkeypatch.setattr(worker, "PAUSES", (0, 0, 0))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # that of the test stays

    assert work_once(NOW) == {Outcome.SENT: 1}

    delivery.refresh_from_db()
    assert (delivery.state, len(mail_server.taken)) == ("SENT", 1)

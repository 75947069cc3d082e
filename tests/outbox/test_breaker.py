"""A mail server that hangs, refuses or drops: one mail finds out, then one a minute, until it answers."""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from kb.outbox import backends, breaker
from kb.outbox.answers import Answer, Outcome, ServerState
from kb.outbox.claims import claim_next
from kb.outbox.message import File
from kb.outbox.models import Attempt, Breaker, Delivery, Priority
from kb.outbox.settling import settle
from kb.outbox.worker import work_once
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_delivery
from tests.outbox.conftest import SMTP
from tests.outbox.mail_server import DROP, HANG, MailServer, ScriptedServer
from tests.outbox.processes import start_together

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
GREETING, HELLO = b"220 hello\r\n", b"250 hello\r\n"
IN_THE_MESSAGE = [GREETING, HELLO, HELLO, HELLO, b"354 go on\r\n"]
SOON = 0.3


def made(number: int = 1, **facts) -> list[Delivery]:
    """Posted and due at NOW, whatever the clock says."""
    made = [make_delivery(key=str(each), **facts) for each in range(number)]
    Delivery.objects.filter(pk__in=[each.pk for each in made]).update(posted_at=NOW, due_at=NOW)
    return made


def tried() -> list[int]:
    """Which mails, one after another."""
    return list(Attempt.objects.order_by("pk").values_list("delivery", flat=True))


def find_out(script: list[bytes], mails_go_to) -> None:
    """Everything that is due meets such a server."""
    with ScriptedServer(*script) as server:
        mails_go_to(server.port, timeout=SOON)
        work_once(NOW)


@pytest.mark.parametrize(
    "script",
    [
        [HANG],
        [GREETING, HANG],
        [*IN_THE_MESSAGE, HANG],
        [DROP],
        [b"554 no service here\r\n"],
        [GREETING, b"421 bye\r\n"],
    ],
    ids=["hangs", "hangs after its greeting", "hangs in the message", "drops", "lets nobody in", "sends away"],
)
def test_one_mail_finds_out_and_the_others_are_not_tried(script, mails_go_to):
    made(5)
    began = time.monotonic()

    find_out(script, mails_go_to)

    assert len(tried()) == 1
    assert time.monotonic() - began < 3
    assert breaker.out_since() == NOW
    assert Counter(Delivery.objects.values_list("state", "number_of_attempts")) == {
        ("WAITING", 0): 4,
        ("WAITING", 1): 1,
    }


def test_refused_connection_is_found_out_by_one_mail(mails_go_to):
    with MailServer() as server:
        mails_go_to(server.port)
    made(3)

    assert work_once(NOW) == {Outcome.LATER: 1}
    assert breaker.out_since() == NOW


def test_sign_in_that_is_refused_is_not_tried_with_every_mail(mails_go_to):
    made(3)
    with MailServer(password="right") as server:
        mails_go_to(server.port, username="kb", password="wrong")

        assert work_once(NOW) == {Outcome.LATER: 1}


def test_one_mail_a_minute_is_tried_until_the_server_answers_and_then_all_go(mails_go_to, mail_server):
    port, all_of_them = mail_server.port, made(4)
    with MailServer() as gone:
        pass
    for minute in range(3):
        mails_go_to(gone.port)
        assert work_once(NOW + minute * MINUTE) == {Outcome.LATER: 1}
        assert work_once(NOW + minute * MINUTE + 59 * SECOND) == {}
    mails_go_to(port)
    Breaker.objects.update(server=breaker.mail_server())  # it is that server that is back
    assert breaker.out_since() == NOW

    later = NOW + 3 * MINUTE
    assert work_once(later) == {Outcome.SENT: 4}

    assert tried()[:3] == [each.pk for each in all_of_them[:3]]
    assert {mail["Message-ID"] for mail in mail_server.taken} == {each.message_id for each in all_of_them}
    assert not Breaker.objects.exists()


def test_server_that_refuses_a_message_has_answered(mails_go_to, mail_server):
    made(2)
    mail_server.says["RCPT"] = "550 5.1.1 unknown"
    Breaker.objects.create(server=breaker.mail_server(), opened_at=NOW, next_try_at=NOW)

    assert work_once(NOW) == {Outcome.REFUSED: 2}
    assert breaker.out_since() is None


def test_urgent_one_is_tried_while_the_server_does_not_answer(mails_go_to):
    made(3)
    find_out([HANG], mails_go_to)
    (urgent,) = made(priority=Priority.URGENT)

    for minute in (1, 2, 3):
        with ScriptedServer(HANG) as server:
            mails_go_to(server.port, timeout=SOON)
            Breaker.objects.update(server=breaker.mail_server())
            work_once(NOW + minute * MINUTE)

    assert tried()[1:] == [urgent.pk] * 3


def test_urgent_one_is_tried_each_minute_also_where_each_try_takes_seconds(mails_go_to):
    mails_go_to(25)
    (urgent,) = made(priority=Priority.URGENT)
    made(3)

    for minute in range(4):
        began = NOW + minute * MINUTE
        claimed = claim_next(began)
        assert claimed.pk == urgent.pk
        silence = Answer(Outcome.LATER, None, "timed out", server=ServerState.OUT)
        settle(delivery=claimed, answer=silence, now=began + 5 * SECOND, draw=1)
        breaker.note(silence, began)


def test_mail_whose_server_was_out_for_long_need_not_wait_for_hours_when_it_is_back(mails_go_to):
    (delivery,) = made()
    Delivery.objects.update(number_of_attempts=8)

    find_out([HANG], mails_go_to)

    delivery.refresh_from_db()
    assert delivery.due_at == NOW + MINUTE


def test_mail_over_which_the_server_falls_silent_waits_longer_each_time_so_that_others_are_tried(mails_go_to):
    (delivery,) = made()
    Delivery.objects.update(number_of_attempts=3)

    find_out([*IN_THE_MESSAGE, HANG], mails_go_to)

    delivery.refresh_from_db()
    assert delivery.due_at > NOW + 5 * MINUTE


def test_server_that_says_a_letter_now_and_then_over_a_message_is_silent(mails_go_to, monkeypatch):
    monkeypatch.setattr(backends, "LONGEST_DIALOGUE", 0.7)
    made()
    with ScriptedServer(GREETING, HELLO, HELLO, HELLO, b"354 " + b"x" * 1000, pause=0.02) as server:
        mails_go_to(server.port)
        work_once(NOW)

    assert breaker.out_since() == NOW


def test_line_that_breaks_in_the_middle_of_a_message_says_nothing_of_the_server(mails_go_to):
    """A mail that its server cannot bear would else keep the others waiting."""
    made()

    find_out([*IN_THE_MESSAGE, DROP], mails_go_to)

    assert tried()
    assert breaker.out_since() is None


def test_server_that_hangs_once_it_has_taken_the_mail_costs_two_seconds_and_no_second_mail(mails_go_to):
    made()
    with MailServer() as server:
        server.hang_at("QUIT")
        mails_go_to(server.port, timeout=20)
        began = time.monotonic()

        assert work_once(NOW) == {Outcome.SENT: 1}

        assert time.monotonic() - began < 5
        assert len(server.taken) == 1
        server.go_on()


def test_another_server_is_another_matter(mails_go_to, mail_server):
    Breaker.objects.create(server="mail.example.org:25", opened_at=NOW, next_try_at=NOW + MINUTE)
    made(2)

    assert work_once(NOW) == {Outcome.SENT: 2}
    assert Breaker.objects.exists()


def test_file_of_ours_that_cannot_be_read_says_nothing_of_the_server(mail_server, monkeypatch):
    def fail(name: str) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(default_storage, "open", fail)
    made(files=(File("a1.png", "shot.png", "image/png"),))

    assert work_once(NOW) == {Outcome.LATER: 1}
    assert breaker.out_since() is None


def test_mails_that_are_files_know_no_breaker(settings, tmp_path):
    (tmp_path / "mail").touch()  # where a folder should be
    settings.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": tmp_path / "mail"}}}
    made(2)

    assert work_once(NOW) == {Outcome.LATER: 2}
    assert not Breaker.objects.exists()


def test_log_says_once_that_the_server_is_out_and_once_that_it_is_back(mails_go_to, mail_server, caplog):
    port = mail_server.port
    with MailServer() as gone:
        mails_go_to(gone.port)
    made(2)
    for moment in (NOW, NOW + MINUTE):
        assert work_once(moment) == {Outcome.LATER: 1}
    mails_go_to(port)
    Breaker.objects.update(server=breaker.mail_server())  # it is that server that is back
    work_once(NOW + 2 * MINUTE)

    said = [record.getMessage() for record in caplog.records if record.name == "kb.outbox.breaker"]
    assert said == [
        "No mail gets through to the mail server. Until one does, one a minute is tried.",
        "The mail server answers again.",
    ]


# --- Workers that share it -----------------------------------------------------------------------------------------


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


@pytest.mark.usefixtures("shared_database")
def test_of_four_workers_one_tries_a_mail_in_a_minute(settings):
    with MailServer() as gone:
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": gone.port}}}
    opened = {"server": breaker.mail_server(), "opened_at": NOW, "next_try_at": NOW + MINUTE}
    alone(lambda: (made(20), Breaker.objects.create(**opened)))

    for minute in (1, 2, 3):
        outcomes = on_own_connections(lambda _, minute=minute: work_once(NOW + minute * MINUTE), times=4)

        assert sum(each.total() for each in outcomes) == 1
    assert len(alone(tried)) == 3


@pytest.mark.usefixtures("shared_database")
def test_three_processes_lose_a_mail_each_to_a_server_that_hangs_and_send_all_when_it_goes_on(mails_go_to):
    alone(lambda: [make_delivery(key=str(number)) for number in range(12)])
    with MailServer() as server:
        server.hang_at("EHLO")
        with start_together([server.port] * 3, timeout=1) as workers:
            assert len(json.loads(workers.stdout.readline())) == 3
            ended = workers.communicate("go\n", timeout=60)[0]
        assert json.loads(ended) == [0, 0, 0]
        assert 1 <= alone(Attempt.objects.count) <= 3

        server.go_on()
        mails_go_to(server.port)
        later = timezone.now() + MINUTE
        assert alone(lambda: work_once(later)) == {Outcome.SENT: 12}

    assert sorted(Counter(mail["Message-ID"] for mail in server.taken).values()) == [1] * 12

"""What operators run by hand."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from kb.operate.management.commands import work
from kb.operate.worker import Loop
from kb.outbox.models import Delivery
from kb.outbox.settling import settled
from tests.make import make_delivery
from tests.outbox.conftest import SMTP
from tests.outbox.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_signals(monkeypatch):
    """The test run keeps its own way to be stopped."""
    monkeypatch.setattr(Loop, "stop_on_signals", lambda self: None)


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        yield server


def test_work_once_sends_what_is_due_and_counts_it(mailoutbox, capsys):
    make_delivery(), make_delivery()

    call_command("work", once=True)
    call_command("work", once=True)

    assert len(mailoutbox) == 2
    assert capsys.readouterr().out == "Mails handed over: 2.\nNo mail was due.\n"


def test_work_once_says_that_the_mail_server_lets_nothing_through(settings, capsys):
    with MailServer() as gone:
        options = {"host": "127.0.0.1", "port": gone.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
    make_delivery(), make_delivery()

    call_command("work", once=True)

    assert capsys.readouterr().out.startswith("The mail server has let no mail through since ")


def test_work_once_does_the_chores(mailoutbox):
    delivery = make_delivery()
    Delivery.objects.update(**settled(Delivery.State.SENT, timezone.now() - timedelta(days=31)))

    call_command("work", once=True)

    delivery.refresh_from_db()
    assert delivery.to == ""


def test_work_once_without_a_database_says_so_in_a_sentence(monkeypatch):
    def fail(self, now: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(Loop, "run_once", fail)

    with pytest.raises(CommandError, match=r"^The database does not answer \(connection refused\)\.$"):
        call_command("work", once=True)


def test_work_says_where_mails_go(monkeypatch, settings, capsys):
    monkeypatch.setattr(work.Loop, "run", lambda self: None)
    settings.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {}}}
    settings.MAIL_FOLDER = settings.BASE_DIR / "var" / "mail"
    call_command("work")
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "smtp.example.org", "port": 587}}}
    call_command("work")

    assert capsys.readouterr().out == (
        "The worker is at work. Mails are written to files in var/mail.\n"
        "The worker is at work. Mails go to the mail server smtp.example.org, port 587.\n"
    )


def test_test_mail_says_that_it_was_handed_over(mail_server, settings, capsys):
    settings.DEFAULT_FROM_EMAIL = "cards@example.org"

    call_command("send_test_mail", "sam@example.org")

    assert mail_server.receivers == ["sam@example.org"]
    assert capsys.readouterr().out.startswith("It was handed over, from cards@example.org. Mails go to ")


def test_test_mail_says_what_the_mail_server_answered(mail_server):
    mail_server.says["MAIL"] = "553 5.7.1 sender not allowed"

    with pytest.raises(CommandError, match=r"not handed over\. .*553 5\.7\.1 sender not allowed"):
        call_command("send_test_mail", "sam@example.org")


def test_test_mail_goes_to_the_address_that_was_meant(mail_server):
    call_command("send_test_mail", "Sam <sam@exam\u200bple.org>")

    assert mail_server.receivers == ["sam@example.org"]


def test_test_mail_to_no_address_is_refused():
    with pytest.raises(CommandError, match="is not an email address such as"):
        call_command("send_test_mail", "sam")


def test_mails_that_got_stuck_are_made_due(capsys):
    stuck, fresh = make_delivery(), make_delivery()
    Delivery.objects.filter(pk=stuck.pk).update(**settled(Delivery.State.FAILED, timezone.now()))

    call_command("replay_mails", dry_run=True)
    call_command("replay_mails")

    assert capsys.readouterr().out == "Mails that need attention: 1.\nMails made due now: 1.\n"
    assert set(Delivery.objects.due(timezone.now())) == {stuck, fresh}

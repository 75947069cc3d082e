"""`manage.py send_test_mail somebody@example.org`: whether a mail can leave, with the mail server's own words."""

from argparse import ArgumentParser
from email.utils import make_msgid

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kb.lib.email_address import NotAnEmail, email_of
from kb.operate.status import way_out
from kb.outbox.answers import Outcome
from kb.outbox.message import Mail, NotAnAddress
from kb.outbox.transport import hand_over


class Command(BaseCommand):
    help = "Send one mail at once, past the queue, and say what the mail server answered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *, address: str, **options: object) -> None:
        text = f"This is a test mail from {settings.SITE_NAME} ({settings.SITE_URL}). Nothing needs to be done.\n"
        try:
            mail = Mail(to=email_of(address), subject=f"Test mail from {settings.SITE_NAME}", text=text).sound()
        except (NotAnAddress, NotAnEmail) as wrong:
            raise CommandError(f"'{address}' is not an email address such as sam@example.org.") from wrong
        answer = hand_over(mail, message_id=make_msgid(domain="localhost"))
        if answer.outcome != Outcome.SENT:
            said = " ".join(str(part) for part in (answer.code, answer.reply) if part)
            raise CommandError(f"It was not handed over. {way_out()} The answer was: {said}")
        self.stdout.write(f"It was handed over, from {settings.DEFAULT_FROM_EMAIL}. {way_out()}")

"""`manage.py work`: send what is due and look after what grows old, until it is stopped."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from kb.operate.status import server_is_out, way_out
from kb.operate.worker import Loop
from kb.outbox import breaker


def _once(loop: Loop) -> str:
    now = timezone.now()
    try:
        outcomes = loop.run_once(now)
        out_since = breaker.out_since()
    except DatabaseError as error:
        raise CommandError(f"The database does not answer ({str(error).partition('\n')[0]}).") from error
    if out_since:
        return server_is_out(out_since, now)
    counted = [f"{outcome.label.lower()}: {number}" for outcome, number in sorted(outcomes.items())]
    return f"Mails {', '.join(counted)}." if counted else "No mail was due."


class Command(BaseCommand):
    help = "Send mails that are due, until it is stopped by Ctrl-C or a TERM signal. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument("--parent", type=int, help="end when the process of this number is not the parent any more")
        parser.add_argument("--pulse", type=int, help="write into the open file of this number at each step")

    def handle(self, *, once: bool, parent: int | None, pulse: int | None, **options: object) -> None:
        loop = Loop(parent=parent, pulse=pulse)
        loop.stop_on_signals()
        if once:
            self.stdout.write(_once(loop))
            return
        self.stdout.write(f"The worker is at work. {way_out()}")
        self.stdout.flush()
        loop.run()

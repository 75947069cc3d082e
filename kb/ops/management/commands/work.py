"""`manage.py work`: send what is due and look after what grows old, until it is stopped."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from kb.ops.loop import Loop
from kb.ops.mail_way import way_out
from kb.outbox import beats
from kb.outbox.worker import work_once


class Command(BaseCommand):
    help = "Send mails that are due, until it is stopped by Ctrl-C or a TERM signal. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument("--parent", type=int, help="end when the process of this number is not the parent any more")

    def handle(self, *, once: bool, parent: int | None, **options: object) -> None:
        loop = Loop(parent=parent)
        loop.stop_on_signals()
        if once:
            beats.beat(timezone.now())
            outcomes = work_once(goes_on=loop.goes_on)
            counted = ", ".join(f"{outcome.label.lower()} {number}" for outcome, number in sorted(outcomes.items()))
            self.stdout.write(f"{counted or 'Nothing was due'}.".capitalize())
            return
        self.stdout.write(f"The worker is at work. {way_out()}")
        self.stdout.flush()
        loop.run()

"""`manage.py replay_mails`: after a long outage, send again what was given up or keeps failing."""

from argparse import ArgumentParser
from contextlib import suppress

from django.core.management.base import BaseCommand
from django.utils import timezone

from kb.outbox.actions import AlreadySettled, replay
from kb.outbox.models import Delivery


class Command(BaseCommand):
    help = "Make every mail that needs attention due now, with all its attempts before it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        stuck = Delivery.objects.needing_attention(timezone.now()).in_order()
        if dry_run:
            self.stdout.write(f"Mails that need attention: {stuck.count()}.")
            return
        replayed = 0
        for delivery in stuck:
            with suppress(AlreadySettled):  # somebody was quicker
                replay(delivery=delivery, by=None)
                replayed += 1
        self.stdout.write(f"Mails made due now: {replayed}.")

"""After a restore: erase again what was erased since the backup was made. `manage.py apply_erasures [FILE]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kb.catalogue.actions import erase_again, still_standing, tidy_up
from kb.catalogue.erasure_file import LineBroken, read_lines


class Command(BaseCommand):
    help = "Erases again, in a database that was restored, what the file of erasures names. Twice does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=None, help="ERASURES_FILE when left out")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        path = options["file"] or Path(settings.ERASURES_FILE)
        try:
            lines = read_lines(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}).") from error
        except (LineBroken, UnicodeDecodeError) as error:
            raise CommandError(f"{error} Nothing was erased.") from error
        added = erase_again(lines=lines, by=None)
        is_compact = tidy_up(however_large=True)
        left = still_standing(lines)
        self.stdout.write(
            f"{len(lines)} erasures read, {len(added)} of them unknown to this database; all were applied."
        )
        if unknown := sum(not line.is_known_here for line in lines):
            raise CommandError(
                f"{unknown} of them were made under another SECRET_KEY, and their words cannot be known again: "
                "run this once more with the SECRET_KEY of that time."
            )
        if left:
            raise CommandError(
                f"{len(left)} places hold words again that somebody saved meanwhile: run this once more."
            )
        if not is_compact:
            raise CommandError("Run `manage.py erase --compact` when few people are at work.")

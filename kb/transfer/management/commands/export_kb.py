"""`manage.py export_kb folder/`: write all content as files that `import_kb` reads."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kb.transfer.actions import FilesBroken, left_behind, take_out


class Command(BaseCommand):
    help = "Write articles, snippets, notices and tables into a folder, in their one canonical form."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            written = take_out(root=folder)
        except FilesBroken as broken:
            raise CommandError(f"Nothing was exported. Mend these first:\n{broken}") from broken
        except OSError as error:
            raise CommandError(f"Cannot write {error.filename}: {error.strerror}.") from error
        self.stdout.write(f"Wrote {len(written)} files into {folder}.")
        if left := left_behind(folder, written):
            self.stdout.write(f"These were there before and are not part of it: {', '.join(left)}.")

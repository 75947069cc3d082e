"""`manage.py import_kb fixtures/`: bring a folder of content in, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kb.transfer.actions import ChangedHere, FilesBroken, ImportOutcome, bring_in, catalogue_is_empty


def _counted(outcome: ImportOutcome) -> str:
    parts = [
        f"{name} {sum(counter.values())}"
        for name, counter in (("added", outcome.added), ("changed", outcome.changed), ("unchanged", outcome.unchanged))
    ]
    return ", ".join(parts)


class Command(BaseCommand):
    help = "Import articles, snippets, notices and tables from a folder. Nothing edited here is overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are articles already")
        parser.add_argument("--replace", action="store_true", help="make the files' texts the next version")

    def handle(self, *, folder: Path, if_empty: bool, replace: bool, verbosity: int, **options: object) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if if_empty and not catalogue_is_empty():
            return
        try:
            outcome = bring_in(root=folder, by=None, replace=replace)
        except FilesBroken as broken:
            raise CommandError(f"Nothing was imported. Mend these first:\n{broken}") from broken
        except ChangedHere as changed:
            raise CommandError(
                f"Nothing was imported, because these were changed here since they were last imported:\n{changed}\n"
                "Run it again with --replace to make the files' texts the next version; the texts of now are kept."
            ) from changed
        if outcome.did_nothing:
            self.stdout.write(f"Nothing has changed ({sum(outcome.unchanged.values())} compared).")
            return
        self.stdout.write(f"Imported from {folder}: {_counted(outcome)}.")
        if outcome.warnings and verbosity:
            self.stdout.write("These could be said better; nothing was held back for them:")
            self.stdout.write("\n".join(map(str, outcome.warnings)))

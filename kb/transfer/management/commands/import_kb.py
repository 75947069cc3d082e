"""`manage.py import_kb fixtures/`: bring a folder of content in."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kb.transfer.actions import FilesBroken, bring_in, catalogue_is_empty, preview
from kb.transfer.differences import in_plain_lines
from kb.transfer.planning import Fate, GoneRow, Plan
from kb.transfer.writing import ImportOutcome

NOT_ALL = 2  # some of it stayed out: what a script may want to know
OPTIONS = {
    "--if-empty": "do nothing when there are articles already",
    "--dry-run": "say what would happen, line by line, and write nothing",
    "--replace": "make the files' texts the next version of what was changed here too",
    "--leave-out-wrong": "bring in what is right, and name what is not",
    "--remove-gone": "remove rows that were taken out of a table, where nothing hangs on them",
}


def _counted(outcome: ImportOutcome) -> str:
    counters = (("added", outcome.added), ("changed", outcome.changed), ("unchanged", outcome.unchanged))
    parts = [f"{name} {sum(counter.values())}" for name, counter in counters]
    return ", ".join(parts + ([f"removed {outcome.removed.total()}"] if outcome.removed else []))


def _kept(names: Iterable[str]) -> Iterator[str]:
    if names := list(names):
        yield "These were changed here since they were last imported, and stay as they are:"
        yield from names
        yield "With --replace the files' texts become the next version; the texts of now are kept."


def _gone(rows: Iterable[GoneRow]) -> Iterator[str]:
    if rows := list(rows):
        yield "These came from a table in which they stand no more. They stay; --remove-gone removes them:"
        yield from (
            f"{row}{'' if row.kind.remove else ' (an import cannot remove it: do so on its page)'}" for row in rows
        )


def _planned(plan: Plan) -> Iterator[str]:
    for fate, heading in ((Fate.NEW, "Would be added"), (Fate.CHANGED, "Would be changed")):
        if rows := plan.with_fate(fate):
            yield f"{heading}: {len(rows)}"
            for one in rows:
                yield f"{one.item.file}, line {one.item.line}: the {one.kind.name} “{one.name}”"
                yield from in_plain_lines(one)
    for one in (kept := plan.with_fate(Fate.EDITED, Fate.WITHDRAWN)):
        yield from (f"Would stay as it is: {one.refusal}", *in_plain_lines(one))
    if kept:
        yield "With --replace the files' texts become the next version; the texts of now are kept."
    yield from (f"Would be left out: {problem}" for problem in plan.wrong)
    yield from _gone(plan.gone)
    yield f"Would stay the same: {len(plan.with_fate(Fate.SAME))}. Nothing was written."


class Command(BaseCommand):
    help = "Import articles, snippets, notices and tables from a folder. Nothing edited here is overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        for option, means in OPTIONS.items():
            parser.add_argument(option, action="store_true", help=means)

    def handle(self, *, folder: Path, if_empty: bool, dry_run: bool, verbosity: int, **options: bool) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if if_empty and not catalogue_is_empty():
            return
        wanted = {name: options[name] for name in ("replace", "leave_out_wrong", "remove_gone")}
        try:
            if dry_run:
                plan = preview(root=folder, leave_out_wrong=wanted["leave_out_wrong"])
                self.stdout.write("\n".join(_planned(plan)))
                return
            outcome = bring_in(root=folder, by=None, **wanted)
        except FilesBroken as broken:
            raise CommandError(f"Nothing was imported. Mend these first:\n{broken}") from broken
        self._say(folder, outcome, verbosity)

    def _say(self, folder: Path, outcome: ImportOutcome, verbosity: int) -> None:
        is_whole = not (outcome.kept or outcome.left_out)
        if outcome.did_nothing and is_whole:
            self.stdout.write(f"Nothing has changed ({sum(outcome.unchanged.values())} compared).")
        else:
            self.stdout.write(f"Imported from {folder}: {_counted(outcome)}.")
        if verbosity and outcome.gone:
            self.stdout.write("\n".join(_gone(outcome.gone)))
        if outcome.warnings and verbosity and not outcome.did_nothing:
            self.stdout.write("These could be said better; nothing was held back for them:")
            self.stdout.write("\n".join(map(str, outcome.warnings)))
        if not is_whole:
            left_out = ["These were left out. Mend them, then import again:", *map(str, outcome.left_out)]
            lines = [*(left_out if outcome.left_out else ()), *_kept(outcome.kept)]
            raise CommandError("\n".join(lines), returncode=NOT_ALL)

"""Bringing a folder of content in, and taking it out again."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.actions import raise_edition
from kb.catalogue.models import Article
from kb.transfer import export, folder, pictures, planning
from kb.transfer.items import FileProblem
from kb.transfer.planning import Plan
from kb.transfer.writing import ImportOutcome, Writing, in_turns, remove_in_turns, whole

# More files than these are left to the worker where they come in by the browser.
MOST_AT_ONCE = 500
# So many changes are written whole or not at all, which takes well under a second. More are written in many short
# transactions, so that nobody who files a report waits for them.
MOST_WHOLE = 10


class FilesBroken(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Files have problems; nothing was written."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


def catalogue_is_empty() -> bool:
    return not Article.objects.exists()


def read(*, root: Path, leave_out_wrong: bool = False) -> folder.Folder:
    """Raises FilesBroken when a file is wrong or holds what the checks refuse, unless such files are left out."""
    found = folder.read(root)
    if found.problems and found.names and leave_out_wrong:
        found = planning.without_wrong(found)
    if found.problems:
        raise FilesBroken(found.problems)
    return found


def preview(*, root: Path, leave_out_wrong: bool = False) -> Plan:
    """What `bring_in` would do. Writes nothing."""
    plan = planning.plan_of(read(root=root, leave_out_wrong=leave_out_wrong))
    taken = planning.taken_addresses(plan)
    if taken and not leave_out_wrong:
        raise FilesBroken(taken)
    plan.wrong += taken
    return plan


def bring_in(
    *,
    root: Path,
    by: User | None,
    replace: bool = False,
    leave_out_wrong: bool = False,
    remove_gone: bool = False,
) -> ImportOutcome:
    """Import every file of the folder. Files that are wrong raise FilesBroken, and nothing is written, unless they are
    left out.

    What was edited or withdrawn here since it last came from a file stays and is named, unless `replace` makes the
    file's text the next version. Rows that were taken out of their table are named, and stay unless `remove_gone`.
    """
    found = read(root=root, leave_out_wrong=leave_out_wrong)
    if catalogue_is_empty():  # nobody works here yet, and half a library that looks whole would be worse than a wait
        return _at_once(found, by=by, replace=replace, remove_gone=remove_gone, is_strict=not leave_out_wrong)
    writing = Writing(planning.plan_of(found), planning.takes_all(replace=replace), by)
    is_strict = not leave_out_wrong
    if is_strict and (taken := planning.taken_addresses(writing.plan)):
        raise FilesBroken(taken)
    if is_strict and writing.number_of_changes <= MOST_WHOLE:
        if problems := whole(writing):
            raise FilesBroken(problems)
    else:
        for _ in in_turns(writing):
            pass
    if remove_gone:
        remove_in_turns(writing, list(writing.outcome.gone))
    return writing.outcome


@transaction.atomic
def _at_once(
    found: folder.Folder, *, by: User | None, replace: bool, remove_gone: bool, is_strict: bool
) -> ImportOutcome:
    raise_edition()  # locks the catalogue before it is compared, so that no edit slips in between
    writing = Writing(planning.plan_of(found), planning.takes_all(replace=replace), by)
    writing.begin()
    for kind in dict.fromkeys(one.kind for one in writing.chosen):
        for one in writing.chosen:
            if one.kind is kind:
                writing.take(one)
        if writing.problems and is_strict:
            raise FilesBroken(writing.problems)
    writing.end()
    if remove_gone:
        writing.remove(list(writing.outcome.gone))
    outcome = writing.outcome
    outcome.left_out += writing.problems
    if outcome.did_nothing and not outcome.adopted:
        # Nothing was written but the edition's number; leave that as it was too.
        transaction.set_rollback(True)
    return outcome


def take_out(*, root: Path) -> list[str]:
    """Write the canonical files and the images they show; returns their names. Withdrawn articles stay behind, with
    their history.

    Raises FilesBroken, having written nothing, for a thing of which a file could not say exactly what it is.
    """
    held = export_files()
    for name, data in held.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sorted(held)


def export_files() -> dict[str, bytes]:
    """The canonical files and the images they show, by name. Raises FilesBroken."""
    written, problems = export.texts()
    if problems:
        raise FilesBroken(problems)
    return {name: text.encode() for name, text in written.items()} | pictures.written_for(written.values())


def left_behind(root: Path, written: Sequence[str]) -> list[str]:
    """Content files of the folder that an export did not write, such as that of an article renamed since."""
    there = [*(name for name, _ in folder.paths(root)), *pictures.paths(root)]
    return [name for name in there if name not in written]

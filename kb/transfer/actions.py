"""Bringing a folder of content in, all of it or nothing, and taking it out again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.actions import (
    NotPublishable,
    drop_questions_nobody_is_asked,
    give_up_meanings,
    give_up_spellings,
    raise_edition,
)
from kb.catalogue.choices import CodeKind
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Article
from kb.contacts.document import ContactRefused
from kb.notices.document import NoticeRefused
from kb.transfer import export, folder, kinds, pictures
from kb.transfer.items import FileProblem, Item
from kb.transfer.kinds import ContentKind, StoredItem


class FilesBroken(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Files have problems; nothing was written."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class ChangedHere(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Things were changed here since they were last imported; nothing was written."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("\n".join(names))
        self.names = list(names)


@dataclass
class ImportOutcome:
    """What an import did, in numbers by kind, and what the checks would have said better."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    adopted: int = 0
    warnings: list[FileProblem] = field(default_factory=list)

    @property
    def did_nothing(self) -> bool:
        return not self.added and not self.changed


def catalogue_is_empty() -> bool:
    return not Article.objects.exists()


def bring_in(*, root: Path, by: User | None, replace: bool = False) -> ImportOutcome:
    """Import every file of the folder in one transaction.

    Raises FilesBroken when a file is wrong or holds what the checks refuse, and ChangedHere when something was edited
    here since it last came from a file (unless `replace`, which makes the file's text the next version). Neither
    writes anything.
    """
    found = folder.read(root)
    if found.problems:
        raise FilesBroken(found.problems)
    outcome = _write(found, by=by, replace=replace)
    outcome.warnings = found.warnings
    return outcome


@transaction.atomic
def _write(found: folder.Folder, *, by: User | None, replace: bool) -> ImportOutcome:
    raise_edition()  # locks the catalogue before it is compared, so that no edit slips in between
    # Before the first is written: an article that gets another address changes what a notice says of it.
    pairs = {kind: _pairs(kind, found.of(kind)) for kind in kinds.KINDS}
    refused = [_refusal(kind, *pair) for kind in kinds.KINDS for pair in pairs[kind] if _is_refused(*pair)]
    if refused and not replace:
        raise ChangedHere(refused)
    outcome = ImportOutcome()
    # First, since a text that shows an image that is not here is refused.
    if added := pictures.take_in(found.pictures, by=by):
        outcome.added["image"] = added
    give_up_spellings(entries=[code for code, _ in _changed(pairs[kinds.CODES])])
    for document, held in _changed(pairs[kinds.ARTICLES]):
        give_up_meanings(article=held.row, document=document)
    for kind in kinds.KINDS:
        broken = [problem for pair in _in_order(pairs[kind]) for problem in _take(kind, *pair, by=by, outcome=outcome)]
        if broken:
            raise FilesBroken(broken)
    if any(outcome.added[kind.name] or outcome.changed[kind.name] for kind in (kinds.START, kinds.SHORTCUTS)):
        drop_questions_nobody_is_asked(by=by)
    if outcome.did_nothing and not outcome.adopted:
        # Nothing was written but the edition's number; leave that as it was too.
        transaction.set_rollback(True)
    return outcome


type _Pair = tuple[Item, StoredItem | None]


def _pairs(kind: ContentKind, items: Sequence[Item]) -> list[_Pair]:
    """Each thing of the files, with what the database has of it."""
    return list(zip(items, kind.beside([item.content for item in items]), strict=True))


def _changed(pairs: Sequence[_Pair]) -> list[tuple[Any, StoredItem]]:
    """What the files say of things that say something else here, and what these are."""
    return [(item.content, held) for item, held in pairs if held and not held.says(item.content)]


def _in_order(pairs: Sequence[_Pair]) -> list[_Pair]:
    """What leads to another of its kind comes after it: a code of a family, a question whose answers ask on, a
    phrase that names a list.

    What is a family no more comes when its codes have left it.
    """

    def place(pair: _Pair) -> tuple[bool, bool]:
        ways_on = (getattr(pair[0].content, name, ()) for name in ("family", "asks_on", "lists"))
        return _is_family_no_more(*pair), any(ways_on)

    return sorted(pairs, key=place)


def _is_family_no_more(item: Item, present: StoredItem | None) -> bool:
    content, held = item.content, present.content if present else None
    return isinstance(held, CodeEntry) and held.kind == CodeKind.FAMILY != content.kind


def _is_refused(item: Item, present: StoredItem | None) -> bool:
    return present is not None and present.is_changed_here and not present.says(item.content)


def _refusal(kind: ContentKind, item: Item, present: StoredItem | None) -> str:
    content = present.content if present else item.content
    names = (
        getattr(content, name, "") for name in ("title", "name", "code", "label", "word", "phrase", "organisation")
    )
    what = "withdrawn" if present and present.is_withdrawn else "changed"
    return f"{item.file}: the {kind.name} “{next(filter(None, names), '')}” was {what} here"


def _take(
    kind: ContentKind, item: Item, present: StoredItem | None, *, by: User | None, outcome: ImportOutcome
) -> list[FileProblem]:
    """Save what is new. Returns what only the database knows to be wrong, such as an address that is taken."""
    if present and present.says(item.content):
        outcome.unchanged[kind.name] += 1
        outcome.adopted += present.adopt(item.content)
        return []
    (outcome.changed if present else outcome.added)[kind.name] += 1
    row = present.row if present else None
    try:
        kind.save(content=item.content, by=by, imported=item.content.fingerprint, row=row)
    except (NotPublishable, ContactRefused, NoticeRefused) as refused:
        return [item.problem(problem) for problem in refused.problems]
    return []


def take_out(*, root: Path) -> list[str]:
    """Write the canonical files and the images they show; returns their names. Withdrawn articles stay behind, with
    their history.

    Raises FilesBroken, having written nothing, for a thing of which a file could not say exactly what it is.
    """
    written, problems = export.texts()
    if problems:
        raise FilesBroken(problems)
    held = {name: text.encode() for name, text in written.items()} | pictures.written_for(written.values())
    for name, data in held.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sorted(held)


def left_behind(root: Path, written: Sequence[str]) -> list[str]:
    """Content files of the folder that an export did not write, such as that of an article renamed since."""
    there = [*(name for name, _ in folder.paths(root)), *pictures.paths(root)]
    return [name for name in there if name not in written]

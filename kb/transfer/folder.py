"""A folder of content as a whole: read, and checked file by file and across files, before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Erasure
from kb.lib.text import UNSEEN, can_be_kept
from kb.transfer import checks, files, kinds, pictures, reviews, tables
from kb.transfer.code_table import CODES, CodeTable
from kb.transfer.items import FileProblem, Item
from kb.transfer.kinds import ContentKind
from kb.transfer.pictures import Picture

type _Reader = Callable[[str, str], Item | FileProblem]

FILES: tuple[tuple[ContentKind, str, _Reader], ...] = (
    (kinds.SNIPPETS, "snippets", files.read_snippet),
    (kinds.ARTICLES, "articles", files.read_article),
    (kinds.NOTICES, "notices", files.read_notice),
    (kinds.START, "start", files.read_question),
)
TABLES: tuple[tuple[ContentKind, tables.Table | CodeTable], ...] = (
    (kinds.SERVICES, tables.SERVICES),
    (kinds.CATEGORIES, tables.CATEGORIES),
    (kinds.VENDORS, tables.VENDORS),
    (kinds.CODES, CODES),
    (kinds.SHORTCUTS, tables.SHORTCUTS),
    (kinds.WORDS, tables.WORDS),
    (kinds.SYNONYMS, tables.SYNONYMS),
    (kinds.ANSWERS, tables.ANSWERS),
    (kinds.ORGANISATIONS, tables.ORGANISATIONS),
    (kinds.CONTACTS, tables.CONTACTS),
    (kinds.DESKS, tables.DESKS),
    (kinds.NOTICE_TEMPLATES, tables.NOTICE_TEMPLATES),
)


type Contents = Mapping[str, Callable[[], bytes | FileProblem]]
type TellProgress = Callable[[str, int, int], None]


def _quiet(stage: str, done: int, of: int) -> None:
    """Nobody waits for this import."""


@dataclass
class Folder:
    """What the files say, by kind, what is wrong with them, and what could be better.

    `left_out` is what was wrong and is no longer among the items.
    """

    items: dict[str, list[Item]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    left_out: list[FileProblem] = field(default_factory=list)

    def of(self, kind: ContentKind) -> list[Item]:
        return self.items.setdefault(kind.name, [])

    def take(
        self,
        kind: ContentKind,
        name: str,
        data: bytes | FileProblem,
        read: Callable[[str], Iterable[Item | FileProblem]],
    ) -> None:
        self.names.append(name)
        text = data if isinstance(data, FileProblem) else decoded(data, name)
        for found in [text] if isinstance(text, FileProblem) else read(text):
            if isinstance(found, FileProblem):
                self.problems.append(found)
            else:
                self.of(kind).append(found)


def contents_of(root: Path) -> Contents:
    """What stands in a folder under the names that an import reads, and its images."""
    tables = [(table.file, root / table.file) for _, table in TABLES]
    there = [(name, path) for name, path in tables if path.exists() or path.is_symlink()]
    shown = [(name, root / name) for name in pictures.paths(root)]
    return {name: partial(_bytes, path, name) for name, path in (*there, *paths(root), *shown)}


def _bytes(path: Path, name: str) -> bytes | FileProblem:
    if not path.is_file():  # a folder, a link that leads nowhere
        return FileProblem(name, 1, "This is no file that can be read: take it away, or mend the link.")
    try:
        return path.read_bytes()
    except OSError as error:
        return FileProblem(name, 1, f"This cannot be read: {error.strerror}.")


def decoded(content: bytes, name: str) -> str | FileProblem:
    """The text, with line feeds as its only line breaks."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        excel = " Excel calls it “CSV UTF-8”." if name.endswith(".csv") else ""
        return FileProblem(name, line, f"This is not a text in UTF-8: save the file as UTF-8.{excel}")
    for number, line_text in enumerate(text.split("\n"), 1):
        if not can_be_kept(line_text):
            return FileProblem(name, number, UNSEEN)
    return text


def paths(root: Path) -> Iterator[tuple[str, Path]]:
    """The Markdown files of the folder, by their names in it."""
    for _, sub, _ in FILES:
        for path in sorted((root / sub).glob("*.md"), key=lambda path: path.name):
            yield f"{sub}/{path.name}", path


def read(root: Path, tick: TellProgress = _quiet) -> Folder:
    """Everything the folder holds; a folder or table that is not there holds nothing."""
    folder = read_contents(contents_of(root), tick)
    if not folder.names:
        folder.problems.append(FileProblem(str(root), 1, "There is nothing here to import."))
    return folder


def read_contents(contents: Contents, tick: TellProgress = _quiet) -> Folder:
    folder = Folder()
    for kind, table in TABLES:
        if table.file in contents:
            folder.take(kind, table.file, contents[table.file](), table.read)
    by_sub = {sub: (kind, reader) for kind, sub, reader in FILES}
    texts = [name for name in contents if name.partition("/")[0] in by_sub]
    for number, name in enumerate(texts, 1):
        tick("Reading", number, len(texts))
        kind, reader = by_sub[name.partition("/")[0]]
        folder.take(kind, name, contents[name](), alone(reader, name))
    _keep_what_no_file_says(folder)
    _name_codes_as_shown(folder)
    erased = Erasure.objects.recogniser()
    for items in folder.items.values():
        for item in items:
            problems = [*item.content.problems(), *erased_problems(item.content, erased)]
            folder.problems += map(item.problem, problems)
    folder.problems += _reviews_of_nobody(folder)
    shown_in = [*folder.of(kinds.SNIPPETS), *folder.of(kinds.ARTICLES)]
    folder.pictures, broken = pictures.read(contents, shown_in)
    alone_wrong = [*folder.problems, *broken]
    look_across(folder, tick)
    folder.problems = sorted({*alone_wrong, *folder.problems})
    return folder


def _reviews_of_nobody(folder: Folder) -> list[FileProblem]:
    reviewed = [item for item in folder.of(kinds.ARTICLES) if item.beside]
    known = reviews.people() if reviewed else {}
    faults = [(item, reviews.fault(item.beside, known)) for item in reviewed]
    return [item.problem_at("review.by", words) for item, words in faults if words]


def look_across(folder: Folder, tick: TellProgress = _quiet) -> None:
    """What the things of the folder have wrong among each other, and with what is here."""
    across = checks.across({kind.name: folder.of(kind) for kind in kinds.KINDS}, tick)
    folder.problems = sorted(set(across.problems))
    folder.warnings = sorted(set(across.warnings))


def alone(reader: _Reader, name: str) -> Callable[[str], list[Item | FileProblem]]:
    """A file that holds one thing, read as a table of one row."""
    return lambda text: [reader(name, text)]


def _keep_what_no_file_says(folder: Folder) -> None:
    items = folder.of(kinds.CODES)
    if not any(item.completed for item in items):
        return
    beside = kinds.CODES.beside([item.content for item in items])
    folder.items[kinds.CODES.name] = [
        replace(item, content=item.completed(item.content, held.content)) if item.completed and held else item
        for item, held in zip(items, beside, strict=True)
    ]


def _name_codes_as_shown(folder: Folder) -> None:
    """`err 5022` is ERR5022: rows name a code as it is shown, and a file that spells it otherwise says the same.

    So does one that names a code as it was called before it was renamed or merged here.
    """
    entries = [held.content for held in kinds.CODES.held()] + [item.content for item in folder.of(kinds.CODES)]
    shown = {codes.normal(text): entry.code for entry in entries for text in entry.texts}
    shown |= {codes.normal(entry.code): entry.code for entry in entries}

    def spelled_out(texts: Iterable[str]) -> tuple[Any, ...]:
        return tuple(shown.get(codes.normal(code), code) for code in texts)

    def named(content: Any) -> Any:  # noqa: ANN401 - a code, an article or a notice
        fields = [name for name in ("codes", "mentions") if hasattr(content, name)]
        changed = {name: spelled_out(getattr(content, name)) for name in fields}
        if isinstance(content, ArticleDocument):
            changed["meanings"] = tuple(
                replace(one, code=shown.get(codes.normal(one.code), one.code)) for one in content.meanings
            )
            changed["steps"] = tuple(replace(step, codes=spelled_out(step.codes)) for step in content.steps)
        if isinstance(content, CodeEntry):
            changed["family"] = shown.get(codes.normal(content.family), content.family)
        return replace(content, **changed)

    for kind in (kinds.CODES, kinds.ARTICLES, kinds.NOTICES):
        folder.items[kind.name] = [replace(item, content=named(item.content)) for item in folder.of(kind)]

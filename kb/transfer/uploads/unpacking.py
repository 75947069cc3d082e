"""What was sent, as files by their names: nothing outside, nothing too large, nothing that is no file. Pure."""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from kb.lib.text import can_be_kept
from kb.transfer import folder
from kb.transfer.front_matter import FrontMatterBroken, split
from kb.transfer.items import FileProblem

MEGABYTE = 1_000_000
MOST_SENT = 25 * MEGABYTE
MOST_UNPACKED = 120 * MEGABYTE
MOST_FILES = 20_000
MOST_ENTRIES = 3  # for each file: some programs add a folder, and a file of their own
MOST_OF_ONE = {"md": 1 * MEGABYTE, "csv": 5 * MEGABYTE}
MOST_OF_IMAGE = 8 * MEGABYTE
PIECE = 65_536
_ENTRY = b"PK\x01\x02"  # begins each line of the list at the end of a zip

_TABLES = {table.file for _, table in folder.TABLES}
_FOLDERS = {sub for _, sub, _ in folder.FILES} | {"images"}
_READ = f"An import reads {', '.join(sorted(_TABLES))}, and files in {', '.join(f'{one}/' for one in sorted(_FOLDERS))}"
_IGNORED = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)")
_OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|.*\\|(?:.*/)?\.\.(?:/|$)|(?:.*/)?\.(?:/|$)")


class FilesRefused(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing of it is kept; the words say why, by the name of the file."""


@dataclass
class Unpacked:
    """`contents` is what an import reads; `problems` are files that it does not take, each with the reason."""

    contents: dict[str, Callable[[], bytes | FileProblem]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)


def packed(sent: Sequence[tuple[str, bytes]]) -> bytes:
    """One zip of what was sent: the zip itself, or single files under the names that an import reads."""
    if sum(len(data) for _, data in sent) > MOST_SENT:
        raise FilesRefused(f"Together these are larger than {MOST_SENT // MEGABYTE} MB: send them in parts.")
    if len(sent) == 1 and sent[0][0].lower().endswith(".zip"):
        return sent[0][1]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sent:
            archive.writestr(_place_of(name, data), data)
    return held.getvalue()


def _place_of(name: str, data: bytes) -> str:
    """Where a file that came alone would stand: of Markdown its front matter says what it is."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    if plain.lower().endswith(".zip"):
        raise FilesRefused(f"{plain}: send a zip by itself, without other files.")
    if not plain.endswith(".md"):
        return plain
    text = folder.decoded(data, plain)
    try:
        values = split(text).values if isinstance(text, str) else {}
    except FrontMatterBroken:
        values = {}
    marks = (("starts", "notices"), ("answers", "start"), ("kind", "snippets"))
    return f"{next((sub for key, sub in marks if key in values), 'articles')}/{plain}"


def unpacked(name: str, data: bytes) -> Unpacked:
    """Raises FilesRefused for what is no zip, or would be too much."""
    if data.count(_ENTRY) > MOST_ENTRIES * MOST_FILES:  # before a list of them is made: 400,000 take 150 MB
        raise FilesRefused(f"{name} holds more than {MOST_FILES:,} files: send them in parts.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [
            entry for entry in archive.infolist() if not entry.is_dir() and not _IGNORED.fullmatch(entry.filename)
        ]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FilesRefused(f"{name} is no zip file that can be opened. Pack the files again.") from error
    if len(entries) > MOST_FILES:
        raise FilesRefused(f"{name} holds more than {MOST_FILES:,} files: send them in parts.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FilesRefused(f"{name} would unpack to more than {MOST_UNPACKED // MEGABYTE} MB: send it in parts.")
    return _sorted_out(archive, entries)


def _sorted_out(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> Unpacked:
    found = Unpacked()
    sound = []
    for entry in entries:
        if fault := _fault(entry):
            found.problems.append(FileProblem(_shown(entry.filename), 1, fault))
        else:
            sound.append(entry)
    top = _top_of([entry.filename for entry in sound])
    times = Counter(entry.filename for entry in sound)
    left = Budget(MOST_UNPACKED)
    for entry in sorted(sound, key=lambda one: one.filename):
        name = entry.filename.removeprefix(top)
        fault = "This file is in the zip twice: keep one." if times[entry.filename] > 1 else _unread(name)
        if fault:
            found.problems.append(FileProblem(_shown(name), 1, fault))
        else:
            found.contents[name] = partial(_read, archive, entry, name, left)
    found.problems = sorted(set(found.problems))
    return found


@dataclass
class Budget:
    """What a zip says of its sizes may be a lie: what is really unpacked is counted."""

    left: int


def _fault(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if _OUTSIDE.match(entry.filename) or not can_be_kept(entry.filename) or "\n" in entry.filename:
        return "This name leads out of the folder or cannot be read. Pack the folder again, with plain names."
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "This is a link or a device, and no file: pack the file itself."
    if entry.flag_bits & 0x1:
        return "This is locked with a password: pack it without one."
    return ""


def _top_of(names: Iterable[str]) -> str:
    """The folder that was packed as a whole, if everything stands in one that an import does not know."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names}
    if len(tops) != 1 or tops & (_FOLDERS | {""}):
        return ""
    return f"{tops.pop()}/"


def _unread(name: str) -> str:
    sub, _, rest = name.rpartition("/")
    if sub in _FOLDERS and rest and (sub == "images" or rest.endswith(".md")):
        return ""
    if not sub and name in _TABLES:
        return ""
    if sub.partition("/")[0] in _FOLDERS and "/" in sub:
        return f"No import reads folders within a folder: put it into {sub.partition('/')[0]}/."
    return f"No import reads this file. {_READ}."


def _shown(name: str) -> str:
    return "".join(sign if can_be_kept(sign) and sign != "\n" else "?" for sign in name)[:200]


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget) -> bytes | FileProblem:
    most = MOST_OF_ONE.get(name.rpartition(".")[2], MOST_OF_IMAGE)
    try:
        with archive.open(entry) as file:
            data = b"".join(_pieces(file, most + 1))
    except Exception:
        return FileProblem(name, 1, "This cannot be unpacked: the zip is damaged there. Pack it again.")
    budget.left -= len(data)
    if len(data) > most:
        return FileProblem(name, 1, f"This is larger than {most // MEGABYTE} MB.")
    if budget.left < 0:
        return FileProblem(name, 1, f"The zip unpacks to more than {MOST_UNPACKED // MEGABYTE} MB: send it in parts.")
    return data


def _pieces(file: object, most: int) -> Iterator[bytes]:
    while most > 0 and (piece := file.read(min(PIECE, most))):  # type: ignore[attr-defined] # zipfile's own reader
        most -= len(piece)
        yield piece

"""What we keep on this machine is for the account that runs the site, and for no other on it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOLDER, FILE = 0o700, 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def _database() -> Iterator[Path]:
    """The file of SQLite with what it keeps beside it, wherever it lies."""
    database: dict[str, object] = settings.DATABASES["default"]
    name = str(database["NAME"])
    if "sqlite" in str(database["ENGINE"]) and not name.startswith((":memory:", "file:")):
        yield from (Path(f"{name}{ending}") for ending in ("", "-wal", "-shm", "-journal"))


def ours() -> Iterator[Path]:
    """All that is there: folders before what is in them. What is served to everybody is not private."""
    yield from (path for path in (*_database(), Path(settings.ERASURES_FILE)) if path.is_file())
    static = Path(settings.STATIC_ROOT).resolve()
    for folder, folders, names in os.walk(Path(settings.VAR_DIR).resolve()):
        yield Path(folder)
        folders[:] = [name for name in folders if (Path(folder) / name).resolve() != static]
        yield from (Path(folder) / name for name in names)


def open_to_others() -> list[Path]:
    found = []
    for path in ours():
        try:
            if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
                found.append(path)
        except FileNotFoundError:  # a file of SQLite's that goes when it is closed
            continue
    return found


def holds_the_site() -> bool:
    """Whether VAR_DIR is the project's own folder, or one above it: then most that lies there is not ours to close."""
    return Path(settings.BASE_DIR).resolve().is_relative_to(Path(settings.VAR_DIR).resolve())


def close_to_others() -> None:
    """When any process of ours starts. What belongs to another account is left to the check to tell.

    What the owner may do stays: a program that somebody keeps there can still be run.
    """
    if holds_the_site():
        return
    for path in open_to_others():
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
        except (PermissionError, FileNotFoundError):
            continue


def make_private() -> None:
    """The folder and the database from their first moment, whatever the umask of whoever starts it."""
    Path(settings.VAR_DIR).mkdir(mode=FOLDER, parents=True, exist_ok=True)
    for path in list(_database())[:1]:
        if path.parent.is_dir() and not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE))

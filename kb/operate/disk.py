"""Whether there is room to write: noticed before a report fails for want of it."""

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection

from kb.lib.database.breaker import room
from kb.lib.dates import clock

MEGABYTE = 1_000_000
PROBE_BYTES = MEGABYTE
# Seconds: whoever asks for the status may ask often. What could not be written is tried again sooner.
PROBE_EVERY, AGAIN_AFTER = 60.0, 5.0

TOLD_EVERY = timedelta(hours=1)
log = logging.getLogger(__name__)
_probed: dict[Path, tuple[float, bool]] = {}  # when, and whether it could be written
_lock = Lock()


def folders() -> dict[str, Path]:
    """What is written to on this machine, by its name in a sentence. With PostgreSQL the database is elsewhere."""
    found = {"of VAR_DIR": Path(settings.VAR_DIR)}
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith("file:"):
        found = {"of the database": Path(name).absolute().parent} | found
    return found


def shortages() -> tuple[str, ...]:
    """A sentence for each disk that is full or nearly so."""
    return tuple(_shortages())


class Watch:
    """Says in the log when a disk fills and when there is room again: a worker has no page to say it on."""

    def __init__(self) -> None:
        self._told_at: datetime | None = None

    def look(self, now: datetime) -> None:
        said = shortages()
        if said and (self._told_at is None or now - self._told_at >= TOLD_EVERY):
            self._told_at = now
            for sentence in said:
                log.error("%s", sentence)
        elif not said and self._told_at:
            self._told_at = None
            log.warning("There is room on the disk again.")


watch = Watch()


def forget() -> None:
    """For tests, where a disk fills within a minute."""
    _probed.clear()


def _shortages() -> Iterator[str]:
    if full_at := room.was_full():
        yield f"The database had no room for what was to be stored at {clock(full_at)}."
    said = set()
    for name, folder in folders().items():
        device = _device(folder)
        if device in said:
            continue
        said.add(device)
        if words := _shortage(name, folder):
            yield words


def _device(folder: Path) -> int | Path:
    """One disk is told of once. A folder that is not there is told of for itself."""
    try:
        return folder.stat().st_dev
    except OSError:
        return folder


def _shortage(name: str, folder: Path) -> str:
    if not _can_be_written(folder):
        return f"The disk {name} cannot be written. No report can be stored until there is room on it."
    free, least = shutil.disk_usage(folder).free // MEGABYTE, settings.LEAST_FREE_MEGABYTES
    if free < least:
        return f"The disk {name} has {free} MB left, and {least} MB is too little. Make room before it is full."
    return ""


def _can_be_written(folder: Path) -> bool:
    """By writing: a quota, a limit on the size of a file or a disk that turned read-only shows nowhere else."""
    with _lock:
        at, could = _probed.get(folder, (float("-inf"), False))
        if time.monotonic() - at >= (PROBE_EVERY if could else AGAIN_AFTER):
            could = _write(folder)
            _probed[folder] = time.monotonic(), could
        return could


def _write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * PROBE_BYTES)
            file.flush()
    except OSError:
        return False
    return True

"""For commands that a person types: while somebody else writes for long, they wait and say so."""

import sqlite3
import time
from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import OperationalError

PATIENCE = 600.0  # seconds; a first start with all its articles takes a tenth of it on a small machine
WAITING = "Somebody else is writing to the database, such as the first start of a new site. Waiting …"
STILL_LOCKED = "The database is still locked by another program. Nothing was done: try again when that has ended."


def is_locked(error: OperationalError) -> bool:
    """SQLite has one writer. PostgreSQL lets whoever needs the same row wait by itself."""
    code = getattr(error.__cause__, "sqlite_errorcode", None) or 0
    return code & 0xFF == sqlite3.SQLITE_BUSY


def once_free[T](act: Callable[[], T], *, say: Callable[[str], object], patience: float = PATIENCE) -> T:
    """What the action answers, which takes the lock before it does anything. Raises CommandError at the end of the
    patience."""
    ends = time.monotonic() + patience
    is_said = False
    while True:
        try:
            return act()
        except OperationalError as error:
            if not is_locked(error):
                raise
            if time.monotonic() > ends:
                raise CommandError(STILL_LOCKED) from error
        if not is_said:
            say(WAITING)
            is_said = True

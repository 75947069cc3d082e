"""SQLite. What refuses here is a file: gone, unreadable, no database, or locked as a whole by another program."""

import os
import sqlite3
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures

from kb.lib.database.breaker import breaker, room
from kb.lib.database.watched import Watched

# In WAL mode a reader waits for nobody, unless somebody has locked the whole file.
READER_WAITS = 0.4  # seconds
PROBE_WAITS = 0.3
_BROKEN = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
}


class Features(DatabaseFeatures):
    # Django asks the database, within the checks at the start: the process would not start while the file is locked.
    supports_json_field = sqlite3.sqlite_version_info >= (3, 38)


_LONGEST_KEPT = 20_000


@lru_cache(maxsize=512)
def _with_its_marks(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class Cursor(base.SQLiteCursorWrapper):
    """Django seeks the marks of a statement each time it is asked, which takes longer than SQLite takes to answer."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:  # noqa: ANN401 - Django's own signature
        if param_names is None and len(query) <= _LONGEST_KEPT:
            return _with_its_marks(query)
        return str(super().convert_query(query, param_names=param_names))


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    features_class = Features
    _file: tuple[int, int] | None = None

    def create_cursor(self, name: object = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)

    def note(self, error: BaseException) -> None:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            room.note_full()
        elif code in _BROKEN:
            breaker.doubt(is_broken=True)

    def get_connection_params(self) -> dict[str, Any]:
        """Writers stand in a row and wait as long as the settings say: see below. A reader who waits is shut out.

        And a file that is gone is not made anew, empty, by the first request.
        """
        given = super().get_connection_params()
        return given | {"database": self._address(), "timeout": READER_WAITS} if breaker.is_armed else given

    def _address(self) -> str:
        return f"{Path(self.settings_dict['NAME']).absolute().as_uri()}?mode=rw"

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        self._file = self._file_now()
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """Before each request: what is written into a file that was deleted or replaced is lost without an error."""
        if breaker.is_armed and self.connection is not None and self._file != (now := self._file_now()):
            if now is None:
                breaker.doubt(is_broken=True)
            if not self.in_atomic_block:
                self.close()
        super().close_if_unusable_or_obsolete()

    def _file_now(self) -> tuple[int, int] | None:
        try:
            seen = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return seen.st_dev, seen.st_ino

    def _start_transaction_under_autocommit(self) -> None:
        if not breaker.is_armed:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # unknown to its stubs
            return
        cursor = self.cursor()
        cursor.execute("PRAGMA schema_version")  # who cannot read this need not wait to write
        cursor.execute(f"PRAGMA busy_timeout = {int(self.settings_dict['OPTIONS']['timeout'] * 1000)}")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        finally:
            with suppress(sqlite3.Error):
                self.connection.execute(f"PRAGMA busy_timeout = {int(READER_WAITS * 1000)}")

    def probe(self) -> None:
        """By a new connection: an open one goes on reading a file that is no longer there."""
        with closing(sqlite3.connect(self._address(), timeout=PROBE_WAITS, uri=True)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()

    def renew(self) -> None:
        """Each thread has its own, and lets go of it when it asks next."""

"""Taking out of the database's files what was deleted or overwritten in its tables: both engines leave it there."""

import logging
from collections.abc import Iterable
from pathlib import Path
from time import monotonic, sleep

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.utils import DatabaseError

MOST_BYTES = 100_000_000  # written anew in about two seconds, in which others wait; what is larger is for the command
_WAIT_MS = 3_000
_log = logging.getLogger(__name__)


def compact(tables: Iterable[str] = (), *, however_large: bool = False) -> bool:
    """Writes the file (SQLite), or the tables (PostgreSQL), anew. Within a transaction nothing can be done.

    False where it was not done: somebody read all the time, or the file is large. To be done again by the command.
    """
    if connection.in_atomic_block:
        return False
    try:
        return _file(however_large) if connection.vendor == "sqlite" else _tables(sorted(set(tables)), however_large)
    except DatabaseError as error:
        _log.warning("The database could not be compacted now: %s", error)
        return False


def _file(however_large: bool) -> bool:
    path = Path(connection.settings_dict["NAME"])
    is_small = not path.exists() or path.stat().st_size <= MOST_BYTES
    with connection.cursor() as cursor:
        # Copies of changed pages wait in the -wal; it is emptied into the file, and cut.
        if is_small or however_large:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = bool(cursor.fetchone()[0])
    return (is_small or however_large) and not is_busy


def _tables(tables: list[str], however_large: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(to_regclass(name))), 0) FROM unnest(%s::text[]) name", [tables]
        )
        if cursor.fetchone()[0] > MOST_BYTES and not however_large:
            return False
        is_alone = _is_seen_by_nobody(cursor, 60 if however_large else 3)
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{_WAIT_MS}ms"])
        try:
            for table in tables:
                # Plain VACUUM marks old rows as free and leaves their words in the page; statistics have words too.
                cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")
    return is_alone


_OVER = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8 AND NOT EXISTS (SELECT FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) >= age(%s::xid8::xid))"
)


def _is_seen_by_nobody(cursor: CursorWrapper, seconds: int) -> bool:
    """Waits for transactions that began before, in other databases of the server too: old rows are kept as long as one
    of them may look at them."""
    cursor.execute("SELECT pg_current_xact_id()::text")
    (mine,) = cursor.fetchone()
    end = monotonic() + seconds
    while True:
        cursor.execute(_OVER, [mine, mine])
        if cursor.fetchone()[0] or monotonic() > end:
            return monotonic() <= end
        sleep(0.1)

"""PostgreSQL. What refuses here is a server: stopped, restarting, or gone from the network without a word."""

from contextlib import closing
from typing import Any, Self

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors
from psycopg.abc import ConnParam, PQGen
from psycopg_pool import ConnectionPool

from kb.lib.database.breaker import State, breaker, room
from kb.lib.database.watched import Watched

# How long a statement runs before the server is asked whether it is still there.
PATIENCE = 0.5  # seconds
LOOK_EVERY = 0.1
PROBE_TAKES = 1.0
# It answers, and has no connection left for us: that is no reason to give up those we have.
_IS_FULL = ("too many clients", "too many connections", "connection slots are reserved")


def _is_full(error: psycopg.Error) -> bool:
    return any(words in str(error) for words in _IS_FULL)


class WatchedConnection(psycopg.Connection[Any]):
    @classmethod
    def connect(cls, conninfo: str = "", **given: ConnParam) -> Self:  # type: ignore[override]
        try:
            return super().connect(conninfo, **given)  # type: ignore[arg-type]
        except psycopg.OperationalError as error:
            if not _is_full(error):
                breaker.doubt(is_broken=True)
            raise

    def wait[T](self, gen: PQGen[T], interval: float = LOOK_EVERY, timeout: float | None = None) -> T:
        """A statement may take its time while the server is there, and is given up when it is known to be away.

        The limits of TCP see what is lost on the way. They do not see a server that stands still, or a proxy before it.
        """
        if timeout is not None or not breaker.is_armed:
            return super().wait(gen, interval, timeout)
        patience = PATIENCE
        while True:
            try:
                return super().wait(gen, interval, patience)
            except errors._WaitTimeout:
                breaker.doubt(is_broken=False)
                if breaker.state is State.AWAY:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("The database does not answer.") from None
                patience = LOOK_EVERY


class _Probe(psycopg.Connection[Any]):
    """It must come to an end, or everybody waits for its verdict."""

    def wait[T](self, gen: PQGen[T], interval: float = LOOK_EVERY, timeout: float | None = None) -> T:
        return super().wait(gen, interval, PROBE_TAKES if timeout is None else timeout)


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    @property
    def pool(self) -> ConnectionPool | None:
        """A process that makes its pool while the database is away gets another when it is back."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if isinstance(options, dict):
            options["connection_class"] = WatchedConnection
        return super().pool

    def note(self, error: BaseException) -> None:
        if isinstance(error, errors.DiskFull):
            room.note_full()
        elif self.connection is not None and self.connection.closed:
            breaker.doubt(is_broken=True)
        elif self.connection is None:
            breaker.doubt(is_broken=False)  # none came out of the pool in time

    def probe(self) -> None:
        """By a new connection, past the pool."""
        try:
            with closing(_Probe.connect(**self.get_connection_params() | {"autocommit": True})) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            if not _is_full(error):
                raise

    def renew(self) -> None:
        """Whoever waits for a connection of the old pool is told at once; those in use end with their request."""
        pools: dict[str, ConnectionPool] = self._connection_pools  # type: ignore[attr-defined]  # unknown to its stubs
        pool = pools.pop(self.alias, None)
        if pool is not None:
            pool.close(timeout=0)

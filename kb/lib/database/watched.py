"""What both databases have in common: each statement asks the breaker first, and each error may tell it something."""

from types import TracebackType
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

from kb.lib.database.breaker import State, breaker


class WatchedErrors(DatabaseErrorWrapper):
    wrapper: "Watched"

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if exc_value is not None and isinstance(exc_value, self.wrapper.Database.Error):
            self.wrapper.note(exc_value)
        super().__exit__(exc_type, exc_value, traceback)


class Watched(BaseDatabaseWrapper):
    """Stands before Django's own class of the database."""

    _generation = 0
    Database: Any  # the driver

    def note(self, error: BaseException) -> None:
        """An error of the driver, before Django makes its own of it."""
        raise NotImplementedError

    @cached_property
    def wrap_database_errors(self) -> WatchedErrors:
        return WatchedErrors(self)

    def ensure_connection(self) -> None:
        breaker.check()
        if self._is_old():
            self.close()
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        """Before and after each request. While the database is away nothing is asked of a connection to find out."""
        if self._is_old() or (breaker.state is not State.ANSWERS and not self.in_atomic_block):
            self.close()
        else:
            super().close_if_unusable_or_obsolete()

    def _is_old(self) -> bool:
        is_old = self.connection is not None and self._generation != breaker.generation
        return is_old and not self.in_atomic_block

    def connect(self) -> None:
        self._generation = breaker.generation
        super().connect()

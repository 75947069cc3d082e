"""Emptying all tables after a test that commits."""

from collections.abc import Iterator, Sequence

import pytest
from django.core.management.color import Style
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations


def _delete(
    operations: BaseDatabaseOperations,
    style: Style,
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """In any order: foreign keys are looked at when the transaction ends."""
    assert not reset_sequences, "numbers begin anew with TRUNCATE only"
    return [f"DELETE FROM {operations.quote_name(table)};" for table in tables]


@pytest.fixture(autouse=True, scope="session")
def _rows_are_deleted(django_test_environment: None) -> Iterator[None]:
    """PostgreSQL's TRUNCATE makes new files for every table and index and waits for the disk; ours hold few rows."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "sql_flush", _delete)
        yield

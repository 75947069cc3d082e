"""Whether this process can serve: the database answers, and it has every table the code expects."""

from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


class Unwell(Exception):  # noqa: N818 - named for what is wrong, like every exception of the house
    """Says which part, and nothing that a stranger could use."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """The last of each room; read from the files once, since they do not change while the process lives."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    return frozenset(graph.leaf_nodes())


def examine() -> None:
    """Raise Unwell when the site cannot serve."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except (DatabaseError, InterfaceError) as error:
        raise Unwell("database") from error
    if not _newest_migrations() <= applied.keys():
        raise Unwell("migrations")

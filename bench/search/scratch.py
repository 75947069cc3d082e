"""Databases that exist for one run: a file, or a database of PostgreSQL that is dropped at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def sqlite(keep: Path | None, *, changes: bool = False) -> Iterator[str]:
    """The DATABASE_URL of the file to keep, or of one that goes afterwards: a copy of it where it is to be changed."""
    if keep and not changes:
        keep.parent.mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{keep.resolve()}"
        return
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        if keep and keep.exists():
            shutil.copy(keep, f"{folder}/kb.sqlite3")
        yield f"sqlite:///{folder}/kb.sqlite3"


@contextmanager
def postgres(server: str) -> Iterator[str]:
    """`server` is the address of a database that exists, by a person who may make others."""
    name = f"kb_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as maker:
        maker.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as dropper:
            dropper.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

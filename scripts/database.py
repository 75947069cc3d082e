"""Asks a PostgreSQL server whether it lets us in, and makes and drops databases on it for the tests.

DATABASE_URL=postgres://user:password@host:port/name python -m scripts.database answers|create|drop
"""

import os
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from scripts.trouble import Trouble, until_stopped


def answers(address: str) -> None:
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error as error:
        said = str(error).partition("\n")[0]
        raise Trouble(
            f"The database of DATABASE_URL does not let us in ({said}): "
            f"check that PostgreSQL runs, that the database is there, and the user and password."
        ) from None


def create(address: str) -> None:
    with _server(address) as server:
        name = _name(address)
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop(address: str) -> None:
    with _server(address) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(address))))


def _server(address: str) -> psycopg.Connection:
    """A connection to the server's own database, from which others are made."""
    maintenance = urlsplit(address)._replace(path="/postgres").geturl()
    try:
        return psycopg.connect(maintenance, autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise Trouble(f"PostgreSQL does not let us in: {str(error).partition('\n')[0]}") from None


def _name(address: str) -> str:
    return urlsplit(address).path.lstrip("/")


def main() -> None:
    {"answers": answers, "create": create, "drop": drop}[sys.argv[1]](os.environ["DATABASE_URL"])


if __name__ == "__main__":
    until_stopped(main)

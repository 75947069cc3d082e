"""`python -m bench.reports kills --number 1000`: see bench/reports/README.md."""

import argparse
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

from bench.reports import kills
from bench.search.trouble import tell
from tests.killed.site import site

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description="Count what kills cost.")
    parser.add_argument("what", choices=["kills"])
    parser.add_argument("--number", type=int, default=1000, help="how many reports people send")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a database whose owner may make others")
    chosen = parser.parse_args()
    if chosen.number < 1:
        parser.error("--number begins at 1.")
    return chosen


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(database: str, number: int, server: str) -> kills.Tally:
    """The site's own database is made for this run and dropped after it."""
    os.environ.pop("DATABASE_URL", None)
    if database == "postgres":
        os.environ["DATABASE_URL"] = server
    with (
        tempfile.TemporaryDirectory(prefix="kb-bench-") as folder,
        site(Path(folder), _free_port(), is_kept=True) as made,
    ):
        began = time.monotonic()
        tally = kills.run(made, number)
        tell(f"{database}: {time.monotonic() - began:.0f} seconds")
    return tally


def main() -> None:
    chosen = _arguments()
    databases = ["sqlite", "postgres"] if chosen.database == "both" else [chosen.database]
    tallies = [_run(database, chosen.number, chosen.postgres) for database in databases]
    print(f"| | {' | '.join(databases)} |")
    print(f"|---|{'---|' * len(databases)}")
    for rows in zip(*(tally.rows() for tally in tallies), strict=True):
        print(f"| {rows[0][0]} | {' | '.join(str(count) for _, count in rows)} |")
    sys.exit(not all(tally.is_sound for tally in tallies))


if __name__ == "__main__":
    main()

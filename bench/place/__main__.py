"""`python -m bench.place`: see bench/place/README.md."""

import argparse
import sys
from typing import Any

from bench.own_process import measured
from bench.search import scratch
from bench.search.trouble import tell

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
MOST = 50.0  # milliseconds at p95
HELD = ("suggestions", "finding", "choosing", "?at=")
COLUMNS = ("wall p50", "wall p95", "CPU p50", "CPU p95")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.place", description="What choosing where one works costs.")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a database whose owner may make others")
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=500, help="how many requests of each kind")
    return parser.parse_args()


def _run(database_url: str, chosen: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = measured("bench.place.measure", database_url, chosen.organisations, chosen.times)
    return found


def main() -> None:
    chosen, slow = _arguments(), []
    for database in ["sqlite", "postgres"] if chosen.database == "both" else [chosen.database]:
        with scratch.sqlite(None) if database == "sqlite" else scratch.postgres(chosen.postgres) as url:
            found = _run(url, chosen)
        said = ", ".join(f"{words}: {number}" for words, number in found["bodies"].items())
        tell(f"--- {database}: {found['organisations']} organisations; {said}")
        print(f"| ms, {database} | {' | '.join(COLUMNS)} |")
        print(f"|---|{'---|' * len(COLUMNS)}")
        for what, times in found["times"].items():
            print(f"| {what} | {' | '.join(f'{times[column]:.1f}' for column in COLUMNS)} |")
            if what in HELD and times["CPU p95"] > MOST:
                slow.append(f"{what} on {database} takes more than {MOST:.0f} ms.")
        if found["bodies"]["no 304"]:
            slow.append(f"{found['bodies']['no 304']} pages on {database} were sent again unchanged.")
    sys.exit("\n".join(slow) or 0)


if __name__ == "__main__":
    main()

"""`python -m bench.desk`: see bench/desk/README.md."""

import argparse
from pathlib import Path

from bench.own_process import measured
from bench.search import scratch
from bench.search.trouble import tell

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
MOST = 12.0  # milliseconds of CPU at the 95th percentile


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description="What an answer of the desk costs.")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a database whose owner may make others")
    parser.add_argument("--corpus", type=Path, required=True, help="articles as JSON lines")
    parser.add_argument("--articles", type=int, default=6_000)
    parser.add_argument("--codes", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=400, help="how many callers")
    parser.add_argument("--keep", type=Path, help="a SQLite file to keep, or to take up")
    parser.add_argument("--profile", type=Path, help="a file for pstats: what the second round takes, by CPU time")
    return parser.parse_args()


def _run(database_url: str, chosen: argparse.Namespace) -> dict[str, float]:
    profile = chosen.profile.resolve() if chosen.profile else ""
    numbers = (chosen.articles, chosen.codes, chosen.times)
    found: dict[str, float] = measured("bench.desk.measure", database_url, chosen.corpus.resolve(), profile, *numbers)
    return found


def main() -> None:
    chosen = _arguments()
    is_postgres = chosen.database == "postgres"
    place = scratch.postgres(chosen.postgres) if is_postgres else scratch.sqlite(chosen.keep)
    with place as database_url:
        found = _run(database_url, chosen)
    for name, number in found.items():
        tell(f"{name:<40} {number}")
    if found["queries, fewest"] != found["queries, most"]:
        raise SystemExit("The number of queries hangs on what is asked.")
    if max(number for name, number in found.items() if name.endswith("95th percentile")) > MOST:
        raise SystemExit(f"More than {MOST} ms.")


if __name__ == "__main__":
    main()

"""`python -m bench.pages`: see bench/pages/README.md."""

import argparse
import sys

from bench.own_process import measured
from bench.search import scratch
from bench.search.trouble import tell

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
# How many times as much as a view that does nothing a kept page or a 304 may cost; a fresh page has no limit.
MOST = {"sqlite": 2.5, "postgres": 4.5}
HELD = ("kept page", "304")
NOTHING = "a view that does nothing"

type Times = dict[str, float]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description="What a public page costs.")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="sqlite")
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a database whose owner may make others")
    parser.add_argument("--times", type=int, default=300, help="how many requests a round has")
    parser.add_argument("--rounds", type=int, default=9, help="how many rounds; the best one counts")
    chosen = parser.parse_args()
    if chosen.times < 1 or chosen.rounds < 1:
        parser.error("--times and --rounds begin at 1.")
    return chosen


def _run(database_url: str, chosen: argparse.Namespace) -> Times:
    found: Times = measured("bench.pages.measure", database_url, chosen.times, chosen.rounds)
    return found


def _runs(chosen: argparse.Namespace) -> dict[str, Times]:
    databases = ["sqlite", "postgres"] if chosen.database == "both" else [chosen.database]
    found = {}
    for database in databases:
        tell(f"--- {database}")
        with scratch.sqlite(None) if database == "sqlite" else scratch.postgres(chosen.postgres) as url:
            found[database] = _run(url, chosen)
    return found


def main() -> None:
    found = _runs(_arguments())
    print(f"| CPU ms a request (times {NOTHING}) | {' | '.join(found)} |")
    print(f"|---|{'---|' * len(found)}")
    for what in next(iter(found.values())):
        cells = [f"{times[what]:.3f} ({times[what] / times[NOTHING]:.1f})" for times in found.values()]
        print(f"| {what} | {' | '.join(cells)} |")
    slow = [
        f"{what} on {database} costs more than {MOST[database]} times {NOTHING}."
        for database, times in found.items()
        for what in HELD
        if times[what] > MOST[database] * times[NOTHING]
    ]
    sys.exit("\n".join(slow) or 0)


if __name__ == "__main__":
    main()

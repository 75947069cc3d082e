"""`python -m bench.pages`: see bench/pages/README.md."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.search import scratch
from bench.search.trouble import tell

ROOT = Path(__file__).resolve().parent.parent.parent
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
    """In a process whose only database is the scratch one, and whose settings are nobody's own."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-var-") as var:
        (Path(var) / "static").mkdir()
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "DATABASE_URL": database_url,
            "SITE_URL": "http://127.0.0.1:8000",
            "HASHED_STATIC_FILES": "false",
            "VAR_DIR": var,
            "STATIC_ROOT": f"{var}/static",
        }
        command = [sys.executable, "-m", "bench.pages.measure", str(chosen.times), str(chosen.rounds)]
        run = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE)  # noqa: S603 - our own
        if run.returncode:
            raise SystemExit("The run failed; what went wrong stands above.")
        times: Times = json.loads(run.stdout)
        return times


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

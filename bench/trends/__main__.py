"""`python -m bench.trends`: see bench/trends/README.md."""

import argparse
import os
import statistics
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

from bench.search.trouble import tell
from bench.trends.chart import draw
from bench.trends.measure import SUBJECTS, Found, measure
from bench.trends.traffic import CODES, QUARTER, Quarter, quarter

MONTHS = QUARTER / 30.4
MOST_FALSE, MOST_MINUTES = 1.0, 10  # the goal: a month for the whole site, and after the fifth visit on a quiet code


def _line(words: str, numbers: list[int]) -> None:
    if numbers:
        tell(f"{words}: median {statistics.median(numbers):g}, slowest {max(numbers)} minutes ({len(numbers)})")


def _report(seed: int, watched: Quarter, found: Found) -> None:
    outages = watched.outages
    tell(f"--- seed {seed}: {QUARTER} days, {CODES} codes, {SUBJECTS} subjects")
    tell(f"false alarms: {len(found.false)}, {len(found.false) / MONTHS:.2f} a month for the whole site")
    if not outages:
        return
    tell(f"outages: {len(outages)}, missed {len(found.missed)}")
    for is_quiet, words in ((True, "quiet codes"), (False, "busy codes")):
        _line(f"from its beginning, {words}", [n for one, n in found.delays.items() if one.is_quiet == is_quiet])
    late = [n for one, n in found.fifth.items() if one.is_quiet]
    _line("after the fifth visit, quiet codes", late)
    tell(f"within {MOST_MINUTES} minutes of it: {sum(n <= MOST_MINUTES for n in late)} of {len(late)}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.trends", description="How soon an outage is noticed.")
    parser.add_argument("--seed", type=int, nargs="+", default=[424242], help="1 to 4 were used while it was made")
    parser.add_argument("--without-outages", action="store_true", help="only what is usual")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="an SVG of one outage on a quiet code")
    chosen = parser.parse_args()
    worst = 0.0
    for seed in chosen.seed:
        watched = quarter(seed, has_outages=not chosen.without_outages)
        found = measure(watched)
        _report(seed, watched, found)
        worst = max(worst, len(found.false) / MONTHS)
        quiet = [one for one in found.delays if one.is_quiet]
        if chosen.chart and quiet:
            chosen.chart.write_text(draw(watched, found, quiet[0]), encoding="utf-8")
    if worst > MOST_FALSE:
        raise SystemExit("More false alarms than one a month.")


if __name__ == "__main__":
    main()

"""One week of one outage as a picture: visits in ten minutes, what is usual, and when it was noticed."""

from collections import Counter

from bench.trends.measure import Found
from bench.trends.traffic import Outage, Quarter

BEFORE, AFTER, STEP = 6 * 60, 4 * 60, 10
WIDTH, HEIGHT, LEFT, TOP = 900, 240, 50, 60


def draw(quarter: Quarter, found: Found, outage: Outage) -> str:
    code = outage.codes[0]
    first = outage.begins - BEFORE
    counts = Counter(
        (look.minute - first) // STEP for look in quarter.looks if look.code == code and look.minute >= first
    )
    steps = (BEFORE + outage.lasts + AFTER) // STEP
    most = max(5, *(counts[step] for step in range(steps)))
    wide = (WIDTH - LEFT) / steps

    def x(minute: int) -> float:
        return LEFT + (minute - first) / STEP * wide

    bars = "".join(
        f'<rect x="{LEFT + step * wide:.1f}" y="{TOP + HEIGHT * (1 - counts[step] / most):.1f}" '
        f'width="{wide * 0.8:.1f}" height="{HEIGHT * counts[step] / most:.1f}" fill="#005eb8"/>'
        for step in range(steps)
        if counts[step]
    )
    noticed = outage.begins + found.delays[outage]
    marks = "".join(
        f'<line x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{TOP - 10}" y2="{TOP + HEIGHT}" stroke="{colour}" '
        f'stroke-dasharray="{dashes}"/><text x="{x(at) + 4:.1f}" y="{height}">{words}</text>'
        for at, colour, dashes, height, words in (
            (outage.begins, "#212b32", "4 4", TOP - 30, "the outage begins"),
            (noticed, "#d5281b", "none", TOP - 14, f"noticed, {found.delays[outage]} minutes later"),
        )
    )
    below = "from six hours before it to four hours after it"
    title = f"Visits to one quiet code in {STEP} minutes; the tallest bar is {most}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 20} {HEIGHT + TOP + 30}" '
        f'font-family="Arial, sans-serif" font-size="14" role="img" aria-label="{title}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="{LEFT}" y="16" font-weight="bold">{title}</text>'
        f'{bars}<line x1="{LEFT}" x2="{WIDTH}" y1="{TOP + HEIGHT}" y2="{TOP + HEIGHT}" stroke="#212b32"/>'
        f'<text x="{LEFT}" y="{TOP + HEIGHT + 20}">{below}</text>{marks}</svg>\n'
    )

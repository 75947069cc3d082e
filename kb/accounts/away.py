"""Until when somebody is away: which days may be said. Pure."""

from datetime import date, timedelta

LONGEST = timedelta(days=365)


def problem(until: date, today: date) -> str:
    """What is wrong with the day, in words to show; empty when nothing is."""
    if until <= today:
        return "Choose a day that is still to come."
    if until > today + LONGEST:
        return "Choose a day within a year. If you leave for longer, give your articles to somebody else."
    return ""

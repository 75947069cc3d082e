"""Bank holidays of England."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=16)
def _of_year(year: int) -> frozenset[date]:
    # Half a second of a process that may never say when a desk opens.
    from holidays.countries.united_kingdom import UnitedKingdom

    return frozenset(UnitedKingdom(subdiv="ENG", years=year))


def is_bank_holiday(day: date) -> bool:
    """Also of the day that stands in for one at a weekend."""
    return day in _of_year(day.year)

"""Plain values, as files and JSON hold them, to the parts of a notice and back; what does not fit raises."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kb.lib.dates import LONDON, MIDNIGHT, Turn, at_midnight, comes_twice, exists, in_london

YEARS = range(2000, 2101)  # a slip of the pen is no date


class Unclear(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """A time without a zone that clocks in the UK show twice, or not at all."""


def written(moment: datetime) -> str:
    """Midnight in the UK is written as its day; any other time says how far it is from UTC."""
    local = in_london(moment)
    return local.date().isoformat() if local.time() == MIDNIGHT else local.isoformat()


def moment(value: str | date | datetime) -> datetime:
    """A day is its midnight in the UK, and a time without a zone is a time in the UK."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a time")
    if value.year not in YEARS:
        raise ValueError(f"the year {value.year} is out of range")
    if not isinstance(value, datetime):
        return at_midnight(value)
    if value.tzinfo:
        return value
    found = value.replace(tzinfo=LONDON)
    if not exists(found):
        raise Unclear(f"Clocks in the UK go forward over {value:%H:%M} on that day: write an earlier or a later time.")
    if comes_twice(found):
        summer, winter = (found.replace(fold=turn).isoformat() for turn in Turn)
        raise Unclear(
            f"Clocks in the UK show {value:%H:%M} twice on that day. Write {summer} for the first, or {winter}."
        )
    return found


def moment_or_none(value: str | date | datetime | None) -> datetime | None:
    return moment(value) if value else None


def day_or_none(value: str | date | None) -> date | None:
    if isinstance(value, datetime) or (value and not isinstance(value, str | date)):
        raise TypeError(f"{value!r} is not a day")
    if not value:
        return None
    return date.fromisoformat(value) if isinstance(value, str) else value


def text(value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value.strip()


def capitals(value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    return text(value).upper()


def items(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a file holds
    if value is not None and not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is not a list")
    return list(value or ())


def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a file holds
    return tuple(text(item) for item in items(value))


def mapping(value: Any, *required: str) -> Mapping[str, Any]:  # noqa: ANN401 - whatever a file holds
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} has no named parts")
    for name in required:
        if name not in value:
            raise ValueError(f"its {name} is missing")
    return value

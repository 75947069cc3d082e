"""The number of an article as people say it: KB0018, kb 18, 18; and the stamp of a version, KB0018 v7. Pure."""

import re

MOST_FIGURES = 6
_STAMP = re.compile(r"KB ?([0-9]{1,6})(?:[ ,]*v(?:ersion)?\.? ?([0-9]{1,6}))?", re.IGNORECASE)


def number_in(text: str) -> int | None:
    """Nothing where the text is anything else."""
    figures = text.strip().upper().removeprefix("KB").strip()
    is_number = figures.isascii() and figures.isdecimal() and len(figures) <= MOST_FIGURES
    return int(figures) if is_number else None


def stamp_in(text: str) -> tuple[int, int] | None:
    """Number and version of what names an article in full; the version is 0 where none is said."""
    found = _STAMP.fullmatch(text.strip())
    return (int(found[1]), int(found[2] or 0)) if found else None


def label_of(number: int) -> str:
    return f"KB{number:04d}"

"""The number of an article as people say it: KB0018, kb 18, 18. Pure."""

MOST_FIGURES = 6


def number_in(text: str) -> int | None:
    """Nothing where the text is anything else."""
    figures = text.strip().upper().removeprefix("KB").strip()
    is_number = figures.isascii() and figures.isdecimal() and len(figures) <= MOST_FIGURES
    return int(figures) if is_number else None


def label_of(number: int) -> str:
    return f"KB{number:04d}"

"""Sets of boxes that change places in a form that is not saved yet: what was typed in them goes along."""

import re
from collections.abc import Sequence

from django.http import HttpRequest

from kb.lib.forms import NHSForm

_PRESSED = re.compile(r"(up|down) ([1-9])")


def wants_to_move(request: HttpRequest) -> tuple[int, int] | None:
    """Which set changes places with which."""
    pressed = _PRESSED.fullmatch(request.POST.get("press", "")) if request.method == "POST" else None
    if pressed is None:
        return None
    number = int(pressed[2])
    other = number + (1 if pressed[1] == "down" else -1)
    return (number, other) if other else None


def moved(request: HttpRequest, sets: tuple[int, int], prefix: str, parts: Sequence[str]) -> dict[str, object]:
    """What the form says then, by its boxes."""
    here, there = ([f"{prefix}_{number}_{part}" for part in parts] for number in sets)
    texts = dict(zip(here + there, there + here, strict=True))
    return {**request.POST.dict(), **{name: request.POST.get(other, "") for name, other in texts.items()}}


def last_filled(form: NHSForm, prefix: str, part: str, most: int) -> int:
    """The last set that says something: those up to it can change places."""
    filled = (number for number in range(1, most + 1) if form[f"{prefix}_{number}_{part}"].value())
    return max(filled, default=0)

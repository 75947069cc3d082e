"""Which version somebody had. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from kb.catalogue.numbers import label_of


def version_at(published: Sequence[tuple[datetime, int]], moment: datetime) -> int | None:
    """Of versions with when they were published, in that order, the one that stood there; none before the first."""
    place = bisect_right([at for at, _ in published], moment)
    return published[place - 1][1] if place else None


def versions_stamped(text: str, number: int) -> set[int]:
    """Versions of this article whose stamp (KB0018 v7) stands in a text."""
    stamp = re.compile(rf"\b{label_of(number)} v([0-9]{{1,6}})\b", re.IGNORECASE)
    return {int(found) for found in stamp.findall(text)}

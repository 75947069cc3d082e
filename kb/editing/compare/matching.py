"""Which part of an old list became which part of a new one: steps, signs, causes, sources. Pure."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

_WORD = re.compile(r"\w+")
# How much two texts of one kind must have in common to be one part that was rewritten; of two kinds, to be one that
# was given to somebody else.
ALIKE = 0.35
ALIKE_ACROSS = 0.7


def likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """From 0 to 1: how many of their words two texts share."""
    together = len(old) + len(new)
    return 2 * len(old & new) / together if together else 1.0


def pairs[T](
    old: Sequence[T],
    new: Sequence[T],
    *,
    words: Callable[[T], str],
    kind: Callable[[T], Hashable],
    name: Callable[[T], Hashable] | None = None,
    same: Callable[[T], Hashable] | None = None,
) -> dict[int, int]:
    """Place in the new list → place in the old one.

    First what has the same name, where parts have one, then what is equal (or says the `same`), then what is most
    alike.
    """
    found = dict(_equal([name(part) for part in old], [name(part) for part in new])) if name else {}
    said = same or (lambda part: part)
    taken = set(found.values())
    equal = _equal(
        [said(part) if i not in taken else None for i, part in enumerate(old)],
        [said(part) if j not in found else None for j, part in enumerate(new)],
    )
    found |= dict(equal)
    bags_old = [frozenset(_WORD.findall(words(part).lower())) for part in old]
    bags_new = [frozenset(_WORD.findall(words(part).lower())) for part in new]
    left = set(range(len(old))) - set(found.values())
    candidates = []
    for j in (j for j in range(len(new)) if j not in found):
        for i in left:
            score = likeness(bags_old[i], bags_new[j])
            is_one_kind = kind(old[i]) == kind(new[j])
            if score >= (ALIKE if is_one_kind else ALIKE_ACROSS):
                candidates.append((not is_one_kind, -score, abs(i - j), j, i))
    for *_, j, i in sorted(candidates):
        if j not in found and i in left:
            found[j] = i
            left.remove(i)
    return found


def _equal(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int, int]]:
    places: dict[object, list[int]] = defaultdict(list)
    for i in reversed(range(len(old))):
        places[old[i]].append(i)
    for j, part in enumerate(new):
        if part is not None and places.get(part):
            yield j, places[part].pop()


def moved(found: dict[int, int]) -> set[int]:
    """Places in the new list of what changed its order: as few as can be, the others stand as they stood."""
    order = [found[j] for j in sorted(found)]
    kept = _longest_rising(order)
    return {j for j in sorted(found) if found[j] not in kept}


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        place = bisect_left(tails, number)
        before.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [number]
        at[place : place + 1] = [n]
    kept, n = set(), at[-1] if at else -1
    while n >= 0:
        kept.add(numbers[n])
        n = before[n]
    return kept

"""From answers to numbers. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TOP = 10
NONE = "NONE"


@dataclass(frozen=True)
class Query:
    """A text, its kind, and the ids of the articles that answer it, best first; none where nothing answers it."""

    text: str
    kind: str
    relevant: tuple[str, ...]
    need: str = ""  # what several queries have in common, where a file says it


@dataclass(frozen=True)
class Answer:
    """The ids found, best first, and how long it took. `is_sure` is None where a system does not say."""

    found: tuple[str, ...]
    is_sure: bool | None
    cpu: float
    wall: float
    nothing_fits: bool | None = None


def place(found: Sequence[str], relevant: Iterable[str]) -> int | None:
    """Where the first right one stands among the ten, counted from 1."""
    right = set(relevant)
    return next((number for number, one in enumerate(found[:TOP], start=1) if one in right), None)


def _of_answered(pairs: Sequence[tuple[Query, Answer]]) -> dict[str, Any]:
    places = [place(answer.found, query.relevant) for query, answer in pairs]
    best = [answer.found[:1] == query.relevant[:1] for query, answer in pairs]
    return {
        "queries": len(pairs),
        "success@1": sum(one == 1 for one in places) / len(pairs),
        "success@3": sum(one is not None and one <= 3 for one in places) / len(pairs),  # noqa: PLR2004 - its name says it
        "mrr@10": sum(1 / one for one in places if one) / len(pairs),
        "recall@10": sum(one is not None for one in places) / len(pairs),
        "best@1": sum(best) / len(pairs),
    }


def quality(pairs: Iterable[tuple[Query, Answer]]) -> dict[str, dict[str, Any]]:
    """By kind and for all together; what nothing answers is a kind of its own, with the share of not-sure answers."""
    by_kind: dict[str, list[tuple[Query, Answer]]] = defaultdict(list)
    for query, answer in pairs:
        by_kind[query.kind if query.relevant else NONE].append((query, answer))
    unanswerable = by_kind.pop(NONE, [])
    found = {kind: _of_answered(some) for kind, some in sorted(by_kind.items())}
    if by_kind:
        found["all"] = _of_answered([pair for some in by_kind.values() for pair in some])
    if unanswerable:
        sure = [answer.is_sure for _, answer in unanswerable]
        not_sure = None if None in sure else sure.count(False) / len(sure)
        found[NONE] = {"queries": len(sure), "not sure": not_sure}
    return found


def nothing_fits(pairs: Iterable[tuple[Query, Answer]]) -> dict[str, float]:
    """The share of which it is said that nothing fits, of queries that something answers and of the others."""
    said: dict[str, list[bool]] = defaultdict(list)
    for query, answer in pairs:
        if answer.nothing_fits is not None:
            said["on-topic" if query.relevant else "off-topic"].append(answer.nothing_fits)
    return {topic: sum(some) / len(some) for topic, some in sorted(said.items())}


def percentiles(seconds: Iterable[float]) -> dict[str, float]:
    """In milliseconds; the value that 50, 95 and 99 of a hundred stay at or under."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    places = {f"p{share}": max(0, math.ceil(len(ordered) * share / 100) - 1) for share in (50, 95, 99)}
    return {name: round(ordered[at] * 1000, 3) for name, at in places.items()}


def times(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    return {"cpu": percentiles(a.cpu for a in answers), "wall": percentiles(a.wall for a in answers)}


def agreement(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> float:
    """Share of queries with the same ten in the same order."""
    return sum(list(one[text][:TOP]) == list(other[text][:TOP]) for text in one) / len(one) if one else 1.0


def first_seen(queries: Sequence[Query], seen: Sequence[str]) -> dict[str, Any]:
    """What came first for each: right and asked by kind, and what was missed in the order of the file."""
    by_kind: dict[str, dict[str, int]] = defaultdict(lambda: {"right": 0, "queries": 0})
    misses = []
    for query, name in zip(queries, seen, strict=True):
        is_right = name in query.relevant
        by_kind[query.kind]["right"] += is_right
        by_kind[query.kind]["queries"] += 1
        if not is_right:
            misses.append({"need": query.need, "query": query.text, "wanted": "|".join(query.relevant), "seen": name})
    return {"kinds": dict(by_kind), "misses": misses}

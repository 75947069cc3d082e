"""Statements that the ORM makes once in a process: to make one takes it several times as long as to ask it.

The queryset is written as everywhere else, by a function of its values. It is made with a mark for each of them, and
asked with the values in their places. So a value may decide nothing but what is compared: it gives a statement no other
shape, and of a moment only what is a fixed time before or after it can be computed.
"""

import copy
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable

_FIRST = datetime(3000, 1, 1, tzinfo=UTC)
_APART, _NEAR = timedelta(days=100_000), timedelta(days=40_000)
_MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_000_000_000 + place,
    str: lambda place: f"\ue007{place}",
    datetime: lambda place: _FIRST + place * _APART,
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")

type _Place = tuple[int, int, timedelta | None]  # among the parameters, of the value, and how far from it


class KeptStatement[Row]:
    """`kinds` are those of the values: int, str or datetime. Gives rows or, of `values_list`, tuples; fetches nothing
    beside them, so a queryset with `prefetch_related` is refused.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], *kinds: type) -> None:
        self._make, self._kinds = make, kinds
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: object) -> list[Row]:
        return self._of_this_database().rows(values)

    def number(self, *values: object) -> int:
        """How many rows there are; none of them is read."""
        return self._of_this_database().number(values)

    def _of_this_database(self) -> "_Made":
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._made:
            marks = [_MARKS[kind](place) for place, kind in enumerate(self._kinds)]
            self._made[vendor] = _Made(self._make(*marks), marks)
        return self._made[vendor]


def _moment_in(param: object) -> datetime | None:
    if isinstance(param, datetime):
        return param
    is_one = isinstance(param, str) and _MOMENT.match(param)
    return datetime.fromisoformat(str(param)).replace(tzinfo=UTC) if is_one else None


def _places(params: Sequence[object], marks: Sequence[object]) -> list[_Place]:
    found: list[_Place] = []
    for place, param in enumerate(params):
        moment = _moment_in(param)
        if moment is None:
            found += [(place, value, None) for value, mark in enumerate(marks) if param == mark]
            continue
        away = {value: moment - mark for value, mark in enumerate(marks) if isinstance(mark, datetime)}
        near = [(place, value, distance) for value, distance in away.items() if abs(distance) < _NEAR]
        if not near:
            raise TypeError("A moment stands in this statement that is none of its values.")
        found += near
    if {value for _, value, _ in found} != set(range(len(marks))):
        raise TypeError("Not each value of this statement stands in it as it is given.")
    return found


class _Made:
    # Of the queryset, parts are asked that are Django's own.
    def __init__(self, queryset: Any, marks: Sequence[object]) -> None:  # noqa: ANN401 - a queryset of any model
        if queryset._prefetch_related_lookups:
            raise TypeError("A statement fetches nothing beside its rows.")
        self._queryset = queryset
        self._compiler: Any = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self._said, params = self._compiler.as_sql()
        self._params, self._places = list(params), _places(params, marks)
        self._compiler.connection = None  # that of the thread that made it

    def _filled(self, values: Sequence[Any]) -> tuple[Any, ...]:
        params, adapted = self._params.copy(), connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value
        for place, value, away in self._places:
            params[place] = values[value] if away is None else adapted(values[value] + away)
        return tuple(params)

    def number(self, values: Sequence[object]) -> int:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self._said}) AS counted", self._filled(values))  # noqa: S608 - as made by the ORM
            return int(cursor.fetchone()[0])

    def rows(self, values: Sequence[object]) -> list[Any]:
        compiler, made = copy.copy(self._compiler), (self._said, self._filled(values))
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_, **__: made
        kind = self._queryset._iterable_class
        if issubclass(kind, ModelIterable):
            return list(ModelIterable(self._like_a_queryset(compiler)))
        found = compiler.results_iter(tuple_expected=True)
        return [row[0] for row in found] if issubclass(kind, FlatValuesListIterable) else list(found)

    def _like_a_queryset(self, compiler: object) -> Any:  # noqa: ANN401 - what Django's own iterator asks of one
        return SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=self._queryset.model,
            query=SimpleNamespace(get_compiler=lambda **_: compiler),
            _fetch_mode=self._queryset._fetch_mode,
            _known_related_objects={},
        )


def hold(row: Any, **parts: Sequence[Any]) -> None:  # noqa: ANN401 - a row of any model
    """As if the parts had been fetched with the row: `row.steps.all()` gives them and asks nothing."""
    for name, rows in parts.items():
        manager = getattr(row, name)
        queryset = manager._apply_rel_filters(_all_of(manager.model)._chain())
        queryset._result_cache, queryset._prefetch_done = list(rows), True
        for part in rows:
            setattr(part, manager.field.name, row)
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset


@cache
def _all_of(model: Any) -> Any:  # noqa: ANN401 - any model, and its rows
    return model._default_manager.all()

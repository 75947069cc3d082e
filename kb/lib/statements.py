"""Statements that the ORM makes once in a process: to make one takes it several times as long as to ask it.

The queryset is written as everywhere else, by a function of its values. It is made with a mark for each of them, and
asked with the values in their places. So a value may decide nothing but what is compared: it gives a statement no other
shape, and of a moment only what is a fixed time before or after it can be computed.
"""

import copy
import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

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
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self._said, self._filled(values))
            found = cursor.fetchall()
        return self._row_maker(connection)(found) if found else []

    def _row_maker(self, connection: BaseDatabaseWrapper) -> "_RowMaker":
        """One for each connection, whose converters know it: it goes with the connection."""
        makers: dict[_Made, _RowMaker] = connection.__dict__.setdefault("kept_row_makers", {})
        if self not in makers:
            compiler = copy.copy(self._compiler)
            compiler.connection = connection
            makers[self] = _RowMaker(compiler, self._queryset)
        return makers[self]


def _maker(model: Any, mode: Any) -> Callable[[str, Sequence[str], Sequence[Any]], Any]:  # noqa: ANN401
    """What `from_db` does, without looking at each column for what may hang on it. Where nothing does, that is dear."""
    columns = [getattr(model, field.attname, None) for field in model._meta.concrete_fields]
    is_plain = (
        model.__init__ is Model.__init__
        and model.from_db.__func__ is vars(Model)["from_db"].__func__
        and not any(signal.has_listeners(model) for signal in (pre_init, post_init))
        and all(type(column) in {DeferredAttribute, ForeignKeyDeferredAttribute} for column in columns)
    )
    if not is_plain:
        return partial(model.from_db, fetch_mode=mode)

    def made(db: str, names: Sequence[str], values: Sequence[Any]) -> Any:  # noqa: ANN401
        row = model.__new__(model)
        state = ModelState()
        state.adding, state.db, state.fetch_mode = False, db, mode
        row.__dict__ = {"_state": state, **dict(zip(names, values, strict=True))}
        return row

    return made


def _quicken(joined: Any, mode: Any) -> None:  # noqa: ANN401 - a populator of Django's
    joined.from_db = _maker(joined.model_cls, mode)
    for further in joined.related_populators:
        _quicken(further, mode)


class _RowMaker:
    """Makes of rows what the queryset would, as `ModelIterable` does. What all rows have in common is found once."""

    def __init__(self, compiler: Any, queryset: Any) -> None:  # noqa: ANN401 - Django's own, of any model
        self._connection, self._width = compiler.connection, len(compiler.select)
        expressions = [column[0] for column in compiler.select]
        self._converters = [(place, *found) for place, found in compiler.get_converters(expressions).items()]
        self._annotations = dict(compiler.annotation_col_map or {})
        self._is_flat = issubclass(queryset._iterable_class, FlatValuesListIterable)
        self._model: Any = None
        if issubclass(queryset._iterable_class, ModelIterable):
            fields = compiler.klass_info["select_fields"]
            self._model, self._columns = compiler.klass_info["model"], slice(fields[0], fields[-1] + 1)
            self._names = [column[0].target.attname for column in compiler.select[self._columns]]
            mode = queryset._fetch_mode
            self._joined = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS, mode)
            self._make = _maker(self._model, mode)
            for joined in self._joined:
                _quicken(joined, mode)

    def __call__(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        found = map(self._converted, rows)
        if self._model:
            return [self._instance(row) for row in found]
        return [row[0] for row in found] if self._is_flat else list(map(tuple, found))

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row[: self._width])
        for place, converters, expression in self._converters:
            for converter in converters:
                values[place] = converter(values[place], expression, self._connection)
        return values

    def _instance(self, row: list[Any]) -> Any:  # noqa: ANN401
        made = self._make(DEFAULT_DB_ALIAS, self._names, row[self._columns])
        for joined in self._joined:
            joined.populate(row, made)
        for name, place in self._annotations.items():
            setattr(made, name, row[place])
        return made


def hold(row: Any, **parts: Sequence[Any]) -> None:  # noqa: ANN401 - a row of any model
    """As if the parts had been fetched with the row: `row.steps.all()` gives them and asks nothing."""
    for name, rows in parts.items():
        manager = getattr(row, name)
        queryset = manager._apply_rel_filters(_all_of(manager.model)._chain())
        queryset._result_cache, queryset._prefetch_done = list(rows), True
        for part in rows:
            setattr(part, manager.field.name, row)
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset


def as_many_as(texts: Collection[Any]) -> list[Any]:
    """The values, the last of them repeated, so that there are 1, 2, 4 or 8 of them: a statement is made for so many
    values, and asked for any number of them with few statements made.
    """
    values = list(texts)
    most = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (most - len(values))


@cache
def _all_of(model: Any) -> Any:  # noqa: ANN401 - any model, and its rows
    return model._default_manager.all()

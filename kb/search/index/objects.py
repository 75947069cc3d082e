"""Rows of the catalogue as objects, by plain statements: the ORM takes several times as long to make a statement, and
to put what it answers into objects, as a database takes to answer it. What is live is still the catalogue's to say.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from kb.catalogue.models import Article, ErrorCode, Service
from kb.search.index import sql


class _Columns(NamedTuple):
    """As a SELECT names them and as the object does, and by their place what turns what SQLite keeps into Python's."""

    said: str
    names: tuple[str, ...]
    converted: Mapping[int, tuple[Any, Sequence[Callable[..., Any]]]]


@cache
def _columns(model: type[Model]) -> _Columns:
    fields = model._meta.concrete_fields
    table = model._meta.db_table
    converted = {}
    for place, field in enumerate(fields):
        column = field.get_col(table)
        if converters := [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]:
            converted[place] = (column, converters)
    said = ", ".join(f'{table}."{field.column}"' for field in fields)
    return _Columns(said, tuple(field.attname for field in fields), converted)


def _objects[Row: Model](model: type[Row], ids: sql.Statement) -> list[Row]:
    said, names, converted = _columns(model)
    found = []
    for row in sql.rows(f"SELECT {said} FROM {model._meta.db_table} WHERE id IN ({ids.said})", ids.params):  # noqa: S608 - our own names
        values = list(row)
        for place, (column, converters) in converted.items():
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        found.append(model.from_db(connection.alias, names, values))
    return found


@cache
def _live_at_a_moment() -> str:
    statement, moments = Article.objects.live(timezone.now()).values("pk").query.sql_with_params()
    (_,) = moments
    return statement


def _about_live(statement: str, at: datetime, pks: Collection[int], *beside: int) -> sql.Statement:
    """`statement` has a place for the live articles, and ends in the column that has one of the ids; `beside` fills
    marks between the two."""
    moment: Any = connection.ops.adapt_datetimefield_value(at)
    said = f"{statement.format(live=f'({_live_at_a_moment()})')} IN ({sql.marks(pks)})"
    return sql.Statement(said, [moment, *beside, *pks])


def live_outlines(articles: Collection[int], at: datetime, *, generation: int) -> sql.Rows:
    """Of those that the public may read at that moment: article, the JSON of its title's terms and of its lines, and
    its packed pairs. An article may expire without anybody writing, so the index alone cannot know."""
    if not articles:
        return []
    asked = _about_live(
        "SELECT outline.article_id, outline.title, outline.lines, outline.pairs FROM {live} AS live"
        " JOIN search_searchoutline outline ON outline.article_id = live.pk AND outline.generation = %s WHERE live.pk",
        at,
        articles,
        generation,
    )
    return sql.rows(*asked)


def live_titles(articles: Collection[int], at: datetime) -> sql.Rows:
    """Of those that the public may read: id, number, address, title, company, reader, and the name of the company."""
    if not articles:
        return []
    asked = _about_live(
        "SELECT article.id, article.number, article.slug, article.title, article.vendor_id, article.reader, vendor.name"
        " FROM {live} AS live JOIN catalogue_article article ON article.id = live.pk"
        " LEFT JOIN catalogue_vendor vendor ON vendor.id = article.vendor_id WHERE live.pk",
        at,
        articles,
    )
    return sql.rows(*asked)


def _ids(pks: Collection[int]) -> sql.Statement:
    return sql.Statement(sql.marks(pks), list(pks))


def articles(pks: Collection[int]) -> dict[int, Article]:
    """By their ids."""
    return {article.pk: article for article in _objects(Article, _ids(pks))} if pks else {}


def listed_codes(pks: Collection[int], at: datetime) -> list[ErrorCode]:
    """Of these, the codes that an article answers or mentions which is live at that moment, by their keys."""
    used = "SELECT use.code_id FROM catalogue_articlecode use JOIN {live} AS live ON live.pk = use.article_id"
    return _by_key(_objects(ErrorCode, _about_live(f"{used} WHERE use.code_id", at, pks))) if pks else []


def codes(pks: Collection[int]) -> list[ErrorCode]:
    """By their keys, whether an article has them or not."""
    return _by_key(_objects(ErrorCode, _ids(pks))) if pks else []


def _by_key(codes: list[ErrorCode]) -> list[ErrorCode]:
    return sorted(codes, key=lambda code: code.normal)


def used_services(pks: Collection[int], at: datetime) -> list[Service]:
    """Of these, the services that a live article is about, in the order that editors give them."""
    used = "SELECT use.service_id FROM catalogue_articleservice use JOIN {live} AS live ON live.pk = use.article_id"
    found = _objects(Service, _about_live(f"{used} WHERE use.service_id", at, pks)) if pks else []
    return sorted(found, key=lambda service: (service.position, service.slug))

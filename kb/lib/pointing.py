"""Which columns of other tables, of any room, point at the rows of one."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel


def relations_to(table: type[Model]) -> Iterator[ForeignObjectRel]:
    """Also those that have no name on this side; the rows between two tables are their many-to-many relation's."""
    for relation in table._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.related_model._meta.auto_created:
            yield relation


def rows_pointing_at(row: Model, relation: ForeignObjectRel) -> Any:  # noqa: ANN401 - a queryset of any table
    return relation.related_model._base_manager.filter(**{relation.field.name: row})

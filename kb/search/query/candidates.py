"""The articles worth scoring: one statement, the same on SQLite and PostgreSQL, with whole numbers only.

Nothing that a person typed is in it: terms are ids, and every value is a parameter or a number of ours.
"""

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from kb.catalogue.models import Article
from kb.search.index import sql
from kb.search.query.words import Unit

MOST_GROUPS = 48
MOST_BRANCHES = 200
MOST_CANDIDATES = 80

# SQLite takes no bare ORDER BY and LIMIT inside UNION ALL, so each branch is a sub-select.
_BRANCH = """
SELECT * FROM (
    SELECT article_id, impact * {weight} AS strength FROM search_searchposting WHERE term_id = %s{allowed}
    ORDER BY impact DESC, article_id LIMIT %s
) AS branch{number}"""
_BEST_OF = "SELECT article_id, MAX(strength) AS strength FROM ({branches}) AS part{number} GROUP BY article_id"
_WHOLE = """
SELECT article_id, SUM(strength) AS total FROM ({parts}) AS parts
GROUP BY article_id ORDER BY total DESC, article_id LIMIT %s"""


def rarest_first(units: Sequence[Unit]) -> list[Unit]:
    """At most as many as one statement takes; what is rare says most."""
    return sorted(units, key=lambda unit: -unit.total)[:MOST_GROUPS]


def _parts(units: Sequence[Unit]) -> list[list[tuple[int, int]]]:
    """Terms with their weights. Those of one part do not add up: of them the strongest counts, as of the readings of
    one word; but words of one phrase do."""
    parts: list[list[tuple[int, int]]] = []
    number = 0
    for unit in units:
        parts.append([])
        for reading in unit.readings:
            for place, weighed in enumerate(reading.terms[: MOST_BRANCHES - number]):
                if place:
                    parts.append([])
                parts[-1].append(weighed)
                number += 1
    return [part for part in parts if part]


def candidates(units: Sequence[Unit], *, allowed: QuerySet[Article] | None = None) -> list[int]:
    """The best articles by their strongest postings; `allowed` restricts them before the limit, not after."""
    sql_allowed, allowed_params = "", ()
    if allowed is not None:
        try:
            inner, allowed_params = allowed.values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        sql_allowed = f" AND article_id IN ({inner})"
    parts = _parts(units)
    if not parts:
        return []
    number = count()
    statements = []
    for place, part in enumerate(parts):
        branches = " UNION ALL ".join(
            _BRANCH.format(weight=int(weight), allowed=sql_allowed, number=next(number)) for _, weight in part
        )
        # Most parts are one term, which needs no grouping: that takes longer than all the rest.
        statements.append(branches if len(part) == 1 else _BEST_OF.format(branches=branches, number=place))
    params: list[Any] = []  # ids, numbers and the parameters of a filter
    for term, _ in chain.from_iterable(parts):
        params += [term, *allowed_params, settings.SEARCH_POSTINGS]
    found = sql.rows(_WHOLE.format(parts=" UNION ALL ".join(statements)), [*params, MOST_CANDIDATES])
    return [article for article, _ in found]

"""The articles worth scoring: one statement, the same on SQLite and PostgreSQL, with whole numbers only.

Nothing that a person typed is in it: terms are ids, and every value is a parameter or a number of ours.
"""

from collections.abc import Sequence
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
    SELECT article_id, {group} AS part, impact * {weight} AS strength
    FROM search_searchposting WHERE term_id = %s{allowed}
    ORDER BY impact DESC, article_id LIMIT %s
) AS branch{number}"""
_WHOLE = """
SELECT article_id, SUM(best) AS total FROM (
    SELECT article_id, part, MAX(strength) AS best FROM ({branches}) AS strengths GROUP BY article_id, part
) AS parts GROUP BY article_id ORDER BY total DESC, article_id LIMIT %s"""


def rarest_first(units: Sequence[Unit]) -> list[Unit]:
    """At most as many as one statement takes; what is rare says most."""
    return sorted(units, key=lambda unit: -unit.total)[:MOST_GROUPS]


def candidates(units: Sequence[Unit], *, allowed: QuerySet[Article] | None = None) -> list[int]:
    """The best articles by their strongest postings; `allowed` restricts them before the limit, not after."""
    sql_allowed, allowed_params = "", ()
    if allowed is not None:
        try:
            inner, allowed_params = allowed.values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        sql_allowed = f" AND article_id IN ({inner})"
    branches: list[str] = []
    params: list[Any] = []  # ids, numbers and the parameters of a filter
    part = 0
    for unit in units:
        part += 1
        for reading in unit.readings:
            for place, (term, weight) in enumerate(reading.terms):
                # Words of one phrase add up; readings of one word do not.
                part += 1 if place else 0
                if len(branches) < MOST_BRANCHES:
                    number = len(branches)
                    branches.append(_BRANCH.format(group=part, weight=int(weight), allowed=sql_allowed, number=number))
                    params += [term, *allowed_params, settings.SEARCH_POSTINGS]
    if not branches:
        return []
    found = sql.rows(_WHOLE.format(branches=" UNION ALL ".join(branches)), [*params, MOST_CANDIDATES])
    return [article for article, _ in found]

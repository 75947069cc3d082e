"""The same articles many times under other ids, with their index rows: publishing 60,000 takes too long.

Copies have the words of their originals, so each word is in so many times more articles: the rows are those that a
rebuild would write.
"""

from collections.abc import Mapping

from django.db import connection, models
from django.db.models import F, Max

from bench.search.trouble import tell
from kb.catalogue.models import Article, ArticleService, Cause, Step, Symptom
from kb.catalogue.models.code import ArticleCode
from kb.search.models import SearchCode, SearchMeta, SearchOutline, SearchPosting, SearchTerm, SearchVector, SearchWord

PARTS: tuple[type[models.Model], ...] = (
    *(ArticleCode, ArticleService, Cause, Step, Symptom),
    *(SearchPosting, SearchCode, SearchVector, SearchOutline),
)


def copies(times: int) -> None:
    """Do it after a rebuild: rows of another generation would be copied too."""
    last = Article.objects.aggregate(last=Max("pk"), number=Max("number"))
    span = max(last["last"], last["number"])
    for number in range(1, times):
        away = number * span
        changes = {"id": f"id + {away}", "number": f"number + {away}", "reference": "NULL"}
        _copy(Article, {**changes, "slug": f"slug || '-copy-{number}'"}, where=f"id <= {span}")
        for model in PARTS:
            _copy(model, {"article_id": f"article_id + {away}"}, where=f"article_id <= {span}")
        tell(f"  {number} of {times - 1} copies made")
    generation = SearchMeta.objects.get(pk=1).generation
    SearchTerm.objects.filter(generation=generation).update(frequency=F("frequency") * times)
    SearchWord.objects.filter(generation=generation).update(count=F("count") * times)


def _copy(model: type[models.Model], changes: Mapping[str, str], *, where: str) -> None:
    """Every row once more; an id of its own is left to the database unless `changes` gives it."""
    columns = [field.column for field in model._meta.concrete_fields if field.column and field.column != "id"]
    columns += [name for name in changes if name not in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changes.get(column, f'"{column}"') for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}")  # noqa: S608 - our own names and numbers

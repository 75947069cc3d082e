"""Our own search as the bench sees it: through the rebuild, the ranking and the finder, like every other caller."""

import importlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from bench.search.growth import copies
from bench.search.measures import TOP, Answer, Query, percentiles
from bench.search.trouble import tell
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.search.finder import find
from kb.search.index import rebuild as index
from kb.search.index.text import context_of, segments
from kb.search.models import ChosenAnswer, Synonym
from kb.search.query.ranking import rank

WARM_UP = 50
PREFIXES = (2, 3, 5, 8)


@dataclass(frozen=True)
class Text:
    """What of an article is indexed, in the three fields that every system gets."""

    id: str
    title: str
    symptoms: str
    body: str


def texts() -> list[Text]:
    """Of every live article that has a reference; declared codes stand with the symptoms, so that peers have them."""
    found = []
    for article in Article.objects.live().with_parts().exclude(reference=None).order_by("pk").iterator(chunk_size=200):
        document = document_of(article)
        parts: dict[str, list[str]] = {"title": [], "symptoms": [*document.codes, *document.mentions], "body": []}
        for name, _, text in segments(document, context_of(article)):
            # Guidance that articles share is part of their text for whoever does not tell it apart.
            parts[name if name in parts else "body"].append(text)
        found.append(Text(article.reference or "", *("\n".join(parts[name]) for name in ("title", "symptoms", "body"))))
    return found


def rebuild(times: int = 1) -> dict[str, Any]:
    """Seconds for the whole index before anything is copied, and its size in bytes afterwards."""
    _forget()
    wall, cpu = time.perf_counter(), time.process_time()
    for progress in index.rebuild(restart=True):
        if progress.done and progress.done % 2000 == 0:
            tell(f"  {progress.done} of {progress.total} indexed")
    seconds = {"wall": round(time.perf_counter() - wall, 2), "cpu": round(time.process_time() - cpu, 2)}
    if times > 1:
        copies(times)
    return {"articles": Article.objects.live().count(), "seconds": seconds, "bytes": _size()}


def _forget() -> None:
    """A kept database is built as a fresh one is: a rebuild over an older index measures its averages from that."""
    with connection.cursor() as cursor:
        for model in set(apps.get_app_config("search").get_models()) - {ChosenAnswer, Synonym}:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own names


def _size() -> int:
    tables = [model._meta.db_table for model in apps.get_app_config("search").get_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as autovacuum would do a minute later
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name", [tables]
            )
        else:
            marks = ", ".join(["%s"] * len(tables))
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat JOIN sqlite_schema USING (name) "  # noqa: S608 - only marks are filled in
                f"WHERE aggregate = TRUE AND tbl_name IN ({marks})",
                tables,
            )
        return int(cursor.fetchone()[0] or 0)


def timed[Found](act: Callable[[], Found]) -> tuple[Found, float, float]:
    """What it gave, and its seconds: of this process, and by the clock."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = act()
    return found, time.process_time() - cpu, time.perf_counter() - wall


def answers(queries: Sequence[Query], ids: Mapping[str, str]) -> list[Answer]:
    """What a visitor gets: ten hits with their reasons and snippets."""
    for query in queries[:WARM_UP]:
        find(query.text)
    found = []
    for query in queries:
        results, cpu, wall = timed(lambda text=query.text: find(text, limit=TOP))  # type: ignore[misc]
        named = tuple(ids.get(hit.article.reference or "", f"copy {hit.article.pk}") for hit in results.hits)
        found.append(Answer(named, results.is_sure, cpu, wall, results.nothing_fits))
    return found


def ranking_times(queries: Sequence[Query]) -> dict[str, dict[str, float]]:
    """Of the ranking alone, without what is shown of the ten."""
    return _times(rank, [query.text for query in queries])


def suggestion_times(queries: Sequence[Query]) -> dict[str, dict[str, float]] | None:
    """Of the first letters of the queries, as they are typed; nothing where the room offers no suggestions."""
    try:
        suggest = importlib.import_module("kb.search.suggest").suggest
    except ModuleNotFoundError:
        return None
    return _times(suggest, [query.text[:letters] for query in queries for letters in PREFIXES])


def _times(act: Callable[[str], object], given: Iterable[str]) -> dict[str, dict[str, float]]:
    measured = [timed(lambda text=text: act(text))[1:] for text in given]  # type: ignore[misc]
    return {"cpu": percentiles(cpu for cpu, _ in measured), "wall": percentiles(wall for _, wall in measured)}

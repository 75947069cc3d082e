"""One run on one database, in a process of its own: Django knows its database from the start, and only one."""

import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

from bench.search import files, measures
from bench.search.trouble import tell


@dataclass(frozen=True)
class Plan:
    """What to run. Files as text, so that a plan can be handed to another process."""

    what: str
    queries: str
    corpus: str = ""
    limit: int | None = None
    copies: int = 1
    peers: bool = True
    answers: bool = True
    keeps: bool = False
    result: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @property
    def mark(self) -> int:
        """Of what a kept database was filled with; never 0, which is what a new file has."""
        content = Path(self.corpus).read_bytes() if self.corpus else b"own"
        return zlib.crc32(content + f" {self.limit}".encode()) & 0x7FFFFFFF or 1


def _loaded(plan: Plan) -> dict[str, str]:
    """The file's id of each reference; a kept database is filled once."""
    from django.core.management import call_command

    from bench.search import loading

    if plan.keeps and _mark() not in {0, plan.mark}:
        raise SystemExit("The kept database holds something else: give --keep another file, or delete this one.")
    call_command("migrate", verbosity=0)
    rows = files.articles(Path(plan.corpus), plan.limit) if plan.corpus else []
    if plan.keeps and _mark() == plan.mark:
        tell("Using the kept database.")
        ids = {files.reference(place): row["id"] for place, row in enumerate(rows, start=1)}
        return ids or loading.own_articles()
    tell("Loading the articles.")
    ids = loading.corpus(rows) if plan.corpus else loading.own_articles()
    if plan.keeps:
        _mark(plan.mark)
    return ids


def _mark(new: int | None = None) -> int:
    """SQLite keeps a number for its user in every file."""
    from django.db import connection

    with connection.cursor() as cursor:
        if new is not None:
            cursor.execute(f"PRAGMA user_version = {int(new)}")
        cursor.execute("PRAGMA user_version")
        return int(cursor.fetchone()[0])


def _measured(name: str, queries: list[measures.Query], answers: list[measures.Answer]) -> dict[str, Any]:
    return {
        "name": name,
        "quality": measures.quality(zip(queries, answers, strict=True)),
        "nothing fits": measures.nothing_fits(zip(queries, answers, strict=True)),
        "times": measures.times(answers),
    }


def seen_first(queries: list[measures.Query]) -> dict[str, Any]:
    from bench.search import first
    from kb.catalogue.models import Article

    articles = Article.objects.live().exclude(reference=None)
    references = {article.get_absolute_url(): article.reference or "" for article in articles}
    return measures.first_seen(queries, list(first.seen(queries, references)))


def run(plan: Plan) -> dict[str, Any]:
    from django.db import connection

    from bench.search import engine, loading, peers

    ids = _loaded(plan)
    queries = files.queries(Path(plan.queries), plan.limit, ids.values())
    tell("Building the index.")
    index = engine.rebuild(plan.copies)
    tell(f"Asking {len(queries)} queries.")
    if plan.what == "first":
        if not plan.answers:
            loading.without_answers()
        return {"database": connection.vendor, "first": seen_first(queries)}
    answers = engine.answers(queries, ids)
    ours = _measured("this search", queries, answers) | {"index": index}
    if plan.what == "speed":
        ours |= {"ranking": engine.ranking_times(queries), "suggestions": engine.suggestion_times(queries)}

    def of_peer(peer: peers.Peer, texts: Sequence[engine.Text]) -> dict[str, Any]:
        tell(f"Asking {peer.name}.")
        _, cpu, wall = engine.timed(lambda: peer.build(texts))
        found = []
        for query in queries:
            references, query_cpu, query_wall = engine.timed(lambda text=query.text: peer.search(text))  # type: ignore[misc]
            found.append(measures.Answer(tuple(ids[one] for one in references), None, query_cpu, query_wall))
        seconds = {"cpu": round(cpu, 2), "wall": round(wall, 2)}
        index = {"articles": len(texts), "seconds": seconds, "bytes": peer.size()}
        return _measured(peer.name, queries, found) | {"index": index}

    others = peers.measured(engine.texts(), of_peer) if plan.peers else []
    tops = {query.text: list(answer.found) for query, answer in zip(queries, answers, strict=True)}
    return {"database": connection.vendor, "systems": [ours, *others], "tops": tops}


def main() -> None:
    plan = Plan(**json.loads(sys.argv[1]))
    django.setup()
    Path(plan.result).write_text(json.dumps(run(plan)), encoding="utf-8")


if __name__ == "__main__":
    main()

"""One run on one database, in a process of its own."""

import gc
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

AT_ONCE = 500
ANALYST = "bench.analyst"


def _furnish(corpus: Path, articles: int, codes: int) -> None:
    from django.db import transaction

    from bench.search import files, loading
    from bench.search.trouble import tell
    from kb.accounts.actions import add_person
    from kb.accounts.models import User
    from kb.catalogue import actions
    from kb.catalogue.entries import CodeEntry, MeaningEntry
    from kb.catalogue.models import Article, ErrorCode
    from kb.search import upkeep

    if not Article.objects.exists():
        loading.own_articles()
        loading.corpus(files.articles(corpus, articles - Article.objects.count()))
        missing = range(codes - ErrorCode.objects.count())
        for start in range(0, len(missing), AT_ONCE):
            with transaction.atomic():
                for number in missing[start : start + AT_ONCE]:
                    meaning = MeaningEntry("A code of the bench.")
                    actions.save_code(entry=CodeEntry(f"BENCH{number:05d}", "EXACT", (meaning,)), by=None)
        tell("  rebuilding the index")
        upkeep.rebuild()
    if not User.objects.filter(username=ANALYST).exists():
        add_person(username=ANALYST, name="Bench Analyst", role="HELP_DESK", password="violet ferry 27 anchors")  # noqa: S106
    tell(f"  {Article.objects.count()} articles, {ErrorCode.objects.count()} codes")


def _answered(times: int) -> Iterator[str]:
    """Codes that one article answers."""
    from django.db.models import Count, Q

    from kb.catalogue.lookup import look_up
    from kb.catalogue.models import ErrorCode

    answers = Count("uses", filter=Q(uses__answers=True))
    found = ErrorCode.objects.filter(kind="EXACT").annotate(answers=answers).filter(answers=1).order_by("normal")
    # A corpus has codes that are words or small numbers elsewhere, which nobody says alone.
    displays = [code.display for code in found if look_up(code.display).only == code]
    for number in range(times):
        yield displays[number * 7 % len(displays)]


def _measured(times: int) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kb.accounts.models import User
    from kb.insight.models import Call

    client, took, asked = Client(headers={"host": "127.0.0.1:8000"}), [], set()
    client.force_login(User.objects.get(username=ANALYST))
    Call.objects.all().delete()

    def answer(code: str) -> Any:  # noqa: ANN401 - a response
        return client.post("/desk/", {"q": code}, headers={"X-In-Place": "1"})

    for code in _answered(30):
        answer(code)
    for place, code in enumerate(_answered(times)):
        gc.collect() if place % 50 == 0 else None
        began = time.thread_time()
        response = answer(code)
        took.append((time.thread_time() - began) * 1000)
        if response.status_code != 200 or b"answer-heading" not in response.content:  # noqa: PLR2004
            raise SystemExit(f"The desk does not answer {code}.")
    for code in _answered(20):
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/", {"q": code})
        asked.add(len(queries))
    took.sort()
    return {
        "callers": times,
        "ms of CPU, middle": round(took[len(took) // 2], 2),
        "ms of CPU, 95th percentile": round(took[len(took) * 95 // 100], 2),
        "queries, fewest": min(asked),
        "queries, most": max(asked),
    }


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    corpus, *numbers = sys.argv[1:]
    articles, codes, times = (int(number) for number in numbers)
    call_command("migrate", verbosity=0)
    _furnish(Path(corpus), articles, codes)
    connection.close()
    print(json.dumps(_measured(times)))
    if connection.vendor == "postgresql":
        connection.close_pool()


if __name__ == "__main__":
    main()

"""One run on one database, in a process of its own."""

import cProfile
import gc
import json
import random
import sys
import time
from itertools import islice
from pathlib import Path

import django

AT_ONCE = 500
ANALYST = "bench.analyst"
WARM = 20  # codes that are asked before anything is timed


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


def _answered(times: int) -> list[str]:
    """Codes that one article answers, spread over all of them."""
    from django.db.models import Count, Q

    from kb.catalogue.lookup import look_up
    from kb.catalogue.models import ErrorCode

    answers = Count("uses", filter=Q(uses__answers=True))
    found = ErrorCode.objects.filter(kind="EXACT").annotate(answers=answers).filter(answers=1).order_by("normal")
    # A corpus has codes that are words or small numbers elsewhere, which nobody says alone.
    sure = (code.display for code in _spread(list(found)) if look_up(code.display).only == code)
    return list(islice(sure, times))


def _spread[Row](rows: list[Row]) -> list[Row]:
    """In another order, the same each time."""
    return random.Random(17).sample(rows, len(rows))  # noqa: S311 - no secret


class _Desk:
    """One analyst, signed in."""

    def __init__(self) -> None:
        from django.test import Client

        from kb.accounts.models import User
        from kb.insight.models import Call

        self._client = Client(headers={"host": "127.0.0.1:8000"})
        self._client.force_login(User.objects.get(username=ANALYST))
        Call.objects.all().delete()

    def answer(self, code: str) -> None:
        response = self._client.post("/desk/", {"q": code}, headers={"X-In-Place": "1"})
        if response.status_code != 200 or b"answer-heading" not in response.content:  # noqa: PLR2004
            raise SystemExit(f"The desk does not answer {code}.")

    def took(self, codes: list[str]) -> list[float]:
        """Milliseconds of CPU, in rising order."""
        times = []
        for place, code in enumerate(codes):
            gc.collect() if place % 50 == 0 else None
            began = time.thread_time()
            self.answer(code)
            times.append((time.thread_time() - began) * 1000)
        return sorted(times)

    def asked(self, code: str) -> int:
        """How many queries."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self.answer(code)
        return len(queries)


def _of(times: list[float], when: str) -> dict[str, float]:
    shown = {"middle": times[len(times) // 2], "95th percentile": times[len(times) * 95 // 100]}
    return {f"ms of CPU, {when}, {name}": round(number, 2) for name, number in shown.items()}


def _measured(times: int, profile: str) -> dict[str, float]:
    """Each code is asked for the first time, then once more: of what is kept of it, the first has nothing."""
    codes = _answered(times + WARM)
    desk, profiler = _Desk(), cProfile.Profile(time.thread_time)
    for code in codes[-WARM:]:
        desk.answer(code)
    codes = codes[:-WARM]
    first = desk.took(codes)
    if profile:
        desk.took(codes)
        profiler.runcall(desk.took, codes)
        profiler.dump_stats(profile)
    asked = {desk.asked(code) for code in codes[:20]}
    return {
        "callers": len(codes),
        **_of(first, "a code for the first time"),
        **_of(desk.took(codes), "once more"),
        "queries, fewest": min(asked),
        "queries, most": max(asked),
    }


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    corpus, profile, *numbers = sys.argv[1:]
    articles, codes, times = (int(number) for number in numbers)
    call_command("migrate", verbosity=0)
    _furnish(Path(corpus), articles, codes)
    connection.close()
    print(json.dumps(_measured(times, profile)))
    if connection.vendor == "postgresql":
        connection.close_pool()


if __name__ == "__main__":
    main()

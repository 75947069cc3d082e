"""Fills a scratch database: through the actions that importing and publishing use, without indexing meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bench.search import files
from bench.search.trouble import tell
from kb.catalogue import actions, codes, signals
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.catalogue.models import Article
from kb.catalogue.shelf_entries import CategoryEntry
from kb.search import upkeep

AT_ONCE = 100


@contextmanager
def _without_index() -> Iterator[None]:
    """The rebuild that follows is what is timed; indexing twice would only take longer."""
    signals.article_changed.disconnect(dispatch_uid="kb.search")
    try:
        yield
    finally:
        upkeep.listen()


def own_articles() -> dict[str, str]:
    """Our own articles as they ship; by reference, which is their id."""
    from kb.transfer.actions import bring_in

    with _without_index():
        bring_in(root=Path(settings.BASE_DIR) / "fixtures", by=None)
    return {reference: reference for reference in Article.objects.values_list("reference", flat=True) if reference}


def without_answers() -> None:
    """As if answers.csv did not ship: what the search finds by itself. A kept database gets them back when used."""
    from kb.search.models import ChosenAnswer

    ChosenAnswer.objects.all().delete()


def corpus(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The articles of a file; gives the file's id of each reference. What cannot be published is told, not hidden."""
    refused = 0
    declare = _declarer()
    with _without_index():
        actions.save_category(entry=CategoryEntry(files.CATEGORY, "All", "All articles of the corpus"), by=None)
        for start in range(0, len(rows), AT_ONCE):
            with transaction.atomic():
                for place, row in enumerate(rows[start : start + AT_ONCE], start=start + 1):
                    refused += not _publish(row, place, declare)
            if start and start % 1000 == 0:
                tell(f"  {start} of {len(rows)} loaded")
    if refused:
        tell(f"  {refused} of {len(rows)} articles were refused by the catalogue and are missing")
    return {files.reference(place): row["id"] for place, row in enumerate(rows, start=1)}


def _publish(row: dict[str, Any], place: int, declare: Callable[[str], str]) -> bool:
    try:
        declared = tuple(dict.fromkeys(declare(text) for text in files.declared_codes(row)))
        actions.put_live(files.document(row, place, declared), actions.Publication(by=None))
    except actions.NotPublishable as refusal:
        tell(f"  {row['id']}: {' '.join(str(refusal).split())[:100]}")
        return False
    return True


def _declarer() -> Callable[[str], str]:
    """Makes each code once; two spellings of a code are one."""
    known: dict[str, str] = {}

    def declare(text: str) -> str:
        key = codes.normal(text)
        if key not in known:
            meaning = MeaningEntry("A code of the corpus.")
            known[key] = actions.save_code(entry=CodeEntry(text, "EXACT", (meaning,)), by=None).display
        return known[key]

    return declare

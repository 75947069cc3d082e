"""Texts that link to a page of a word: without the page they would lead nowhere."""

import re
from collections.abc import Iterator

from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast

from kb.catalogue.models import GlossaryEntry, Snippet, StartQuestion, Version
from kb.catalogue.models.shared import live
from kb.editing.vocabulary.nouns import counted
from kb.notices.models import Notice, NoticeUpdate


def _texts(path: str) -> Iterator[str]:
    """What readers may meet and might hold it; the database looks first."""
    documents = Version.objects.filter(live(None, "article__"), number=F("article__version"))
    yield from _holding(documents.annotate(said=Cast("document", TextField())), "said", path)
    columns: tuple[tuple[type[Model], str], ...] = (
        (Snippet, "body"),
        (Notice, "body"),
        (NoticeUpdate, "text"),
        (StartQuestion, "hint"),
        (GlossaryEntry, "more"),
    )
    for table, column in columns:
        yield from _holding(table._default_manager.all(), column, path)


def _holding(rows: QuerySet, column: str, path: str) -> Iterator[str]:
    yield from rows.filter(**{f"{column}__contains": path}).values_list(column, flat=True)


def texts_that_link(*addresses: str) -> tuple[str, ...]:
    """A sentence where any does. `/services/pds` is another page than `/services/pds-portal`."""
    number = 0
    for address in addresses:
        path = address.rstrip("/")
        whole = re.compile(rf"{re.escape(path)}(?![\w-])")
        number += sum(bool(whole.search(text)) for text in _texts(path))
    return counted(number, "text links to its page", "texts link to its page")

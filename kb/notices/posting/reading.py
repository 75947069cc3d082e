"""Codes and articles that a notice may name: by what is typed, and what may have been meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.catalogue import codes as rules
from kb.catalogue.lookup import nearest
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.numbers import number_in

MOST_OFFERED, MOST_NEAR = 8, 3
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Offered:
    """`name` is what goes into the box."""

    name: str
    words: str


def codes_named(texts: Iterable[str]) -> dict[str, ErrorCode]:
    """By what was typed, in any spelling that is known."""
    keys = {text: rules.normal(text) for text in texts}
    rows = ErrorCode.objects.keyed({key for key in keys.values() if key})
    by_key = {key.normal: row for row in rows for key in row.keys.all()}
    return {text: by_key[key] for text, key in keys.items() if key in by_key}


def codes_like(text: str) -> list[Offered]:
    """Those that begin so, and where none does, those that look like it."""
    key = rules.normal(text)
    if len(key) < FEWEST_LETTERS:
        return []
    begun = ErrorCode.objects.filter(keys__normal__startswith=key).distinct().order_by("normal")
    rows = [*begun.with_meanings()[:MOST_OFFERED]] or nearest(text)
    return [Offered(row.display, row.meaning_in_short) for row in rows]


def articles_like(text: str) -> list[Offered]:
    """By number, or by words of the title."""
    rows = Article.objects.live()
    words = text.replace("-", " ").split()
    if (number := number_in(text)) is not None:
        rows = rows.filter(number=number)
    elif not words or len(text.strip()) < FEWEST_LETTERS:
        return []
    else:
        for word in words:
            rows = rows.filter(title__icontains=word)
    return [Offered(row.label, row.title) for row in rows.by_number()[:MOST_OFFERED]]


def or_near(offered: Iterable[Offered]) -> str:
    """What may have been meant, as the end of a message."""
    near = [f"{one.name} ({one.words})" if one.words else one.name for one in list(offered)[:MOST_NEAR]]
    return f" Did you mean {' or '.join(near)}?" if near else ""

"""What a change would do, found out by making it and taking it back: no rule is written twice to foretell it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from kb.pages.parts import PageLink

MOST_SHOWN = 30


@dataclass(frozen=True)
class SearchChange:
    """What somebody types, where it led, and where it would lead."""

    text: str
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """For whoever is about to change something. `notes` are sentences."""

    notes: tuple[str, ...] = ()
    searches: tuple[SearchChange, ...] = ()
    tried: int = 0
    pages: tuple[PageLink, ...] = ()
    pages_left_out: int = 0


@dataclass(frozen=True)
class Surroundings:
    """What stands around a thing at one moment: where texts lead, and which pages show it, by their addresses."""

    searches: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, PageLink] = field(default_factory=dict)


def rehearse[Seen](act: Callable[[], object], look: Callable[[], Seen]) -> tuple[Seen, Seen]:
    """What `look` sees before and after the act, which is taken back. What the act refuses, this refuses."""
    with transaction.atomic():
        before = look()
        act()
        after = look()
        transaction.set_rollback(True)
    return before, after


def effect_of(act: Callable[[], object], look: Callable[[], Surroundings], notes: Iterable[str] = ()) -> Effect:
    before, after = rehearse(act, look)
    searches = tuple(
        SearchChange(text, before.searches[text], leads)
        for text, leads in after.searches.items()
        if leads != before.searches.get(text, leads)  # what was not tried before says nothing
    )
    pages = tuple({**before.pages, **after.pages}.values())
    return Effect(
        notes=tuple(notes),
        searches=searches,
        tried=len(after.searches),
        pages=pages[:MOST_SHOWN],
        pages_left_out=max(0, len(pages) - MOST_SHOWN),
    )

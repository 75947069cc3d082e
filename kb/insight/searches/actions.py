"""Noting searches and writing what may be kept of them. No `by=` and no audit entry: nobody is to know who it was. No
Edition: pages stay.

What was typed is in memory for some seconds, in the process that answered; only what `kept_of` leaves is written.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from kb.insight.models import SearchEntry, WordSighting
from kb.insight.searches.rules import (
    LONGEST_CODE,
    MOST_OF_A_VISIT,
    VISIT_KEPT,
    KeptSearch,
    Known,
    kept_of,
    may_be_codes,
    may_show,
    words_in,
)
from kb.insight.visits.keys import Period, scrambled
from kb.insight.visits.waiting import Later, WaitingNotes, after_a_while
from kb.lib.dates import in_london
from kb.lib.holders import some_of
from kb.search.known_words import KnownWords

MOST_RESULTS_TOLD = 1_000


@dataclass(frozen=True)
class SearchNote:
    """`code` where the whole text is one of ours, and led to its page."""

    text: str
    visit: str
    at: datetime
    code: str = ""


@dataclass(frozen=True)
class OutcomeNote:
    """What the page of a search says came of it; `number` is None where it says only what was opened."""

    text: str
    visit: str
    at: datetime
    number: int | None = None
    is_sure: bool = False
    opened: str = ""
    is_second_try: bool = False


class SearchNotebook:
    """What this process has noted and not yet written."""

    def __init__(self, later: Later = after_a_while) -> None:
        self.waiting = WaitingNotes[tuple[object, ...], SearchNote | OutcomeNote](self._write, later)

    def _write(self) -> None:
        write()

    def note(self, note: SearchNote | OutcomeNote) -> None:
        is_outcome = isinstance(note, OutcomeNote)
        told = (note.number is None, note.opened, note.is_second_try) if isinstance(note, OutcomeNote) else ()
        self.waiting.put((is_outcome, note.text, note.visit, *told), note)

    def taken(self) -> tuple[list[SearchNote], list[OutcomeNote]]:
        notes = self.waiting.take().values()
        searches = [one for one in notes if isinstance(one, SearchNote)]
        return searches, [one for one in notes if isinstance(one, OutcomeNote)]


notebook = SearchNotebook()


def _day(at: datetime) -> date:
    return in_london(at).date()


def _known(texts: Collection[str]) -> Known:
    """For all of them at once."""
    knows = KnownWords()
    words = set().union(*map(words_in, texts))
    known = {*knows.words(words), *knows.in_synonyms(words)} if words else set()
    codes = set().union(*map(may_be_codes, texts))
    return Known(codes=knows.codes(codes) if codes else (), words=known)


def _kept(notes: Collection[SearchNote | OutcomeNote]) -> dict[str, KeptSearch]:
    """By the text, of those that are no code of ours as a whole."""
    texts = {one.text for one in notes if not getattr(one, "code", "")}
    known = _known(texts) if texts else Known()
    return {text: kept_of(text, known) for text in texts}


def write() -> None:
    searches, outcomes = notebook.taken()
    kept = _kept([*searches, *outcomes])
    _write_searches(searches, kept)
    _write_words(searches, kept)
    for outcome in _write_outcomes(outcomes, kept):
        # The search may wait in another process still.
        notebook.note(replace(outcome, is_second_try=True))


def _entry(note: SearchNote, kept: Mapping[str, KeptSearch]) -> SearchEntry:
    row = SearchEntry(visit=note.visit, day=_day(note.at), at=note.at)
    if note.code:
        row.words = note.code[:LONGEST_CODE]
        row.number, row.is_sure, row.opened = 1, True, f"code:{note.code}"
    else:
        row.words = kept[note.text].words
    return row


@transaction.atomic
def _write_searches(notes: Collection[SearchNote], kept: Mapping[str, KeptSearch]) -> None:
    """Of a visit that searched for the same before on that day, nothing; nor of one that searches without end."""
    rows = [row for row in (_entry(note, kept) for note in notes) if row.words]
    visits = {row.visit for row in rows}
    days = {row.day for row in rows}
    before = (
        SearchEntry.objects.filter(visit__in=visits, day__in=days).order_by() if rows else SearchEntry.objects.none()
    )
    have = Counter(dict(before.values("visit").annotate(number=Count("pk")).values_list("visit", "number")))
    fresh = []
    for row in rows:
        have[row.visit] += 1
        if have[row.visit] <= MOST_OF_A_VISIT:
            fresh.append(row)
    SearchEntry.objects.bulk_create(fresh, ignore_conflicts=True)


def _digest(word: str, now: datetime) -> str:
    return scrambled(f"word\0{word}", period=Period.MONTH, now=now)


def _write_words(notes: Collection[SearchNote], kept: Mapping[str, KeptSearch]) -> None:
    rows, typed = [], dict[str, str]()  # the words by their hashes: in memory, and for as long as this takes
    for note in notes:
        for word in kept[note.text].unknown if not note.code else ():
            typed[_digest(word, note.at)] = word
            rows.append(WordSighting(digest=_digest(word, note.at), visit=note.visit, day=_day(note.at), at=note.at))
        for code in kept[note.text].codes if not note.code else ():
            digest = _digest(code, note.at)
            rows.append(WordSighting(digest=digest, word=code, visit=note.visit, day=_day(note.at), at=note.at))
    if rows:
        _sight(rows)
        # In a transaction of its own: of two processes that write the last two sightings, one sees both.
        _show(typed)


@transaction.atomic
def _sight(rows: list[WordSighting]) -> None:
    WordSighting.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _show(typed: Mapping[str, str]) -> None:
    """The word itself, where enough have typed it by now, or editors see it already since an earlier month."""
    found = WordSighting.objects.filter(digest__in=typed).order_by().values("digest")
    counts = found.annotate(visits=Count("pk"), days=Count("day", distinct=True))
    shown = {row["digest"] for row in counts if may_show(visits=row["visits"], days=row["days"])}
    known = set(WordSighting.objects.shown().filter(word__in=typed.values()).values_list("word", flat=True))
    for digest, word in typed.items():
        if digest in shown or word in known:
            WordSighting.objects.hidden().filter(digest=digest).update(word=word)


@transaction.atomic
def _write_outcomes(notes: Collection[OutcomeNote], kept: Mapping[str, KeptSearch]) -> list[OutcomeNote]:
    """Only of a search that this visit made in the box today. Those of which none is written yet, for a second try."""
    missed = []
    for note in notes:
        rows = SearchEntry.objects.filter(words=kept[note.text].words, visit=note.visit, day=_day(note.at))
        said: dict[str, object] = {"opened": note.opened} if note.opened else {}
        if note.number is not None:
            said |= {"number": min(note.number, MOST_RESULTS_TOLD), "is_sure": note.is_sure}
        is_written = bool(said and kept[note.text].words and rows.update(**said))
        if not is_written and not note.is_second_try:
            missed.append(note)
    return missed


@transaction.atomic
def forget_searches(now: datetime) -> None:
    """Whose a search was is forgotten soon, what it was later."""
    some_of(SearchEntry.objects.visits_before(now - VISIT_KEPT)).update(visit="")
    some_of(WordSighting.objects.visits_before(now - VISIT_KEPT)).update(visit="")
    since = now - timedelta(days=settings.SEARCH_KEEP_DAYS)
    some_of(SearchEntry.objects.over(since)).delete()
    some_of(WordSighting.objects.over(hidden=_day(now).replace(day=1), shown=since)).delete()


def forget_words(row: SearchEntry | WordSighting, changes: Mapping[str, object]) -> None:
    """Of words that are erased everywhere, no search is kept."""
    type(row)._default_manager.filter(pk=row.pk).delete()

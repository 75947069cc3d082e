"""Searches and words in rows, each with what an editor can make of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from kb.accounts.roles import May
from kb.insight.searches.reading import SearchCount, WordCount
from kb.lib.dates import day
from kb.privacy.patterns import GAP

SEARCH_COLUMNS = ("Searched for", "Visits", "Days", "Found nothing", "Last on")
WORD_COLUMNS = ("Word", "Visits", "Days", "Last on")


@dataclass(frozen=True)
class WayOn:
    """A page that begins with what was searched for."""

    text: str
    address: str


@dataclass(frozen=True)
class SearchRow:
    """`text` is without the gaps: what a page can begin with."""

    words: str
    text: str
    results: str
    visits: int
    days: int
    came: str
    last: str
    ways: tuple[WayOn, ...]


def _ways(text: str, abilities: Collection[May], *, is_code: bool = False) -> tuple[WayOn, ...]:
    def way(words: str, name: str, **said: str) -> WayOn:
        return WayOn(words, f"{reverse(name)}?{urlencode(said)}")

    begins = {"code": text} if is_code else {"search": text}
    found = [way("Make an article", "editing:new", **begins)]
    if May.KEEP_VOCABULARY in abilities and not is_code:
        found.append(way("Add a synonym", "editing:synonyms-new", phrase=text))
    if May.REVIEW_ARTICLES in abilities:
        found.append(way("Choose an answer", "editing:answer-new", phrase=text))
    return tuple(found)


def _results(text: str) -> str:
    return f"{reverse('browse:search')}?{urlencode({'q': text})}"


def _came(found: SearchCount) -> str:
    if found.nothing == found.visits:
        return "Found nothing"
    opened = "Nobody opened a result"
    return f"{opened}; {found.nothing} found nothing" if found.nothing else opened


def said_as_displayed(words: str, codes: Mapping[str, str]) -> str:
    """Codes as they are displayed, where we have them."""
    return " ".join(codes.get(word, word) for word in words.split())


def search_rows(
    found: Iterable[SearchCount], codes: Mapping[str, str], abilities: Collection[May]
) -> tuple[SearchRow, ...]:
    rows = []
    for one in found:
        words = said_as_displayed(one.words, codes)
        text = " ".join(word for word in words.split() if word != GAP)
        ways = _ways(text, abilities)
        rows.append(SearchRow(words, text, _results(text), one.visits, one.days, _came(one), day(one.last), ways))
    return tuple(rows)


def word_rows(found: Iterable[WordCount], abilities: Collection[May]) -> tuple[SearchRow, ...]:
    rows = []
    for one in found:
        ways = _ways(one.word, abilities, is_code=not one.word.isalpha())
        rows.append(SearchRow(one.word, one.word, _results(one.word), one.visits, one.days, "", day(one.last), ways))
    return tuple(rows)


def search_table(found: Iterable[SearchCount], codes: Mapping[str, str]) -> list[list[str]]:
    return [
        [said_as_displayed(one.words, codes), str(one.visits), str(one.days), str(one.nothing), one.last.isoformat()]
        for one in found
    ]

"""What people searched for and did not find, in a fixed number of queries. Of words, never of people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Q

from kb.catalogue.models import CodeKey
from kb.insight.models import SearchEntry, WordSighting
from kb.search.known_words import KnownWords

LOOKS_BACK = timedelta(weeks=4)
MOST_SEARCHES, MOST_WORDS = 200, 100
_NOTHING = Q(number=0, is_sure=False, opened="")


@dataclass(frozen=True)
class SearchCount:
    """How many visits searched for these words, on how many days; of how many nothing was found."""

    words: str
    visits: int
    days: int
    nothing: int
    last: date


@dataclass(frozen=True)
class WordCount:
    """A word that nobody of us knows, and that may be shown."""

    word: str
    visits: int
    days: int
    last: date


def without_an_answer(since: datetime, most: int = MOST_SEARCHES) -> list[SearchCount]:
    """Searches that found nothing, or of which nobody opened a result; those that most visits made first.

    Only of pages that said what came of them, so the numbers are a lower bound.
    """
    rows = SearchEntry.objects.since(since).told().order_by().values("words")
    counted = rows.annotate(
        visits=Count("pk"),
        days=Count("day", distinct=True),
        nothing=Count("pk", filter=_NOTHING),
        opened=Count("pk", filter=~Q(opened="")),
        sure=Count("pk", filter=Q(is_sure=True)),
        last=Max("day"),
    )
    # One that led to an answer on the page itself is not one that nobody opened.
    found = counted.filter(opened=0, sure__lt=F("visits")).order_by("-visits", "-last", "words")[:most]
    return [SearchCount(row["words"], row["visits"], row["days"], row["nothing"], row["last"]) for row in found]


def displayed(found: Collection[SearchCount]) -> dict[str, str]:
    """How the codes among the words are displayed, by their keys."""
    words = {word for one in found for word in one.words.split() if not word.isalpha() or word.isupper()}
    keys = CodeKey.objects.filter(normal__in=words).select_related("code")
    return {key.normal: key.code.display for key in keys} if words else {}


def _known(words: Collection[str]) -> set[str]:
    knows = KnownWords()
    letters = {word for word in words if word.isalpha()}
    known = set(CodeKey.objects.filter(normal__in=[*words]).values_list("normal", flat=True))
    return {*known, *knows.words(letters), *knows.in_synonyms(letters)} if words else set()


def unknown_words(since: datetime, most: int = MOST_WORDS) -> list[WordCount]:
    """Those that we know by now are left out: somebody wrote of them, or made them a synonym."""
    rows = WordSighting.objects.since(since).shown().order_by().values("word")
    counted = rows.annotate(visits=Count("pk"), days=Count("day", distinct=True), last=Max("day"))
    found = [WordCount(**row) for row in counted.order_by("-visits", "-last", "word")[: 2 * most]]
    known = _known([one.word for one in found])
    return [one for one in found if one.word not in known][:most]


def number_of_searches(since: datetime) -> int:
    """Of a visit and its words once a day; of all that could be kept."""
    return SearchEntry.objects.since(since).count()

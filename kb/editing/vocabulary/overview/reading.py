"""What is unused, unsaid or leads nowhere: each list in one query or two, however much there is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from kb.catalogue.choices import SnippetKind
from kb.catalogue.models import (
    ArticleCode,
    Category,
    ErrorCode,
    Meaning,
    Service,
    Shortcut,
    Snippet,
    StartAnswer,
    Step,
    Vendor,
)
from kb.catalogue.models.shared import live
from kb.lib.listing import address
from kb.pages.parts import PageLink
from kb.search.synonyms import Synonym

MOST = 8


@dataclass(frozen=True)
class VocabularyWork:
    """A list of what wants a look. `empty` is said where there is nothing to do."""

    key: str
    heading: str
    rows: tuple[PageLink, ...]
    number: int
    empty: str
    more: str = ""

    @property
    def left_out(self) -> int:
        return self.number - len(self.rows)


def _work(
    key: str, heading: str, rows: Iterable[Any], say: Callable[[Any], PageLink], empty: str, more: str = ""
) -> VocabularyWork:
    found = list(rows)
    return VocabularyWork(key, heading, tuple(map(say, found[:MOST])), len(found), empty, more)


def _code(row: ErrorCode) -> PageLink:
    return PageLink(row.display, reverse("editing:code", args=[row.pk]), row.meaning_in_short)


def _page(name: str, row: Any, note: str = "") -> PageLink:  # noqa: ANN401 - of any table
    return PageLink(str(row), reverse(f"editing:{name}-one", args=[row.pk]), note)


def _shelves() -> Iterable[tuple[str, Any]]:
    tables: tuple[tuple[str, Any], ...] = (("services", Service), ("topics", Category), ("companies", Vendor))
    for name, table in tables:
        rows = table.objects.exclude(pk__in=table.objects.filter(live(None, "articles__"), articles__isnull=False))
        yield from ((name, row) for row in rows.order_by("name"))


def _leading_nowhere(now: datetime) -> Iterator[VocabularyWork]:
    gone = Shortcut.objects.filter(article__isnull=False).exclude(live(now, "article__")).order_by("position")
    led = StartAnswer.objects.filter(article__isnull=False).exclude(live(now, "article__")).select_related("question")

    def answer(row: StartAnswer) -> PageLink:
        return PageLink(f"{row.question}: {row.text}", reverse("editing:start-question", args=[row.question.slug]))

    yield _work(
        "gone", "Common problems whose article is gone", gone, lambda row: _page("common-problems", row), NONE_GONE
    )
    asked = led.order_by("question", "position")
    yield _work("start", "Answers of Start whose article is gone", asked, answer, NONE_LED)


def _of_codes(now: datetime) -> Iterator[VocabularyWork]:
    used = ArticleCode.objects.filter(live(now, "article__"), code=OuterRef("pk"))
    unsaid = Meaning.objects.filter(code=OuterRef("pk"), acts="")
    codes = ErrorCode.objects.with_meanings().order_by("normal")
    yield _work("meaning", "Codes without a meaning", codes.filter(meanings=None), _code, NONE_MEANING)
    alone = address("editing:codes", alone=True)
    yield _work("alone", "Codes in no article", codes.filter(~Exists(used)), _code, NONE_ALONE, alone)
    heading, acts = "Codes of which nobody said who acts first", address("editing:codes", unsaid=True)
    yield _work("acts", heading, codes.filter(Exists(unsaid)), _code, NONE_ACTS, acts)


def _unused(now: datetime) -> Iterator[VocabularyWork]:
    shown = Step.objects.filter(live(now, "article__"), snippet=OuterRef("pk"))
    everywhere = Q(kind=SnippetKind.NOTE, site_advice=True)
    snippets = Snippet.objects.exclude(everywhere).filter(~Exists(shown)).order_by("title")
    yield _work("snippets", "Snippets in no article", snippets, lambda row: _page("snippets", row), NONE_SNIPPETS)
    heading = "Applications, topics and companies without an article"
    yield _work("shelves", heading, _shelves(), lambda row: _page(*row), NONE_SHELVES)
    groups = Synonym.objects.values("group").annotate(number=Count("pk")).filter(number=1).values("group")
    alone = Synonym.objects.filter(group__in=groups).order_by("group")
    heading = "Synonyms that stand alone in their group"
    yield _work("synonyms", heading, alone, lambda row: _page("synonyms", row, f"Group: {row.group}"), NONE_SYNONYMS)


def work(now: datetime) -> tuple[VocabularyWork, ...]:
    """What misleads people comes first."""
    return (*_leading_nowhere(now), *_of_codes(now), *_unused(now))


NONE_GONE = "None. When the article of a common problem is withdrawn, home leaves the problem out, and it stands here."
NONE_LED = "None. When the article that an answer leads to is withdrawn, the answer leads to who can help instead."
NONE_MEANING = "None. A code that nobody said anything about would stand here."
NONE_ALONE = "None. A code that no live article names stands here: its page leads to no fix."
NONE_ACTS = "None. Each code says who acts first."
NONE_SNIPPETS = "None. A snippet that no live article shows stands here."
NONE_SHELVES = "None. What no live article stands under stands here; pages leave it out."
NONE_SYNONYMS = "None. A phrase without another in its group helps no search."

"""Codes as editors find them, what names one, and where typed texts lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django_filters import Filter

from kb.catalogue import codes
from kb.catalogue.choices import Actor, CodeKind, who
from kb.catalogue.codes import MatchKind
from kb.catalogue.codes.families import is_family
from kb.catalogue.lookup import CodeLookup, look_up_said
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.models.shared import live
from kb.catalogue.reading import code_entry
from kb.editing.models import Draft, Revision
from kb.editing.vocabulary.linking import texts_that_link
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import TextField
from kb.lib.listing import Choice, Listing, Tick, Words
from kb.pages.parts import PageLink
from kb.search import suggest

MOST_FOUND = 50
MOST_TRIED = 40
NO_CODE = "no code that is known"


# --- The list ------------------------------------------------------------------------------------------------------


def found_by(text: str) -> list[int]:
    """By any spelling, or the beginning of one; else by words of a meaning."""
    typed = text.strip()
    rows = [*look_up_said(typed).codes, *suggest.every_code(typed, limit=MOST_FOUND)]
    if rows:
        return [row.pk for row in rows]
    said = ErrorCode.objects.all()
    for word in typed.split():
        said = said.filter(meanings__words__icontains=word)
    return list(said.values_list("pk", flat=True).distinct())


class AnySpelling(Filter):
    field_class = TextField

    def filter(self, rows: Any, value: str) -> Any:  # noqa: ANN401 - a queryset
        return rows.filter(pk__in=found_by(value)) if value else rows


def _families() -> list[tuple[str, str]]:
    rows = ErrorCode.objects.filter(kind=CodeKind.FAMILY).order_by("normal")
    return [("", "Any, or none"), *((str(pk), display) for pk, display in rows.values_list("pk", "display"))]


class CodeList(Listing):
    address = "editing:codes"
    one, many, order = "code", "codes", ", A to Z"

    q = AnySpelling(
        label="Find a code", max_length=100, spellcheck=False, hint="In any spelling, or words of its meaning"
    )
    where = Words("Seen in", "meanings__where", max_length=100, distinct=True, hint="Part of a name, such as “Windows”")
    acts = Choice(
        "Who acts first",
        "meanings__acts",
        distinct=True,
        choices=[("", "Anybody"), *((one.value, capfirst(who(one.value))) for one in Actor)],
    )
    family = Choice("Family", "family", choices=_families)
    alone = Tick("In no article", lambda _, rows: rows.filter(number_of_articles=0))
    unsaid = Tick("Nobody said who acts", lambda _, rows: rows.filter(meanings__acts="").distinct())


def all_codes() -> Any:  # noqa: ANN401 - a queryset with a number
    number = Count("uses__article", filter=live(None, "uses__article__"), distinct=True)
    return ErrorCode.objects.whole().annotate(number_of_articles=number).order_by("normal")


# --- One code ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NamedBy:
    """What names a code: it cannot be removed while anything does."""

    articles: tuple[PageLink, ...]
    withdrawn: tuple[PageLink, ...]
    notices: tuple[PageLink, ...]
    drafts: tuple[PageLink, ...]
    members: tuple[PageLink, ...]
    reports: int
    links: tuple[str, ...] = ()

    @property
    def hangs(self) -> tuple[str, ...]:
        kinds = (
            (len(self.articles), "article names it", "articles name it"),
            (len(self.withdrawn), "withdrawn article names it", "withdrawn articles name it"),
            (len(self.notices), "notice names it", "notices name it"),
            (len(self.drafts), "draft names it", "drafts name it"),
            (len(self.members), "code is said to be one of it", "codes are said to be one of it"),
            (self.reports, "report names it", "reports name it"),
        )
        named = (f"{number} {one if number == 1 else many}" for number, one, many in kinds if number)
        return (*named, *self.links)


def _article(article: Article) -> PageLink:
    return PageLink(f"{article.label} {article.title}", reverse("editing:article", args=[article.label]))


def code_page(code: ErrorCode) -> str:
    return reverse("editing:code", args=[code.pk])


def drafts_naming(code: ErrorCode) -> list[Draft]:
    """Open drafts whose latest text names it in any spelling."""
    keys = {key.normal for key in code.keys.all()}
    latest = Revision.objects.filter(draft__in=Draft.objects.open(), number=F("draft__number")).order_by("draft")
    return [
        row.draft
        for row in latest.select_related("draft")
        if keys & {codes.normal(text) for text in (*row.document.codes, *row.document.mentions)}
    ]


def named(code: ErrorCode) -> NamedBy:
    """Fetch the code `with_keys()`."""
    rows = list(Article.objects.filter(code_uses__code=code).order_by("number"))
    return NamedBy(
        articles=tuple(_article(row) for row in rows if row.withdrawn_at is None),
        withdrawn=tuple(_article(row) for row in rows if row.withdrawn_at is not None),
        notices=tuple(PageLink(row.title, row.get_absolute_url()) for row in code.notices.order_by("pk")),
        drafts=tuple(PageLink(str(row), reverse("editing:review", args=[row.pk])) for row in drafts_naming(code)),
        members=tuple(PageLink(row.display, code_page(row)) for row in code.members.order_by("normal")),
        reports=code.reports.count(),
        links=texts_that_link(code.get_absolute_url()),
    )


def fitting_families(code: str) -> list[str]:
    """Those whose pattern holds the code."""
    rows = ErrorCode.objects.filter(kind=CodeKind.FAMILY).order_by("normal").values_list("display", flat=True)
    return [family for family in rows if codes.who_would_join(family, [code])]


def who_could_join(name: str, code: ErrorCode) -> list[str]:
    """Exact codes that the pattern would hold, and that are said to be of no family, or of none but this one."""
    free = ErrorCode.objects.filter(kind=CodeKind.EXACT).filter(Q(family=None)).exclude(pk=code.pk)
    return list(codes.who_would_join(name, free.order_by("normal").values_list("display", flat=True)))


def who_would_leave(name: str, code: ErrorCode) -> list[str]:
    members = code.members.order_by("normal").values_list("display", flat=True)
    return [member for member in members if not codes.who_would_join(name, [member])]


# --- What a change does ----------------------------------------------------------------------------------------------


def _leads(found: CodeLookup) -> str:
    if not found.codes:
        return NO_CODE
    names = " or ".join(code.display for code in found.codes)
    if found.kind == MatchKind.FAMILY:
        return f"{names}, as one of the family"
    if found.chosen and found.chosen.where:
        return f"{names}, as seen in {found.chosen.where}"
    return f"{names}, misread" if found.misread else names


def texts_of(*entries: Any, also: Iterable[str] = ()) -> list[str]:  # noqa: ANN401 - of codes
    """What people may type for these codes: every spelling, the bare number, and an example of a family."""
    texts = [*also, *(text for entry in entries for text in entry.texts)]
    texts += [codes.bare(text) for text in texts if not is_family(text)]
    texts += [codes.Family.parse(text).example(text) for text in texts if is_family(text)]
    return list(dict.fromkeys(text for text in texts if text.strip()))[:MOST_TRIED]


def surroundings(texts: Iterable[str], keys: Iterable[int]) -> Surroundings:
    """`keys` are of the codes whose pages change, and of which articles show something."""
    rows = list(ErrorCode.objects.filter(Q(pk__in=keys)).with_keys().order_by("normal"))
    articles = Article.objects.live().filter(code_uses__code__in=rows).distinct().order_by("number")
    links = [PageLink(f"The page of {row.display}", row.get_absolute_url()) for row in rows]
    links += [PageLink(f"{row.label} {row.title}", row.get_absolute_url()) for row in articles]
    links += [
        PageLink(f"The notice “{notice.title}”", notice.get_absolute_url())
        for row in rows
        for notice in row.notices.order_by("pk")
    ]
    return Surroundings(
        searches={text: _leads(look_up_said(text)) for text in texts},
        pages={link.address: link for link in links},
    )


def stored(pk: int) -> ErrorCode | None:
    return ErrorCode.objects.whole().filter(pk=pk).first()


def seen(pk: int) -> str:
    """Of what is stored; empty where it is gone."""
    row = stored(pk)
    return code_entry(row).fingerprint if row else ""

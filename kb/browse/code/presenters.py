"""A code page in words: one code, a choice of several, or none that we know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.lookup import CodeLookup
from kb.catalogue.models import Article, ErrorCode, Meaning
from kb.contacts.presenters import ContactCard
from kb.notices.presenters import ConcernedByNotices, NoticeView
from kb.pages.article import ArticlePage
from kb.pages.code import said
from kb.pages.first import FirstThing
from kb.pages.parts import ArticleRow, Chip, NoteView, PageLink, chip, row

_NUMBERS = ("no", "one", "two", "three", "four", "five")


@dataclass(frozen=True)
class CodeLine:
    """A code with its meaning, for lists. `names` are the other ways in which screens write it."""

    chip: Chip
    meaning: str
    is_family: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeaningView:
    """One of the meanings of a code; `is_asked` where the name that was typed for the code is of this one."""

    key: str
    words: str
    where: str
    acts: str
    stops: bool
    spellings: tuple[str, ...]
    articles: tuple[PageLink, ...] = ()
    is_asked: bool = False


@dataclass(frozen=True)
class CodeSurroundings(ConcernedByNotices):
    """What a reader needs whether or not one article answers the code; `answer` and `first` where it does."""

    notices: tuple[NoticeView, ...]
    safety: NoteView | None
    unknown_contact: NoteView | None
    contacts: tuple[ContactCard, ...]
    answer: ArticlePage | None = None
    first: FirstThing | None = None


@dataclass(frozen=True)
class CodePage:
    """templates/browse/code.html: with `answer` and `first` what to do, without them a list that tells apart."""

    pk: int
    key: str
    display: str
    is_family: bool
    said: str
    pattern: str
    meanings: tuple[MeaningView, ...]
    in_short: str
    spellings: tuple[str, ...]
    members: tuple[CodeLine, ...]
    families: tuple[CodeLine, ...]
    answer: ArticlePage | None
    first: FirstThing | None
    articles: tuple[ArticleRow, ...]
    around: CodeSurroundings
    canonical: str
    is_at_canonical: bool

    @property
    def only(self) -> MeaningView | None:
        return self.meanings[0] if len(self.meanings) == 1 else None

    @property
    def number_of_meanings(self) -> str:
        return _NUMBERS[len(self.meanings)]

    @property
    def has_article(self) -> bool:
        return bool(self.answer or self.articles or any(meaning.articles for meaning in self.meanings))

    @property
    def has_unanswered_meanings(self) -> bool:
        """Where articles answer some of them and none the whole code: the others have no fix."""
        return self.has_article and not (self.answer or self.articles)

    @property
    def is_warned(self) -> bool:
        """Above the first steps for whoever is not the person: nobody here has checked them."""
        return bool(self.answer and self.answer.warns_unverified and self.first and self.first.steps)

    @property
    def has_facts(self) -> bool:
        own = self.only and (self.only.where or self.only.acts)
        return bool(own or self.spellings or self.pattern or self.members or self.families)


def code_line(code: ErrorCode) -> CodeLine:
    return CodeLine(chip(code), code.meaning_in_short, code.kind == CodeKind.FAMILY)


def pattern(code: ErrorCode) -> str:
    """What a family's pattern means, said out."""
    if code.kind != CodeKind.FAMILY:
        return ""
    family = codes.Family.parse(code.display)
    return f"It stands for every code that {family.rule}: {family.example(code.display)}."


def tell_apart(article: Article) -> str:
    """The first thing the person would see with this article and not with another."""
    first = min(article.symptoms.all(), key=lambda symptom: (symptom.kind != "EXACT", symptom.position), default=None)
    return first.text if first else ""


def _answering(meaning: Meaning, articles: Sequence[Article]) -> tuple[PageLink, ...]:
    """Those that say that they answer this one."""
    named = [one for one in articles if any(use.meaning_id == meaning.pk for use in one.code_uses.all())]
    return tuple(PageLink(one.title, one.get_absolute_url()) for one in named)


def meanings_of(code: ErrorCode, asked: str, articles: Sequence[Article]) -> tuple[MeaningView, ...]:
    """In their order, but what was asked for by its own name comes first. The others stay: a name may be wrong."""
    rows = list(code.meanings.all())
    has_several = len(rows) > 1
    views = [
        MeaningView(
            key=row.key,
            words=row.words,
            where=row.where,
            acts=row.get_acts_display(),
            stops=row.stops,
            spellings=tuple(key.text for key in code.spellings if key.shown and key.meaning_id == row.pk),
            articles=_answering(row, articles) if has_several else (),
            is_asked=has_several and row.key == asked,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: not view.is_asked))


def without_related(page: ArticlePage, listed: Iterable[Article]) -> ArticlePage:
    """An article that the code's page lists is not offered a second time below the answer."""
    addresses = {article.get_absolute_url() for article in listed}
    return replace(page, related=tuple(link for link in page.related if link.address not in addresses))


def code_page(
    found: CodeLookup,
    code: ErrorCode,
    *,
    around: CodeSurroundings,
    articles: Sequence[Article],
    about: Sequence[Article],
    kin: Iterable[ErrorCode],
    asked: str,
    is_at_canonical: bool,
) -> CodePage:
    """`articles` are those to list, `about` all in which it appears, `kin` its family and members that are listed.

    `asked` is the key of a meaning.
    """
    others = [code_line(other) for other in kin]
    meanings = meanings_of(code, asked, about)
    # What stands with its meaning is not listed again.
    placed = {link.address for meaning in meanings for link in meaning.articles}
    listed = [article for article in articles if article.get_absolute_url() not in placed]
    return CodePage(
        pk=code.pk,
        key=code.normal,
        display=code.display,
        is_family=code.kind == CodeKind.FAMILY,
        said=said(found, code),
        pattern=pattern(code),
        meanings=meanings,
        in_short=code.meaning_in_short,
        spellings=tuple(key.text for key in code.spellings if key.shown and key.meaning_id is None),
        members=tuple(line for line in others if not line.is_family),
        families=tuple(line for line in others if line.is_family),
        answer=without_related(around.answer, listed) if around.answer else None,
        first=around.first,
        articles=tuple(row(article, sign=tell_apart(article)) for article in listed),
        around=around,
        canonical=f"{settings.SITE_URL}{code.get_absolute_url()}",
        is_at_canonical=is_at_canonical,
    )

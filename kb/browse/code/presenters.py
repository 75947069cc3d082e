"""A code page in words: one code, a choice of several, or none that we know."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.lookup import CodeLookup
from kb.catalogue.models import Article, ErrorCode
from kb.pages.article import ArticlePage
from kb.pages.parts import ArticleRow, Chip, chip, row


@dataclass(frozen=True)
class CodeLine:
    """A code with its meaning, for lists."""

    chip: Chip
    meaning: str
    is_family: bool = False


@dataclass(frozen=True)
class CodePage:
    """templates/browse/code.html: with `answer` the article's answer in full, without it a list that tells apart."""

    display: str
    is_family: bool
    said: str
    pattern: str
    meaning: str
    where: str
    spellings: tuple[str, ...]
    members: tuple[CodeLine, ...]
    families: tuple[CodeLine, ...]
    answer: ArticlePage | None
    articles: tuple[ArticleRow, ...]
    canonical: str
    is_at_canonical: bool


def code_line(code: ErrorCode) -> CodeLine:
    return CodeLine(chip(code), code.meaning, code.kind == CodeKind.FAMILY)


def is_code_itself(found: CodeLookup, code: ErrorCode) -> bool:
    """Whether what was typed is this code written in another way: `err 5022`, or `400_` for the family 400_xxx."""
    if found.kind != codes.MatchKind.FAMILY:
        return found.kind == codes.MatchKind.EXACT
    family = codes.Family.parse(code.display)
    return not found.misread and any(family.is_named_by(text) for text in codes.readings(found.typed))


def said(found: CodeLookup, code: ErrorCode) -> str:
    """How what was typed became this code, whenever the two are not the same."""
    typed = found.typed.strip()
    if found.kind == codes.MatchKind.MISREAD:
        return f"Showing {code.display} for {typed}. Check your screen: these letters and figures look alike."
    if found.kind == codes.MatchKind.NUMBER:
        return f"You asked for {typed}. Showing {code.display}, the only code we know with that number."
    if found.kind == codes.MatchKind.FAMILY and not is_code_itself(found, code):
        misread = " (read with figures in place of letters)" if found.misread else ""
        return f"You asked for {typed}{misread}. It is one of the {code.display} codes and has no entry of its own."
    return ""


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


def code_page(
    found: CodeLookup,
    code: ErrorCode,
    *,
    answer: ArticlePage | None,
    articles: Sequence[Article],
    everything: Sequence[ErrorCode],
    is_at_canonical: bool,
) -> CodePage:
    """`articles` are those to list; `everything` the listed codes, among which members and families are found."""
    is_family = code.kind == CodeKind.FAMILY
    own = codes.Family.parse(code.display) if is_family else None
    others = [other for other in everything if other.pk != code.pk]
    families = [other for other in others if other.kind == CodeKind.FAMILY]
    return CodePage(
        display=code.display,
        is_family=is_family,
        said=said(found, code),
        pattern=pattern(code),
        meaning=code.meaning,
        where=code.where,
        spellings=tuple(spelling.text for spelling in code.spellings.all() if spelling.shown),
        members=tuple(code_line(other) for other in others if own and own.holds(other.display)),
        families=tuple(
            code_line(family) for family in families if codes.Family.parse(family.display).holds(code.display)
        ),
        answer=answer,
        articles=tuple(row(article, sign=tell_apart(article)) for article in articles),
        canonical=f"{settings.SITE_URL}{code.get_absolute_url()}",
        is_at_canonical=is_at_canonical,
    )

"""Where everything leads that names an article, as things stand: asked before it leaves, and again as it would be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from kb.catalogue.models import Article, ErrorCode, Shortcut, StartAnswer, Version
from kb.catalogue.models.shared import live
from kb.notices.models import Notice, articles_named
from kb.reports.models import Report
from kb.search.answers.reading import answer_to, phrases_leading_to
from kb.search.finder import find
from kb.search.synonyms import said_otherwise

MOST_TRIED = 12
NO_ARTICLE = "No article"
NO_FIX = "No fix, only mentioned by {}"
NOTHING = "Nothing that fits"
NOBODY = "Nobody sees it"
WITHDRAWN = "“It was withdrawn”"


@dataclass(frozen=True)
class NamedThing:
    """Something that leads to an article: its group, what it is called, and where it leads."""

    group: str
    name: str
    leads: str


@dataclass(frozen=True)
class WhatNames:
    """What names an article before it leaves: rows that stay the same things, wherever they lead afterwards."""

    article: Article
    codes: tuple[int, ...]
    texts: tuple[str, ...]
    phrases: tuple[str, ...]
    linking: tuple[int, ...]
    shortcuts: tuple[int, ...]
    answers: tuple[int, ...]
    notices: tuple[int, ...]
    addresses: tuple[str, ...]
    reports: int

    @classmethod
    def of(cls, article: Article, now: datetime) -> "WhatNames":
        slugs = (article.slug, *sorted(article.old_slugs.values_list("slug", flat=True)))
        return cls(
            article=article,
            codes=tuple(article.code_uses.order_by("position", "pk").values_list("code", flat=True)),
            texts=tuple(_texts(article)),
            phrases=tuple(phrases_leading_to(article)),
            linking=tuple(_linking(article, slugs)),
            shortcuts=tuple(Shortcut.objects.filter(article=article).order_by("position").values_list("pk", flat=True)),
            answers=tuple(StartAnswer.objects.filter(article=article).order_by("pk").values_list("pk", flat=True)),
            notices=tuple(Notice.objects.showing(now).filter(articles=article).values_list("pk", flat=True)),
            addresses=tuple(f"/articles/{slug}/" for slug in slugs),
            reports=Report.objects.filter(article=article).count(),
        )


def _texts(article: Article) -> list[str]:
    """What people type for it: its title, the messages that it names, and both in words that mean the same."""
    symptoms = article.symptoms.filter(kind="EXACT").order_by("position").values_list("text", flat=True)
    said = [article.title, *symptoms]
    return list(dict.fromkeys([*said, *(text for one in said for text in said_otherwise(one))]))[:MOST_TRIED]


def _linking(article: Article, slugs: Iterable[str]) -> list[int]:
    """Live articles whose text links to it, or that name it as related."""
    documents = Version.objects.filter(live(None, "article__"), number=F("article__version")).exclude(article=article)
    said = documents.annotate(said=Cast("document", TextField()))
    found: set[int] = set()
    for slug in slugs:
        for form in (f"/articles/{slug}/", f'"{slug}"'):
            found |= set(said.filter(said__contains=form).values_list("article", flat=True))
    return sorted(found)


# --- Where they lead -------------------------------------------------------------------------------------------------


def leads(names: WhatNames) -> list[NamedThing]:
    """Of each, where it leads at this moment of this transaction."""
    now = timezone.now()
    return [
        NamedThing(group, name, to)
        for group, rows in (
            ("Error codes", _codes(names)),
            ("Searches", ((text, _found(text, now)) for text in names.texts)),
            ("Phrases with a chosen answer", _phrases(names, now)),
            ("Common problems of home", _shortcuts(names, now)),
            ("Answers of Start", _answers(names, now)),
            ("Notices", _notices(names)),
            ("Links of other articles", _links(names, now)),
            ("Addresses, printed sheets and numbers read out", _addresses(names, now)),
        )
        for name, to in rows
    ]


def _said(article: Article | None, otherwise: str) -> str:
    return str(article) if article else otherwise


def _codes(names: WhatNames) -> Iterator[tuple[str, str]]:
    rows = ErrorCode.objects.in_bulk(names.codes)
    for pk in names.codes:
        uses = rows[pk].uses.filter(live(None, "article__")).select_related("article").order_by("article__number")
        answers = [str(use.article) for use in uses if use.answers]
        mentions = [use.article.label for use in uses if not use.answers]
        otherwise = NO_FIX.format(", ".join(mentions)) if mentions else NO_ARTICLE
        yield rows[pk].display, " or ".join(answers) or otherwise


def _found(text: str, now: datetime) -> str:
    chosen = answer_to(text, at=now)
    if chosen and chosen.article:
        return str(chosen.article)
    results = find(text, limit=1)
    return str(results.found[0].article) if results.found and not results.nothing_fits else NOTHING


def _heir(names: WhatNames, now: datetime) -> Article | None:
    """As it is now: the article itself while it is live, then what replaces it."""
    return Article.objects.get(pk=names.article.pk).live_heir(now)


def _phrases(names: WhatNames, now: datetime) -> Iterator[tuple[str, str]]:
    return ((phrase, _said(_heir(names, now), NOTHING)) for phrase in names.phrases)


def _shortcuts(names: WhatNames, now: datetime) -> Iterator[tuple[str, str]]:
    for row in Shortcut.objects.filter(pk__in=names.shortcuts).select_related("article").order_by("position", "pk"):
        yield row.label, _said(row.article if row.article and row.article.is_live(now) else None, NOBODY)


def _answers(names: WhatNames, now: datetime) -> Iterator[tuple[str, str]]:
    for row in StartAnswer.objects.filter(pk__in=names.answers).select_related("question").order_by("pk"):
        yield f"{row.question}: {row}", _said(row.live_article(now), "Who can help")


def _notices(names: WhatNames) -> Iterator[tuple[str, str]]:
    rows = Notice.objects.filter(pk__in=names.notices).order_by("pk").prefetch_related(articles_named())
    for row in rows:
        article = next(one for one in row.articles.all() if one.pk == names.article.pk)
        slug = article.slug if article.withdrawn_at is None else getattr(article, "heir_slug", None)
        yield row.title, _said(Article.objects.filter(slug=slug).first(), "No article")


def _links(names: WhatNames, now: datetime) -> Iterator[tuple[str, str]]:
    heir = _heir(names, now)
    for row in Article.objects.filter(pk__in=names.linking).order_by("number"):
        yield str(row), _said(heir, WITHDRAWN)


def _addresses(names: WhatNames, now: datetime) -> Iterator[tuple[str, str]]:
    heir = _heir(names, now)
    for address in names.addresses:
        found = Article.objects.at_slug(address.split("/")[2]).first()
        is_live = bool(found and found.is_live(now))
        yield address, _said(found, "") if is_live else f"{WITHDRAWN}{f', then {heir}' if heir else ''}"
    label = names.article.label
    yield f"{label}, with any version, in a box or on the desk", _said(heir, WITHDRAWN)

"""What an article says is to be done, for whom and for which codes, with all that it names."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Prefetch

from kb.catalogue.models.code import ArticleCode
from kb.catalogue.models.parts import ArticleService, Step
from kb.lib.statements import KeptStatement, hold

_GUIDANCE: dict[str, Callable[[], models.QuerySet[Any, Any]]] = {
    "service_uses": lambda: ArticleService.objects.select_related("service").order_by("position"),
    "code_uses": lambda: ArticleCode.objects.select_related("code", "meaning").order_by("position"),
    "steps": lambda: Step.objects.select_related("snippet").order_by("position"),
}


def guidance() -> list[Prefetch]:
    """For articles already fetched: `prefetch_related_objects(articles, *guidance())`."""
    return [Prefetch(name, rows()) for name, rows in _GUIDANCE.items()]


def _of_article(rows: Callable[[], models.QuerySet[Any, Any]]) -> KeptStatement[Any]:
    return KeptStatement(lambda article: rows().filter(article=article), int)


_GUIDANCE_OF_ONE = {name: _of_article(rows) for name, rows in _GUIDANCE.items()}


def hold_guidance(article: models.Model) -> None:
    """The same for one article, a fifth as dear: for a page that somebody waits for with a caller on the phone."""
    hold(article, **{name: rows(article.pk) for name, rows in _GUIDANCE_OF_ONE.items()})

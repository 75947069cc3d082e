"""Hears that an article has changed and writes its index rows in the same transaction."""

from django.utils import timezone

from kb.catalogue.models import Article
from kb.catalogue.signals import article_changed
from kb.search.index.rebuild import forget_article, index_article


def _follow(sender: type[Article], article: Article, **kwargs: object) -> None:
    if article.is_live(timezone.now()):
        index_article(article=article)
    else:
        forget_article(article=article)


def listen() -> None:
    article_changed.connect(_follow, dispatch_uid="kb.search")

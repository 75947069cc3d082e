"""A draft as its page will be, for each audience: the same words and components as the public page."""

from dataclasses import replace

from django.utils import timezone

from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Category, ErrorCode
from kb.editing.models import Draft
from kb.pages.article import ArticlePage, Identity, page_of
from kb.pages.parts import PageLink
from kb.pages.reading import context_of, related_to


def _identity(article: Article | None, document: ArticleDocument, at: str) -> Identity:
    category = Category.objects.filter(slug=document.category).first()
    return Identity(
        label=article.label if article else "New article",
        number=str(article.number) if article else "",
        address=at,
        canonical="",
        permanent=at,
        version=article.version if article else 0,
        category=PageLink(category.name, category.get_absolute_url()) if category else PageLink("No topic yet", at),
        reviewed="A draft: nobody outside the editors can read it",
        is_draft=True,
    )


def page_of_draft(draft: Draft, document: ArticleDocument, *, at: str, audience: str) -> ArticlePage:
    """Whichever text of the draft, shown at an address of the editors."""
    return page_of_text(document, article=draft.article, draft=draft, at=at, audience=audience)


def page_of_text(
    document: ArticleDocument, *, article: Article | None, draft: Draft | None, at: str, audience: str
) -> ArticlePage:
    """Any state of an article, past or to come."""
    new_codes = [ErrorCode(display=code.display) for code in draft.new_codes.all()] if draft else []
    context = replace(context_of(document, new_codes=new_codes), related=related_to(document))
    shown = replace(document, title=document.title or "No title yet")
    return page_of(
        _identity(article, document, at), shown, context, at=at, audience=audience, kept="", now=timezone.now()
    )

"""Two articles that tell of the same trouble become one: its codes and addresses move, and the other leads there."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions.publishing import NotPublishable, Publication, put_live, raise_edition, withdraw
from kb.catalogue.actions.taxonomy import save_shortcut
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, OldSlug, Shortcut
from kb.catalogue.reading import document_of
from kb.catalogue.start import ShortcutEntry
from kb.lib.portable import Problem


def _with_codes_of(document: ArticleDocument, other: ArticleDocument) -> ArticleDocument:
    """It now answers what the other answered, after its own codes; nothing is named twice."""
    answered = {codes.normal(code): code for code in (*document.codes, *other.codes)}
    # The spelling of its own wins.
    answered |= {codes.normal(code): code for code in document.codes}
    mentioned = {codes.normal(code): code for code in (*other.mentions, *document.mentions)}
    meanings = {codes.normal(one.code): one for one in (*other.meanings, *document.meanings)}
    own = {codes.normal(code) for code in document.codes} - {codes.normal(one.code) for one in document.meanings}
    return replace(
        document,
        # A code that it answers whatever it means goes on being answered so.
        meanings=tuple(meanings[key] for key in answered if key in meanings and key not in own),
        codes=tuple(answered.values()),
        mentions=tuple(code for key, code in mentioned.items() if key not in answered),
        related=tuple(slug for slug in document.related if slug != other.slug),
    )


def _refuse_what_makes_no_sense(article: Article, into: Article) -> None:
    if article.pk == into.pk:
        raise NotPublishable([Problem("into", "Choose another article: this is the one you are merging.")])
    if article.withdrawn_at:
        raise NotPublishable([Problem("article", f"{article.label} is withdrawn already.")])
    if not Article.objects.live().filter(pk=into.pk).exists():
        raise NotPublishable([Problem("into", f"{into.label} is not live: choose a live article.")])


def _move_addresses(article: Article, into: Article) -> None:
    """Every address that ever led to the one leads to the other, that of today too: an old address of a live article
    counts before the address of a withdrawn one (`at_slug`).
    """
    article.old_slugs.update(article=into)
    OldSlug.objects.update_or_create(slug=article.slug, defaults={"article": into})


@transaction.atomic
def merge_articles(*, article: Article, into: Article, by: User | None) -> Article:
    """Answers `into` as it then is. Raises NotPublishable, having written nothing."""
    raise_edition()
    both = Article.objects.with_parts().in_bulk([article.pk, into.pk])
    article, into = both[article.pk], both[into.pk]
    _refuse_what_makes_no_sense(article, into)
    merged = _with_codes_of(document_of(into), document_of(article))
    shortcuts = list(Shortcut.objects.filter(article=article))
    kept = put_live(merged, Publication(by=by, article=into, why=f"Merged {article.label} into this article"))
    withdraw(article=article, by=by, why=f"Merged into {into.label}", replacement=kept)
    _move_addresses(article, kept)
    _move_shortcuts(shortcuts, kept, by)
    return kept


def _move_shortcuts(shortcuts: Iterable[Shortcut], to: Article, by: User | None) -> None:
    for shortcut in shortcuts:
        save_shortcut(entry=ShortcutEntry(shortcut.label, to.slug, shortcut.position), by=by)


@transaction.atomic
def replace_article(*, article: Article, by: User | None, why: str, replacement: Article) -> Article:
    """Withdrawn, and what led to it leads to the replacement: codes, common problems, searches. Its own address says
    that it was withdrawn, and names the replacement.

    Answers `article` as it then is. Raises NotPublishable, having written nothing.
    """
    raise_edition()
    gone = withdraw(article=article, by=by, why=why, replacement=replacement)
    both = Article.objects.with_parts().in_bulk([gone.pk, replacement.pk])
    document = document_of(both[replacement.pk])
    if (taken := _with_codes_of(document, document_of(both[gone.pk]))) != document:
        why = f"Took over the codes of {gone.label}, which was taken down"
        put_live(taken, Publication(by=by, article=both[replacement.pk], why=why))
    _move_shortcuts(list(Shortcut.objects.filter(article=gone)), both[replacement.pk], by)
    return gone

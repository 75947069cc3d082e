"""Putting an article live and withdrawing it: rows, version, audit, edition and signal in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes, fields, limits, signals
from kb.catalogue.actions.references import References
from kb.catalogue.actions.stops_of_versions import carry_stops_over
from kb.catalogue.document import ArticleDocument
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import (
    Article,
    ArticleCode,
    ArticleService,
    Cause,
    Edition,
    OldSlug,
    Source,
    Step,
    Symptom,
    Version,
)
from kb.catalogue.reading import document_of
from kb.lib.portable import Problem, WithProblems
from kb.lib.text import UNSEEN, can_be_kept, turn_fault


class NotPublishable(WithProblems):
    """The document has problems, each with a field and what to do."""


@dataclass(frozen=True)
class Verification:
    """Who found the article true, when, and with which software and version."""

    by: User
    on: date
    verified_with: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is said of a document that is put live: who does it, and what it becomes.

    `by` None is the system (an import at the first start). `article` is the one whose next version it is; None makes
    a new one. `review` None leaves what was said of the version before. `is_unreviewed`: that does not hold for this
    one. `imported` is the fingerprint to remember when the document came from a file.
    """

    by: User | None
    article: Article | None = None
    why: str = ""
    review: Verification | None = None
    is_unreviewed: bool = False
    imported: str | None = None
    at: datetime | None = None


def raise_edition() -> None:
    """Say that something a public page may show has changed; call it inside the transaction that changes it."""
    Edition.objects.raise_number()


def address_problems(document: ArticleDocument, article: Article | None) -> list[Problem]:
    own = article.pk if article else 0
    others = Article.objects.exclude(pk=own)
    found = []
    if others.filter(slug=document.slug).exists():
        found.append(Problem("slug", f"Another article has the address '{document.slug}': choose another."))
    elif OldSlug.objects.filter(slug=document.slug).exclude(article_id=own).exists():
        found.append(Problem("slug", f"'{document.slug}' was the address of another article and still leads there."))
    if document.reference and others.filter(reference=document.reference).exists():
        found.append(Problem("reference", f"Another article has the reference '{document.reference}'."))
    return found


def _review_problems(document: ArticleDocument, article: Article | None, review: Verification | None) -> list[Problem]:
    is_reviewed = review or (article and article.reviewed_on)
    if document.confidence == "VERIFIED" and not is_reviewed:
        return [Problem("confidence", "Verified means that somebody reviewed it: say who and when, or use unverified.")]
    return []


def _remark_problems(name: str, text: str, most: int) -> list[Problem]:
    """What was said beside the document."""
    if not can_be_kept(text):
        return [Problem(name, UNSEEN)]
    if fault := turn_fault(text):
        return [Problem(name, fault)]
    if len(text) > most:
        return [Problem(name, f"Shorten this to {most} characters; it has {len(text)}.")]
    return []


def outside_problems(document: ArticleDocument, article: Article | None = None) -> list[Problem]:
    """What other rows have against it: a name that leads to nothing, an address that another article has, words that
    were erased for good."""
    found = [*References.by(document).problems(document), *address_problems(document, article)]
    return [*found, *erased_problems(document)]


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise NotPublishable(problems)


def _checked(document: ArticleDocument, publication: Publication) -> References:
    """The rows that the document names; raises NotPublishable with everything that is wrong."""
    article, review = publication.article, publication.review
    problems = [*document.problems(), *_remark_problems("why", publication.why, limits.WHY)]
    if review:
        problems += _remark_problems("verified_with", review.verified_with, limits.VERIFIED_WITH)
    if not document.can_be_kept:
        # PostgreSQL cannot even be asked about a name with such characters in it.
        raise NotPublishable(problems)
    named = References.by(document)
    _refuse(
        [
            *problems,
            *named.problems(document),
            *address_problems(document, article),
            *erased_problems(document),
            *_review_problems(document, article, review),
        ]
    )
    return named


def _next_number() -> int:
    """Article numbers are counted, not derived, so that one is never used again. The edition's row is locked."""
    Edition.objects.filter(pk=1).update(articles_numbered=F("articles_numbered") + 1)
    return Edition.objects.values_list("articles_numbered", flat=True).get(pk=1)


def set_review(article: Article, review: Verification) -> None:
    article.reviewed_by, article.reviewed_on = review.by, review.on
    article.verified_with = review.verified_with


def _forget_review(article: Article) -> None:
    article.reviewed_by = article.reviewed_on = None
    article.verified_with = ""


def _write_article(article: Article, document: ArticleDocument, named: References, review: Verification | None) -> None:
    article.reference = document.reference or None
    for name in fields.COLUMNS:
        value = getattr(document, name)
        setattr(article, name, list(value) if isinstance(value, tuple) else value)
    article.category = named.category  # type: ignore[assignment] # problems() has refused a missing one
    article.vendor = named.vendor
    article.review_due_on = document.review_due
    article.more = document.more
    article.withdrawn_at = None
    article.replacement = None
    if review:
        set_review(article, review)
    article.save()


def _write_parts(article: Article, document: ArticleDocument, named: References) -> None:
    for parts in (ArticleService, ArticleCode, Symptom, Cause, Step, Source):
        parts.objects.filter(article=article).delete()
    ArticleService.objects.bulk_create(
        ArticleService(article=article, service=named.services[slug], position=n)
        for n, slug in enumerate(document.services, 1)
    )
    answered = {codes.normal(one.code): (named.meaning(one), one.more) for one in document.meanings}
    nothing = (None, "")
    ArticleCode.objects.bulk_create(
        ArticleCode(
            article=article,
            code=named.code(code),
            answers=n <= len(document.codes),
            position=n,
            **dict(zip(("meaning", "meaning_more"), answered.get(codes.normal(code), nothing), strict=True)),
        )
        for n, code in enumerate((*document.codes, *document.mentions), 1)
    )
    Symptom.objects.bulk_create(
        Symptom(article=article, position=n, **asdict(symptom)) for n, symptom in enumerate(document.symptoms, 1)
    )
    Cause.objects.bulk_create(
        Cause(article=article, position=n, text=text) for n, text in enumerate(document.causes, 1)
    )
    Step.objects.bulk_create(
        Step(article=article, position=n, **asdict(step) | {"snippet": named.snippets.get(step.snippet)})
        for n, step in enumerate(document.steps, 1)
    )
    Source.objects.bulk_create(
        Source(article=article, position=n, **asdict(source)) for n, source in enumerate(document.sources, 1)
    )


def _keep_old_address(article: Article, document: ArticleDocument) -> None:
    if article.pk and article.slug != document.slug:
        OldSlug.objects.filter(slug=document.slug, article=article).delete()
        OldSlug.objects.get_or_create(slug=article.slug, defaults={"article": article})


def _of_today(publication: Publication) -> Publication:
    """With its article locked and read anew: whoever publishes may hold what it was."""
    if publication.article is None:
        return publication
    article = Article.objects.select_for_update(of=("self",)).get(pk=publication.article.pk)
    if publication.is_unreviewed:
        _forget_review(article)
    return replace(publication, article=article)


@transaction.atomic
def put_live(document: ArticleDocument, publication: Publication) -> Article:
    """Make the document what the public reads: a new article, or the next version of the one given.

    Raises NotPublishable, having written nothing.
    """
    raise_edition()
    publication = _of_today(publication)
    named = _checked(document, publication)
    document = named.spelled_out(document)
    at = publication.at or timezone.now()
    article = publication.article or Article(number=_next_number(), version=0, published_at=at)
    heir = article.replacement
    _keep_old_address(article, document)
    article.version += 1
    article.updated_at = at
    if publication.imported is not None:
        article.imported = publication.imported
    if article.pk:
        carry_stops_over(article, document, publication.by)
    _write_article(article, document, named, publication.review)
    _write_parts(article, document, named)
    # Never taken from it again: past versions show them too.
    article.images.add(*named.images.values())
    _record(article, document, by=publication.by, why=publication.why, at=at, verb="put live")
    _tell_heir(heir)
    return article


def _tell_heir(article: Article | None) -> None:
    """Searches for what it replaces lead to it, or do so no more."""
    if article:
        signals.article_changed.send(sender=Article, article=article)


def _record(article: Article, document: ArticleDocument, *, by: User | None, why: str, at: datetime, verb: str) -> None:
    """The edition is the one that this act has raised: its row is locked, so nobody else's number is read."""
    Version.objects.create(
        article=article,
        number=article.version,
        edition=Edition.objects.current(),
        document=document.to_dict(),
        by=by,
        at=at,
        why=why,
    )
    audit.record(
        by=by,
        verb=verb,
        subject=str(article),
        detail={"article": article.label, "version": article.version, "why": why},
    )
    signals.article_changed.send(sender=Article, article=article)


@transaction.atomic
def withdraw(*, article: Article, by: User | None, why: str, replacement: Article | None = None) -> Article:
    """Take the article from the public; its address answers that it is gone, and names the replacement."""
    raise_edition()
    _refuse(_remark_problems("why", why, limits.WHY))
    article = Article.objects.with_parts().get(pk=article.pk)
    if article.withdrawn_at:
        return article
    at = timezone.now()
    if replacement and not Article.objects.live(at).exclude(pk=article.pk).filter(pk=replacement.pk).exists():
        raise NotPublishable([Problem("replacement", "Choose a live article other than this one.")])
    article.withdrawn_at = article.updated_at = at
    article.replacement = replacement
    article.version += 1
    article.save(update_fields=["withdrawn_at", "updated_at", "replacement", "version"])
    _record(article, document_of(article), by=by, why=why, at=at, verb="withdrew")
    return article

"""How the catalogue is read, in the words of the trade."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import connection, models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Collate, Lower
from django.utils import timezone

from kb.catalogue.numbers import number_in

if TYPE_CHECKING:
    from kb.catalogue.models import Article, ErrorCode, Image, Version  # noqa: F401 - named in strings below

IMAGE_FOLDER = "article-images/"


def _live(at: datetime | None, prefix: str = "") -> Q:
    """What makes an article live, also through a relation."""
    at = at or timezone.now()
    return Q(**{f"{prefix}withdrawn_at__isnull": True}) & (
        Q(**{f"{prefix}expires_at__isnull": True}) | Q(**{f"{prefix}expires_at__gt": at})
    )


def _by_letters(field: str) -> Collate:
    """A to Z in any case, the same on both databases whatever language PostgreSQL was set up for."""
    return Collate(Lower(field), "C" if connection.vendor == "postgresql" else "BINARY")


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self, at: datetime | None = None) -> Self:
        """What the public may read: neither withdrawn nor expired."""
        return self.filter(_live(at))

    def by_number(self) -> Self:
        return self.order_by("number")

    def called(self, text: str) -> "Article | None":
        """With its parts, by its number as people say it: KB0018, or the bare number."""
        number = number_in(text)
        return None if number is None else self.with_parts().filter(number=number).first()

    def by_title(self) -> Self:
        return self.order_by(_by_letters("title"), "number")

    def with_parts(self) -> Self:
        """Everything a document needs, in a fixed number of queries."""
        from kb.catalogue.models import ArticleCode, Cause, Source, Step, Symptom
        from kb.catalogue.models.article import ArticleService

        return self.select_related("category", "vendor", "replacement").prefetch_related(
            Prefetch("service_uses", ArticleService.objects.select_related("service").order_by("position")),
            Prefetch("code_uses", ArticleCode.objects.select_related("code").order_by("position")),
            Prefetch("symptoms", Symptom.objects.order_by("position")),
            Prefetch("causes", Cause.objects.order_by("position")),
            Prefetch("steps", Step.objects.select_related("snippet").order_by("position")),
            Prefetch("sources", Source.objects.order_by("position")),
        )

    def with_codes(self) -> Self:
        """For lists: the codes each article answers."""
        from kb.catalogue.models import ArticleCode

        uses = ArticleCode.objects.filter(answers=True).select_related("code").order_by("position")
        return self.prefetch_related(Prefetch("code_uses", uses))

    def about(self, code: "ErrorCode") -> Self:
        """Articles in which the code appears: those that answer it first."""
        return self.filter(code_uses__code=code).order_by("-code_uses__answers", "number")

    def at_slug(self, slug: str) -> Self:
        """The article of this address, now or in the past; the one that has it now comes first.

        A withdrawn one comes last: an article that was merged keeps its address, which leads to the other.
        """
        return (
            self.filter(Q(slug=slug) | Q(old_slugs__slug=slug))
            .annotate(is_renamed=~Q(slug=slug), is_gone=Q(withdrawn_at__isnull=False))
            .order_by("is_gone", "is_renamed", "pk")
            .distinct()
        )

    def by_address(self, slugs: Collection[str]) -> "dict[str, Article]":
        """By each address that they have or had; in two queries."""
        either = Q(slug__in=slugs) | Q(old_slugs__slug__in=slugs)
        found: Iterable[Article] = self.filter(either).prefetch_related("old_slugs").distinct()
        return {
            slug: article
            for article in found
            for slug in (article.slug, *(old.slug for old in article.old_slugs.all()))
        }

    def merged_into(self, article: "Article") -> Self:
        """Those that were merged into it, also by way of a third: their addresses lead to it."""
        from kb.catalogue.models import OldSlug

        addresses = OldSlug.objects.filter(article=article).values("slug")
        return self.filter(slug__in=addresses).exclude(pk=article.pk).by_number()

    def with_heirs(self) -> Self:
        """`heir_slug` and `heir_title` of the live article that each was merged into, also by way of a third."""
        from kb.catalogue.models import OldSlug

        heirs = OldSlug.objects.filter(_live(None, "article__"), slug=OuterRef("slug")).exclude(article=OuterRef("pk"))
        return self.annotate(
            heir_slug=Subquery(heirs.values("article__slug")[:1]),
            heir_title=Subquery(heirs.values("article__title")[:1]),
        )

    def related_to(self, article: "Article") -> list["Article"]:
        """Hand-picked first, in their order; then those that share a code with it."""
        live = self.live().exclude(pk=article.pk)
        wanted: list[str] = article.related
        picked = live.by_address(wanted)
        codes = [use.code_id for use in article.code_uses.all()]
        shared = live.filter(code_uses__code__in=codes).distinct().by_number()
        ordered: list[Article] = [*(picked[slug] for slug in wanted if slug in picked), *shared]
        return list(dict.fromkeys(ordered))


class ShelfQuerySet(models.QuerySet[Any]):
    """Services, categories and vendors."""

    def in_order(self) -> Self:
        return self.order_by("position", _by_letters("slug"))

    def counted(self) -> list[tuple[Any, int]]:
        """Each, in order, with the number of live articles that stand there; those without any are left out."""
        count = Count("articles", filter=_live(None, "articles__"), distinct=True)
        rows = self.annotate(number_of_articles=count).filter(number_of_articles__gt=0).in_order()
        return [(row, row.number_of_articles) for row in rows]


class ShortcutQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(_live(None, "article__")).select_related("article").order_by("position", "pk")


class ErrorCodeQuerySet(models.QuerySet["ErrorCode"]):
    def listed(self) -> Self:
        """Codes that a live article answers or mentions, A to Z, figures last."""
        from kb.catalogue.models import ArticleCode

        uses = ArticleCode.objects.filter(_live(None, "article__"), code=OuterRef("pk"))
        is_figure_first = ExpressionWrapper(Q(normal__lt="A"), models.BooleanField())
        return self.filter(Exists(uses)).order_by(is_figure_first, "normal")

    def answered_by(self, articles: "Iterable[Article]") -> Self:
        return self.filter(uses__article__in=list(articles), uses__answers=True).distinct()

    def keyed(self, keys: Collection[str]) -> Self:
        """Those that are, or are also spelled as, one of the normal keys."""
        from kb.catalogue.models import Spelling

        # A sub-select and no join: each side has an index of its own, and no code comes twice.
        spelled = Spelling.objects.filter(normal__in=keys).values("code")
        return self.filter(Q(normal__in=keys) | Q(pk__in=spelled)).with_spellings()

    def with_spellings(self) -> Self:
        from kb.catalogue.models import Spelling

        return self.prefetch_related(Prefetch("spellings", Spelling.objects.order_by("position", "pk")))


class NeverChanged(TypeError):  # noqa: N818 - named for the rule, like every exception of the house
    """Somebody tried to change or remove a version."""

    def __init__(self) -> None:
        super().__init__("A version is never changed or removed.")


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions can be added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged


class ImageQuerySet(models.QuerySet["Image"]):
    def named(self, names: Iterable[str]) -> Self:
        """By the last part of their addresses."""
        wanted = [f"{IMAGE_FOLDER}{name}" for name in names]
        return self.filter(blob__name__in=wanted).select_related("blob").defer("blob__content")

    def public(self, at: datetime | None = None) -> Self:
        """A live article shows it or did so, or a snippet does: that has no draft, so it is public once it is saved."""
        in_article = Q(_live(at, "articles__"), articles__isnull=False)
        return self.filter(in_article | Q(snippets__isnull=False)).distinct()

    def unshown_since(self, moment: datetime) -> Self:
        """Never in an article, in no snippet, and in no draft since, as far as drafts have said."""
        return self.filter(articles__isnull=True, snippets__isnull=True, shown_at__lte=moment)


# Number and time of the edition, and the latest expiry that has passed; as texts, since they are only compared.
type Stamp = tuple[int, str, str]

_STAMP = (
    "SELECT number, raised_at, (SELECT MAX(expires_at) FROM catalogue_article WHERE expires_at <= %s)"
    " FROM catalogue_edition WHERE id = 1"
)


class EditionQuerySet(models.QuerySet[Any]):
    def current(self) -> int:
        """The number of the edition now; 0 before anything was ever published."""
        return self.values_list("number", flat=True).first() or 0

    def stamp(self, now: datetime) -> Stamp:
        """The edition's number and time, and when the latest article ran out: nobody raises the edition for that.

        Plain SQL: each request for a public page begins with it, and the ORM takes four times as long to make it.
        """
        with connection.cursor() as cursor:
            cursor.execute(_STAMP, [connection.ops.adapt_datetimefield_value(now)])
            number, raised_at, ran_out = cursor.fetchone() or (0, None, None)
        return number, str(raised_at), str(ran_out)

    def raise_number(self) -> None:
        """Lock the edition's row for the rest of the transaction and raise its number.

        The update is the lock: whoever comes second waits here, so catalogue actions stand in a row.
        """
        raised = {"number": F("number") + 1, "raised_at": timezone.now()}
        if not self.filter(pk=1).update(**raised):
            self.bulk_create([self.model(pk=1)], ignore_conflicts=True)
            self.filter(pk=1).update(**raised)

"""What several articles share: snippets, images, and the edition of the whole catalogue."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.choices import SnippetKind
from kb.catalogue.raises import raises

IMAGE_FOLDER = "article-images/"


def live(at: datetime | None, prefix: str = "") -> Q:
    """What makes an article live, also through a relation."""
    at = at or timezone.now()
    return Q(**{f"{prefix}withdrawn_at__isnull": True}) & (
        Q(**{f"{prefix}expires_at__isnull": True}) | Q(**{f"{prefix}expires_at__gt": at})
    )


class ImageQuerySet(models.QuerySet["Image"]):
    def named(self, names: Iterable[str]) -> Self:
        """By the last part of their addresses."""
        wanted = [f"{IMAGE_FOLDER}{name}" for name in names]
        return self.filter(blob__name__in=wanted).select_related("blob").defer("blob__content")

    def public(self, at: datetime | None = None) -> Self:
        """A live article shows it or did so, or a snippet does: that has no draft, so it is public once it is saved."""
        in_article = Q(live(at, "articles__"), articles__isnull=False)
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
        raises.note(transaction.on_commit)
        raised = {"number": F("number") + 1, "raised_at": timezone.now()}
        if not self.filter(pk=1).update(**raised):
            self.bulk_create([self.model(pk=1)], ignore_conflicts=True)
            self.filter(pk=1).update(**raised)


class Snippet(models.Model):
    """Guidance that several articles share: a numbered step, or a note under the step before it."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    title = models.CharField(max_length=limits.SNIPPET["title"])
    kind = models.CharField(max_length=10, choices=SnippetKind, default=SnippetKind.STEP)
    body = models.TextField()
    site_advice = models.BooleanField(default=False, help_text="Advice of whoever runs this site, not from a source")
    sources = models.JSONField(default=list)
    imported = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SnippetKind.values), name="snippet_kind_known")
        ]

    def __str__(self) -> str:
        return self.title


class Image(models.Model):
    """A picture that articles and snippets may show. Only editors see it until one that is published does.

    An article keeps its images for ever, since past versions show them; a snippet has those of today.
    """

    articles = models.ManyToManyField("catalogue.Article", related_name="images")
    snippets = models.ManyToManyField("catalogue.Snippet", related_name="images")
    blob = models.OneToOneField("media.Blob", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(max_length=300)
    shown_at = models.DateTimeField(default=timezone.now, help_text="When a draft was last known to show it")

    objects = ImageQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="image_has_alt_text")]

    def __str__(self) -> str:
        return self.alt

    @property
    def name(self) -> str:
        """The last part of its address; fetch the image with its blob first."""
        return self.blob.name.rpartition("/")[2]


class Edition(models.Model):
    """One row: its number rises with every change a public page could show, and is part of every page's ETag.

    It is also the lock that puts catalogue actions in a row, and the counter of article numbers.
    """

    number = models.PositiveBigIntegerField(default=1)
    # After a restore from a backup the same number comes again; with its time it is never the same edition.
    raised_at = models.DateTimeField(default=timezone.now)
    articles_numbered = models.PositiveIntegerField(default=0)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return str(self.number)

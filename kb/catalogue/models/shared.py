"""What several articles share: snippets, images, and the edition of the whole catalogue."""

from django.db import models
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.querysets import EditionQuerySet, ImageQuerySet


class Snippet(models.Model):
    """Guidance that several articles share: a numbered step, or a note under the step before it."""

    class Kind(models.TextChoices):
        STEP = "STEP", "step"
        NOTE = "NOTE", "note"

    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    title = models.CharField(max_length=limits.SNIPPET["title"])
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STEP)
    body = models.TextField()
    site_advice = models.BooleanField(default=False, help_text="Advice of whoever runs this site, not from a source")
    sources = models.JSONField(default=list)
    imported = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=["STEP", "NOTE"]), name="snippet_kind_known")]

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
    published_at = models.DateTimeField(null=True, blank=True)
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

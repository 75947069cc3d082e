"""An article in rows: what it says, its parts in order, and every state it was ever published in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kb.catalogue import limits
from kb.catalogue.models.shelf import Category, Service, Vendor
from kb.catalogue.numbers import label_of
from kb.catalogue.querysets import ArticleQuerySet, NeverChanged, VersionQuerySet

if TYPE_CHECKING:
    from kb.catalogue.models.code import ErrorCode


class Article(models.Model):
    """One known issue: what you see, its codes, the services affected, why, and how to fix it."""

    class Confidence(models.TextChoices):
        STUB = "STUB", "stub"
        UNVERIFIED = "UNVERIFIED", "not yet verified"
        VERIFIED = "VERIFIED", "verified"

    number = models.PositiveIntegerField(unique=True, help_text="Shown as KB0018; assigned once, never reused")
    reference = models.CharField(
        max_length=limits.ARTICLE["reference"], unique=True, null=True, blank=True, help_text="The file's id: C18"
    )
    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    title = models.CharField(max_length=limits.ARTICLE["title"])
    summary = models.CharField(max_length=limits.ARTICLE["summary"])
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    services = models.ManyToManyField(Service, through="ArticleService", related_name="articles")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    virtual_cards = models.BooleanField(default=False, help_text="Also seen by people with a virtual smartcard")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.UNVERIFIED)
    background = models.TextField(blank=True)
    related = models.JSONField(default=list, help_text="Slugs of related articles, best first")
    questions = models.JSONField(default=list, help_text="To ask the person first, in their order")
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_with = models.CharField(
        max_length=limits.VERIFIED_WITH, blank=True, help_text="Software and version it was verified on"
    )
    review_due_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replacement = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    imported = models.CharField(max_length=64, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__in=["STUB", "UNVERIFIED", "VERIFIED"]), name="article_confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
                name="article_reviewed_by_and_on_together",
            ),
            models.CheckConstraint(
                condition=~Q(confidence="VERIFIED") | Q(reviewed_on__isnull=False), name="article_verified_was_reviewed"
            ),
            models.CheckConstraint(
                condition=Q(replacement__isnull=True) | Q(withdrawn_at__isnull=False),
                name="article_replaced_is_withdrawn",
            ),
            models.CheckConstraint(condition=Q(version__gte=1, number__gte=1), name="article_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("browse:article", args=[self.slug])

    @property
    def label(self) -> str:
        """The number as people say it: KB0018."""
        return label_of(self.number)

    def answers(self, code: "ErrorCode") -> bool:
        """Fetch the article `with_parts()` or `with_codes()` first."""
        return any(use.answers and use.code_id == code.pk for use in self.code_uses.all())

    def is_live(self, at: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > at)


class ArticleService(models.Model):
    """A service that an article affects, in the order the article names them."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="service_uses")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "service"], name="article_names_service_once")]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.article_id}"


class Source(models.Model):
    """Where an article's facts come from. `seen` is kept and never shown."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=limits.SOURCE["name"])
    title = models.CharField(max_length=limits.SOURCE["title"], blank=True)
    address = models.URLField(max_length=limits.SOURCE["address"], blank=True)
    dated = models.DateField(null=True, blank=True)
    seen = models.URLField(max_length=limits.SOURCE["seen"], blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="source_position_once")]

    def __str__(self) -> str:
        return self.name


class Symptom(models.Model):
    """What a person sees: an exact on-screen text, or a sign."""

    class Kind(models.TextChoices):
        EXACT = "EXACT", "exact message"
        SIGN = "SIGN", "sign"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="symptoms")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="symptom_position_once"),
            models.CheckConstraint(condition=Q(kind__in=["EXACT", "SIGN"]), name="symptom_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Cause(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="causes")
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="cause_position_once")]

    def __str__(self) -> str:
        return self.text


class Step(models.Model):
    """One fix step in words of its own, or the snippet that stands in its place."""

    class Audience(models.TextChoices):
        USER = "USER", "user"
        RA = "RA", "Registration Authority"
        IT = "IT", "IT support"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    title = models.CharField(max_length=limits.STEP["title"], blank=True)
    body = models.TextField(blank=True)
    applies_to = models.CharField(max_length=limits.STEP["applies_to"], blank=True)
    expected = models.TextField(blank=True)
    snippet = models.ForeignKey(
        "catalogue.Snippet", on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="step_position_once"),
            models.CheckConstraint(condition=Q(audience__in=["USER", "RA", "IT"]), name="step_audience_known"),
            models.CheckConstraint(
                condition=(Q(snippet__isnull=False) & Q(title="", body="")) | (Q(snippet__isnull=True) & ~Q(title="")),
                name="step_has_words_or_snippet",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OldSlug(models.Model):
    """An address an article once had; it leads to the article for ever."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """A published state of an article, kept for ever and never changed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=limits.WHY, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"version {self.number}"

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        if not self._state.adding:
            raise NeverChanged
        # A new object with the key of an old version must fail, not overwrite it.
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged

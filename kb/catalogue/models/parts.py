"""The parts of an article, each in its place: services, sources, signs, causes, steps."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kb.catalogue import limits
from kb.catalogue.choices import Audience, SymptomKind
from kb.catalogue.models.shared import Snippet, live
from kb.catalogue.models.taxonomy import Service
from kb.catalogue.step_names import LENGTH


class ArticleService(models.Model):
    """A service that an article affects, in the order the article names them."""

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="service_uses")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "service"], name="article_names_service_once")]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.article_id}"


class Source(models.Model):
    """Where an article's facts come from. `seen` is kept and never shown."""

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=limits.SOURCE["name"])
    title = models.CharField(max_length=limits.SOURCE["title"], blank=True)
    address = models.URLField(max_length=limits.SOURCE["address"], blank=True)
    dated = models.DateField(null=True, blank=True)
    seen = models.URLField(max_length=limits.SOURCE["seen"], blank=True)
    more = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="source_position_once")]

    def __str__(self) -> str:
        return self.name


class Symptom(models.Model):
    """What a person sees: an exact on-screen text, or a sign."""

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="symptoms")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=SymptomKind)
    text = models.TextField()
    more = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="symptom_position_once"),
            models.CheckConstraint(condition=Q(kind__in=SymptomKind.values), name="symptom_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class Cause(models.Model):
    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="causes")
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="cause_position_once")]

    def __str__(self) -> str:
        return self.text


class StoppedStepQuerySet(models.QuerySet["StoppedStep"]):
    def open(self) -> Self:
        """Of what the article says now."""
        return self.filter(changed_in__isnull=True)

    def of_versions_from(self, number: int, article: models.Model) -> Self:
        """Those that a version after this one has changed or left out: of this one they are stopped for good."""
        return self.filter(article=article, changed_in__gt=number)

    def on(self, article: models.Model | None) -> Self:
        """With who did it, the oldest first."""
        return self.open().filter(article=article).select_related("by").order_by("at", "pk")

    def waiting(self, at: datetime) -> Self:
        """Those on what the public reads, the oldest first: with the article, and `heading` as the step has it."""
        steps = Step.objects.filter(article=OuterRef("article"), name=OuterRef("step"))
        heading = Subquery(steps.values(shown=Coalesce("snippet__title", "title"))[:1])
        found = self.open().filter(live(at, "article__")).select_related("article", "by")
        return found.annotate(heading=heading).order_by("at", "pk")


class StoppedStep(models.Model):
    """A step that is off the public page while it is checked. The step itself stays with its article as it was.

    It is kept by the name of the step, since the rows of steps are written anew with each version. Once a version has
    other words for it, the row says so, and the versions before go on leaving it out.
    """

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="stopped_steps")
    step = models.CharField(max_length=LENGTH, help_text="The name of the step")
    reason = models.TextField(help_text="For staff alone")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed_in = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version with other words for it, or without it; then it has no reason"
    )

    objects = StoppedStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "step"], condition=Q(changed_in__isnull=True), name="step_stopped_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(changed_in__isnull=False), name="stopped_step_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"a stopped step of {self.article.label}"


class StepManager(models.Manager["Step"]):
    def get_queryset(self) -> models.QuerySet["Step"]:
        """Each row knows whether it is stopped, however it was fetched: in the same statement."""
        stopped = StoppedStep.objects.open().filter(article=OuterRef("article"), step=OuterRef("name"))
        read = {"stopped_at": Subquery(stopped.values("at")[:1])}
        return super().get_queryset().annotate(**read)


class Step(models.Model):
    """One fix step in words of its own, or the snippet that stands in its place."""

    stopped_at: datetime | None = None  # the manager reads it

    article = models.ForeignKey("catalogue.Article", on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=LENGTH, help_text="Its own, kept across versions: see step_names")
    audience = models.CharField(max_length=10, choices=Audience)
    title = models.CharField(max_length=limits.STEP["title"], blank=True)
    body = models.TextField(blank=True)
    applies_to = models.CharField(max_length=limits.STEP["applies_to"], blank=True)
    expected = models.TextField(blank=True)
    snippet = models.ForeignKey(Snippet, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    codes = models.JSONField(default=list, help_text="Those of the article's codes that it is for, as displayed")
    general = models.BooleanField(default=False, help_text="It suits every code of the article")
    more = models.TextField(blank=True)

    objects = StepManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["article", "name"], name="step_name_once"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="step_audience_known"),
            models.CheckConstraint(
                condition=(Q(snippet__isnull=False) & Q(title="", body="")) | (Q(snippet__isnull=True) & ~Q(title="")),
                name="step_has_words_or_snippet",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """As readers see it. Fetch the step with its snippet."""
        return self.snippet.title if self.snippet else self.title

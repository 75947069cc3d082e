"""Internal notes, which live in a room that no public door may import; and what analysts have pinned."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import limits, step_names
from kb.catalogue.models import Article

LONGEST_NOTE = 4_000


class NoteQuerySet(models.QuerySet["Note"]):
    def on(self, article: Article | int) -> Self:
        """Also those on an article that was merged into it, the oldest first."""
        about = Q(article=article) | Q(article__replacement=article)
        return self.filter(about).select_related("by").order_by("at", "pk")


class Note(models.Model):
    """What the help desk tells itself about an article, or about one of its steps; nobody else reads it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=step_names.LENGTH, blank=True, help_text="The name of a step; empty: the whole")
    text = models.TextField(help_text="Markdown")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who changed it last")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=Q(version__gte=1), name="note_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"a note on {self.article.label}"


class PinQuerySet(models.QuerySet["Pin"]):
    def of(self, person: User | int) -> Self:
        return self.filter(by=person).select_related("article").order_by("pk")


class Pin(models.Model):
    """What one analyst keeps at hand: an article, or a code by its key, so that it outlives a rename."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=limits.CODE["code"], blank=True, help_text="Its key: ERR5022")

    objects = PinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "article"], name="pin_article_once"),
            models.UniqueConstraint(fields=["by", "code"], condition=~Q(code=""), name="pin_code_once"),
            models.CheckConstraint(
                condition=Q(article__isnull=False, code="") | Q(Q(article__isnull=True), ~Q(code="")),
                name="pin_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.article.label if self.article else self.code

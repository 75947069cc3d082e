"""What was decided on a draft, and what was said about it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kb.accounts.models import User
from kb.editing.models.draft import Draft, Revision


class ReviewQuerySet(models.QuerySet["Review"]):
    def unsettled(self) -> Self:
        """Urgent fixes that nobody has reviewed yet, the oldest first."""
        return self.filter(kind="URGENT", settled_at__isnull=True).order_by("at", "pk")


class Review(models.Model):
    """A decision on one revision. An urgent fix has one that waits: nobody decided yet."""

    class Kind(models.TextChoices):
        APPROVED = "APPROVED", "Approved"
        SENT_BACK = "SENT_BACK", "Sent back"
        CORRECTION = "CORRECTION", "Small correction"
        URGENT = "URGENT", "Published at once, to be reviewed"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews", help_text="Who decided or published")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    is_own_work = models.BooleanField(default=False, help_text="Who wrote it approved it: allowed by a setting")
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who reviewed the urgent fix"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="review_settled_by_and_at_together",
            ),
            models.CheckConstraint(condition=~Q(kind="URGENT") | ~Q(reason=""), name="review_urgent_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.revision_id}"


class Comment(models.Model):
    """What a reviewer said of one field: `steps.2.body`, or of the whole where `field` is empty."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comments",
        help_text="Nobody for the site itself: why it could not be published when its time came",
    )
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "at"], name="comment_in_order")]

    def __str__(self) -> str:
        return f"{self.field}: {self.text[:40]}"

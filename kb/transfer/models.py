"""What somebody brought in and has not decided on, and what became of it. Kept for a day, for nobody else."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet


class UploadState(models.TextChoices):
    WAITING = "WAITING", "to be checked"
    CHECKED = "CHECKED", "checked"
    ACCEPTED = "ACCEPTED", "being brought in"
    DONE = "DONE", "brought in"
    BROKEN = "BROKEN", "ended by a fault"


AT_WORK = (UploadState.WAITING, UploadState.ACCEPTED)


class UploadQuerySet(models.QuerySet["Upload"]):
    def whole(self) -> "UploadQuerySet":
        """With the packed files, which no list needs."""
        return self.defer(None)


class UploadManager(models.Manager["Upload"]):
    def get_queryset(self) -> QuerySet["Upload"]:
        return UploadQuerySet(self.model, using=self._db).defer("packed")


class Upload(models.Model):
    """`packed` is one zip, emptied once it was brought in. `report` says what would happen, `outcome` what did, and
    `choice` what the person ticked, each as JSON that `transfer.uploads` writes and reads."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    packed = models.BinaryField()
    files = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.WAITING)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last worked on it")
    tries = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    report: "models.JSONField[Any]" = models.JSONField(default=dict)
    choice: "models.JSONField[Any]" = models.JSONField(default=dict)
    outcome: "models.JSONField[Any]" = models.JSONField(default=dict)

    objects = UploadManager.from_queryset(UploadQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("at")), name="upload_expires_after_it_came"),
        ]

    def __str__(self) -> str:
        return self.name

"""One uploaded file, whole, with what is known of it."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone


class Blob(models.Model):
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="media_blob_name_unique"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="media_blob_size_not_negative"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="media_blob_sha256_of_64"),
        ]

    def __str__(self) -> str:
        return self.name

"""The table of hand-offs."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Sum

from kb.catalogue.models import Vendor


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def total(self) -> int:
        return self.aggregate(total=Sum("count"))["total"] or 0


class HandOff(models.Model):
    """How often people followed the way out to a vendor on one day."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="hand_offs")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "day"], name="hand_off_one_row_a_day")]

    def __str__(self) -> str:
        return f"{self.vendor_id} on {self.day}: {self.count}"

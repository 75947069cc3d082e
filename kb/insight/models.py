"""The table of hand-offs."""

from django.db import models

from kb.catalogue.models import Vendor
from kb.insight.querysets import HandOffQuerySet


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

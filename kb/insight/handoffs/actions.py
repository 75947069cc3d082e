"""Counting: exact however many do it at once."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kb.catalogue.models import Vendor
from kb.insight.models import HandOff


@transaction.atomic
def count_hand_off(*, vendor: Vendor) -> None:
    """One more person was sent to this vendor today. No `by=` and no audit entry: nobody is to know who it was."""
    day = timezone.localdate()
    today = HandOff.objects.filter(vendor=vendor, day=day)
    if today.update(count=F("count") + 1):
        return
    # Of several who find no row, one makes it and the others wait for that one: only then is it counted up.
    HandOff.objects.bulk_create([HandOff(vendor=vendor, day=day)], ignore_conflicts=True)
    today.update(count=F("count") + 1)

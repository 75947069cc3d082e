"""How hand-offs are read."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Sum

if TYPE_CHECKING:
    from kb.insight.models import HandOff  # noqa: F401 - named in a type argument only


class HandOffQuerySet(models.QuerySet["HandOff"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def total(self) -> int:
        return self.aggregate(total=Sum("count"))["total"] or 0

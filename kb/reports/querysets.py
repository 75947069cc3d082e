"""How reports are read."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from kb.reports.models import Report  # noqa: F401 - named in a type argument only


class ReportQuerySet(models.QuerySet["Report"]):
    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

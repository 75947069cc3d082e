"""What a live issue or a planned change is posted from in a hurry."""

from typing import Self

from django.db import models
from django.db.models import Q

from kb.catalogue.models import Service
from kb.notices.document import LONGEST, LONGEST_SHORT_TITLE, NoticeKind, Severity


class NoticeTemplateQuerySet(models.QuerySet["NoticeTemplate"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def of_live_issues(self) -> Self:
        return self.filter(kind=NoticeKind.LIVE).in_order()


class NoticeTemplate(models.Model):
    """Words that were thought about before they are needed. What is posted from it is a notice like any other."""

    title = models.CharField(max_length=LONGEST["title"])
    short_title = models.CharField(max_length=LONGEST_SHORT_TITLE)
    kind = models.CharField(max_length=10, choices=NoticeKind, default=NoticeKind.LIVE)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.HIGH)
    summary = models.CharField(max_length=LONGEST["summary"])
    services = models.ManyToManyField(Service, related_name="notice_templates", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = NoticeTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_template_kind_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="notice_template_severity_known"),
        ]

    def __str__(self) -> str:
        return self.title

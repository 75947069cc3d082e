"""What a live issue or a planned change is posted from in a hurry."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from kb.catalogue.models import Service
from kb.lib.portable import in_form
from kb.notices.document import LONGEST, LONGEST_SHORT_TITLE, NoticeKind, Severity
from kb.notices.template_document import TemplateContent


class NoticeTemplateQuerySet(models.QuerySet["NoticeTemplate"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_parts(self) -> Self:
        """What `content` needs: one more query, however many."""
        return self.prefetch_related(Prefetch("services", Service.objects.order_by("slug")))

    def of_live_issues(self) -> Self:
        return self.filter(kind=NoticeKind.LIVE).in_order()


class NoticeTemplate(models.Model):
    """Words that were thought about before they are needed. What is posted from it is a notice like any other."""

    slug = models.CharField(max_length=LONGEST["slug"], help_text="By which files know it")
    title = models.CharField(max_length=LONGEST["title"])
    short_title = models.CharField(max_length=LONGEST_SHORT_TITLE)
    kind = models.CharField(max_length=10, choices=NoticeKind, default=NoticeKind.LIVE)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.HIGH)
    summary = models.CharField(max_length=LONGEST["summary"])
    services = models.ManyToManyField(Service, related_name="notice_templates", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    imported = models.CharField(max_length=64, blank=True, help_text="Fingerprint of the file it last came from")

    objects = NoticeTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="notice_template_slug_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_template_kind_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="notice_template_severity_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> TemplateContent:
        """What it says, in the portable form. Fetch it `with_parts()`."""
        return in_form(TemplateContent, self, services=tuple(service.slug for service in self.services.all()))

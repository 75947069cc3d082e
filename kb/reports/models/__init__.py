"""The tables of reports."""

from kb.reports.models.report import WARNED_BEFORE, Attachment, AttachmentQuerySet, Event, Report, ReportQuerySet
from kb.reports.models.visit import HELD_FOR, VISIT, Deflection, DeflectionQuerySet, HeldFile, HeldFileQuerySet

__all__ = [
    "HELD_FOR",
    "VISIT",
    "WARNED_BEFORE",
    "Attachment",
    "AttachmentQuerySet",
    "Deflection",
    "DeflectionQuerySet",
    "Event",
    "HeldFile",
    "HeldFileQuerySet",
    "Report",
    "ReportQuerySet",
]

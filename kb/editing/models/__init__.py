"""The tables of editing."""

from kb.editing.models.draft import (
    FROM_REPORT,
    LONGEST_TEAM,
    OPEN,
    PRESENT,
    WRITABLE,
    Aside,
    AsideQuerySet,
    Draft,
    DraftQuerySet,
    NewCode,
    Presence,
    PresenceQuerySet,
    Revision,
)
from kb.editing.models.ownership import NextSteward, Stewardship, StewardshipQuerySet, WeeklyMail
from kb.editing.models.review import Comment, Review, ReviewQuerySet

__all__ = [
    "FROM_REPORT",
    "LONGEST_TEAM",
    "OPEN",
    "PRESENT",
    "WRITABLE",
    "Aside",
    "AsideQuerySet",
    "Comment",
    "Draft",
    "DraftQuerySet",
    "NewCode",
    "NextSteward",
    "Presence",
    "PresenceQuerySet",
    "Review",
    "ReviewQuerySet",
    "Revision",
    "Stewardship",
    "StewardshipQuerySet",
    "WeeklyMail",
]

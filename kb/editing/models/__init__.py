"""The tables of editing."""

from kb.editing.models.draft import (
    FROM_REPORT,
    LONGEST_TEAM,
    OPEN,
    PAGE_KEY,
    PRESENT,
    UNTITLED,
    WRITABLE,
    Draft,
    DraftQuerySet,
    NewCode,
    OpenPage,
    Presence,
    PresenceQuerySet,
    Revision,
    UnsavedText,
    UnsavedTextQuerySet,
)
from kb.editing.models.news import MAILED_WITHIN, News, NewsMail, NewsQuerySet
from kb.editing.models.ownership import NextOwner, Ownership, OwnershipQuerySet, WeeklyMail
from kb.editing.models.review import Comment, Review, ReviewQuerySet

__all__ = [
    "FROM_REPORT",
    "LONGEST_TEAM",
    "MAILED_WITHIN",
    "OPEN",
    "PAGE_KEY",
    "PRESENT",
    "UNTITLED",
    "WRITABLE",
    "Comment",
    "Draft",
    "DraftQuerySet",
    "NewCode",
    "News",
    "NewsMail",
    "NewsQuerySet",
    "NextOwner",
    "OpenPage",
    "Ownership",
    "OwnershipQuerySet",
    "Presence",
    "PresenceQuerySet",
    "Review",
    "ReviewQuerySet",
    "Revision",
    "UnsavedText",
    "UnsavedTextQuerySet",
    "WeeklyMail",
]

"""The tables of insight."""

from kb.insight.models.call import ESCALATED_TO, Call, CallOutcome, CallQuerySet
from kb.insight.models.code_story import LONGEST_TOLD, LONGEST_WHERE, CodeStory, CodeStoryQuerySet
from kb.insight.models.hand_off import HandOff, HandOffQuerySet
from kb.insight.models.hash_key import HashKey, HashKeyQuerySet
from kb.insight.models.monday_mail import MondayMail
from kb.insight.models.rise import Rise, RiseQuerySet
from kb.insight.models.search import SearchEntry, SearchEntryQuerySet, WordSighting, WordSightingQuerySet
from kb.insight.models.view import (
    CountedHour,
    CountedHourQuerySet,
    HourCount,
    HourCountQuerySet,
    View,
    ViewQuerySet,
)
from kb.insight.models.vote import LONGEST_COMMENT, Reason, Vote, VoteQuerySet

__all__ = [
    "ESCALATED_TO",
    "LONGEST_COMMENT",
    "LONGEST_TOLD",
    "LONGEST_WHERE",
    "Call",
    "CallOutcome",
    "CallQuerySet",
    "CodeStory",
    "CodeStoryQuerySet",
    "CountedHour",
    "CountedHourQuerySet",
    "HandOff",
    "HandOffQuerySet",
    "HashKey",
    "HashKeyQuerySet",
    "HourCount",
    "HourCountQuerySet",
    "MondayMail",
    "Reason",
    "Rise",
    "RiseQuerySet",
    "SearchEntry",
    "SearchEntryQuerySet",
    "View",
    "ViewQuerySet",
    "Vote",
    "VoteQuerySet",
    "WordSighting",
    "WordSightingQuerySet",
]

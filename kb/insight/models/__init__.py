"""The tables of insight."""

from kb.insight.models.call import ESCALATED_TO, Call, CallOutcome, CallQuerySet
from kb.insight.models.hand_off import HandOff, HandOffQuerySet

__all__ = [
    "ESCALATED_TO",
    "Call",
    "CallOutcome",
    "CallQuerySet",
    "HandOff",
    "HandOffQuerySet",
]

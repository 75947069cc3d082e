"""Everything that is decided on drafts and articles, under one name for the pages."""

from kb.editing.drafts.refusals import Moved, NotAllowed, NotInReview, NotOpen, NotPossible, Overtaken, OwnWork, Refusal
from kb.editing.ownership.actions import plan_steward, set_steward
from kb.editing.review.approving import approve, correct
from kb.editing.review.scheduling import publish_due
from kb.editing.review.submitting import (
    add_comment,
    resolve_comment,
    say_why,
    send_back,
    submit,
    withdraw_from_review,
)
from kb.editing.review.urgent import publish_urgently, settle_urgent
from kb.editing.upkeep.actions import (
    merge,
    rename,
    restore,
    set_expiry,
    still_right,
    take_down,
)

__all__ = [
    "Moved",
    "NotAllowed",
    "NotInReview",
    "NotOpen",
    "NotPossible",
    "Overtaken",
    "OwnWork",
    "Refusal",
    "add_comment",
    "approve",
    "correct",
    "merge",
    "plan_steward",
    "publish_due",
    "publish_urgently",
    "rename",
    "resolve_comment",
    "restore",
    "say_why",
    "send_back",
    "set_expiry",
    "set_steward",
    "settle_urgent",
    "still_right",
    "submit",
    "take_down",
    "withdraw_from_review",
]

"""Everything that is decided on drafts and articles, under one name for the pages."""

from kb.editing.actions.approving import approve, correct
from kb.editing.actions.handing_in import (
    add_comment,
    resolve_comment,
    say_why,
    send_back,
    submit,
    withdraw_from_review,
)
from kb.editing.actions.keeping import (
    merge,
    rename,
    restore,
    set_expiry,
    still_right,
    take_down,
)
from kb.editing.actions.scheduling import publish_due
from kb.editing.actions.stewards import plan_steward, set_steward
from kb.editing.actions.urgent import publish_urgently, settle_urgent
from kb.editing.refusals import Moved, NotAllowed, NotInReview, NotOpen, NotPossible, Overtaken, OwnWork, Refusal

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

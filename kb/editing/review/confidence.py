"""When what is published is a stub, not yet verified, or verified. Pure.

A stub says that we know no fix. It ceases to be one when its steps changed, the draft says so, and the reviewer says
so too; an urgent fix is published on its author's word, and reviewed afterwards. Nothing else lifts it: neither an
approval, nor a draft that only calls it something else, nor the word "verified".
"""

from kb.catalogue.document import ArticleDocument
from kb.catalogue.step_names import unnamed

STUB, UNVERIFIED, VERIFIED = "STUB", "UNVERIFIED", "VERIFIED"
NOTHING_TO_VERIFY = "A stub says that we know no fix: there is nothing that could be verified."


def _was_stub(before: ArticleDocument | None) -> bool:
    return before is not None and before.confidence == STUB


def lifts_stub(before: ArticleDocument | None, after: ArticleDocument) -> bool:
    """The draft makes an article of a stub: this asks for the reviewer's word. `before` is what is published."""
    return before is not None and _was_stub(before) and after.confidence != STUB and _steps_changed(before, after)


def _steps_changed(before: ArticleDocument, after: ArticleDocument) -> bool:
    return unnamed(after.steps) != unnamed(before.steps)


def confidence_of(before: ArticleDocument | None, after: ArticleDocument, *, is_verified: bool = False) -> str:
    """Of what is published with this text. Whatever an author chose, only a reviewer calls it verified."""
    if after.confidence == STUB or (_was_stub(before) and not lifts_stub(before, after)):
        return STUB
    return VERIFIED if is_verified else UNVERIFIED

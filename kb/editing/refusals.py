"""Why something cannot be done with a draft. Each says in whole sentences what to do, for a page to show."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.catalogue.document import ArticleDocument
    from kb.editing.models import Draft, Revision, UnsavedText


class Refusal(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """`str()` of it is what the person is told. Nothing was written but what `unsaved_text` holds."""


class Conflict(Refusal):
    """Somebody saved the draft since the page was opened. What was typed is kept in `unsaved_text`."""

    def __init__(
        self, draft: "Draft", theirs: "Revision", mine: "ArticleDocument", unsaved_text: "UnsavedText"
    ) -> None:
        own = "You yourself saved this draft while you wrote here."
        said = f"{theirs.by.name} has saved this draft since you opened it."
        super().__init__(f"{own if theirs.by_id == unsaved_text.by_id else said} Your text is kept: merge the two.")
        self.draft = draft
        self.theirs = theirs
        self.mine = mine
        self.unsaved_text = unsaved_text


class NotOpen(Refusal):
    """The draft cannot be written on: published, discarded, or approved. What was typed is kept in `unsaved_text`."""

    def __init__(self, state: str, unsaved_text: "UnsavedText | None" = None) -> None:
        said = {
            "SCHEDULED": "This draft is approved and waits to be published. Take it back before you change it.",
            "PUBLISHED": "This draft was published. Begin a new draft of the article.",
            "DISCARDED": "This draft was discarded. Begin a new one.",
        }
        super().__init__(said.get(state, "This draft is being written: that cannot be done now."))
        self.unsaved_text = unsaved_text


class Moved(Refusal):
    """The decision was made on a revision that is no longer the latest."""

    def __init__(self) -> None:
        super().__init__("This draft was saved again since you opened the page. Look at the latest text, then decide.")


class NotInReview(Refusal):
    """It is still being written, or was handed in already."""

    def __init__(self, state: str) -> None:
        words = state.replace("_", " ").lower()
        is_waiting = state == "IN_REVIEW"
        said = "This draft is in review already" if is_waiting else f"This draft is not in review ({words})"
        super().__init__(f"{said}: look at it again.")


class OwnWork(Refusal):
    """Who wrote it cannot be the one who finds it right."""

    def __init__(self) -> None:
        super().__init__("You wrote part of this. Ask another reviewer to look at it.")


class NotAllowed(Refusal):
    """The person's role does not reach that far."""


class NotPossible(Refusal):
    """It makes no sense as things stand; the words say why, and what to do."""


class Overtaken(Refusal):
    """The published article has changed since the draft began; publishing the draft would undo that."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"The published article has changed since this draft began: it is now version {version}. "
            "Compare the draft with it, bring over what is missing, and say that you have done so."
        )
        self.version = version


# What somebody else did meanwhile, as against what this person has to mend.
MEANWHILE = (Moved, NotInReview, NotOpen, Overtaken)

"""The room of editing, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, forget, hold

DRAFTS = "Revisions of drafts, what could not be saved in one, reviews and comments"
WORDS = {
    "Revision": "A saved state of a draft",
    "NewCode": "A code made with a draft",
    "UnsavedText": "A text that could not be saved in a draft",
    "Review": "A review of a draft",
    "Comment": "A comment on a draft",
    "NextOwner": "Who will look after an article",
}


def _draft(draft: object) -> str:
    return f"{draft.pk} {draft}"  # type: ignore[attr-defined] # a Draft: models cannot be imported yet


class EditingConfig(AppConfig):
    name = "kb.editing"

    def ready(self) -> None:
        from kb.editing.drafts import actions, housekeeping

        draft = ("title", "origin", "why", "verified_with")
        hold("editing.Draft", *draft, what="A draft", kept=DRAFTS, name=_draft)
        parts = {
            "Revision": ("content",),
            "NewCode": ("display", "meaning", "where", "others", "joins"),
            "UnsavedText": ("content",),
            "Review": ("reason",),
            "Comment": ("text",),
            "NextOwner": ("team",),
        }
        for part, columns in parts.items():
            hold(f"editing.{part}", *columns, what=WORDS[part], kept=DRAFTS, name=lambda row: _draft(row.draft))
        hold(
            "editing.Ownership",
            "team",
            what="Who looks after an article",
            kept=CONTENT,
            name=lambda row: str(row.article),
        )
        forget(actions.forget_presence, housekeeping.clear_images, housekeeping.thin_autosaves)

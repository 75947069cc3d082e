"""The room of editing, as Django knows it."""

from typing import Any

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, forget, hold

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


def _whose_draft(row: Any) -> str:  # noqa: ANN401 - what belongs to a draft
    return _draft(row.draft)


class EditingConfig(AppConfig):
    name = "kb.editing"

    def ready(self) -> None:
        from kb.accounts.work import count_waiting
        from kb.catalogue.fields import NO_WORDS
        from kb.catalogue.labels import label_in_document
        from kb.editing.drafts import actions, housekeeping
        from kb.editing.home.reading import waiting_for
        from kb.editing.mails import ROOM
        from kb.editing.news.actions import forget_news

        draft = ("title", "origin", "why", "verified_with")
        own = Blanking(mails=lambda row: (ROOM, str(row.pk)))
        hold("editing.Draft", *draft, what="A draft", kept=DRAFTS, name=_draft, blanking=own)
        code = "An error code is what people look for. Take it out of the draft."
        part_of = Blanking(
            stays={"display": code, "joins": code},
            kept=NO_WORDS,
            say=label_in_document,
            mails=lambda row: (ROOM, str(row.draft_id)),
        )
        parts = {
            "Revision": ("content",),
            "NewCode": ("display", "meaning", "where", "others", "joins"),
            "UnsavedText": ("content",),
            "Review": ("reason",),
            "Comment": ("text",),
            "NextOwner": ("team",),
        }
        for part, columns in parts.items():
            what = WORDS[part]
            hold(f"editing.{part}", *columns, what=what, kept=DRAFTS, name=_whose_draft, blanking=part_of)
        hold(
            "editing.Ownership",
            "team",
            what="Who looks after an article",
            kept=CONTENT,
            name=lambda row: str(row.article),
        )
        count_waiting("editing:home", waiting_for)
        chores = (housekeeping.clear_images, housekeeping.thin_autosaves, housekeeping.clear_untouched)
        forget(actions.forget_presence, *chores, forget_news)

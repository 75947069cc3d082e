"""What a reviewer types: one form, and a button for each decision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from kb.catalogue import limits
from kb.editing.drafts.forms import joins_field
from kb.editing.review.urgent import REASON
from kb.lib.forms import CheckboxField, NHSForm, SelectField, TextareaField, TextField
from kb.lib.forms.times import MomentField
from kb.lib.text import without_unseen

PUBLISH, SCHEDULE, SEND_BACK, CORRECT, SETTLE = "publish", "schedule", "send-back", "correct", "settle"
# These decide nothing: what was typed is kept, and the editor opens, or the page stands there again.
CHANGE, MEND = "change", "mend"
DECISIONS = (PUBLISH, SCHEDULE, SEND_BACK, CORRECT, SETTLE)
BOX = "comment."
IN_PAGE = "page."  # beside the steps of the page; a step that changed has both boxes
JOINS_ASKED = "joins.asked"
LONGEST = 5_000


class DecisionForm(NHSForm):
    """Boxes for comments stand beside the changes; they are sent with it under names of their own."""

    marks_optional = False

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    no_longer_stub = CheckboxField("This is no longer a stub: its steps are a fix", required=False)
    verified = CheckboxField("I have tried this, and it works: mark it as verified", required=False)
    verified_with = TextField(
        "On which software and version?",
        required=False,
        max_length=limits.VERIFIED_WITH,
        spellcheck=False,
        hint="Such as Identity Agent 2.4.5 on Windows 11",
    )
    publish_at = MomentField("Publish at", required=False)
    expires_at = MomentField("Withdraw it again at", required=False, hint="Leave this empty if it should stay")
    reason = TextareaField(
        "What has to be changed?",
        rows=4,
        required=False,
        max_length=LONGEST,
        hint="Comments that you write beside the changes go with it, and are enough.",
    )
    other_field = SelectField("Comment on another part", required=False)
    other_text = TextareaField("Your comment on it", rows=2, required=False, max_length=LONGEST)

    joins = joins_field()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        parts: Iterable[tuple[str, str]],
        now: datetime,
        is_shown_again: bool = False,
        joins: Sequence[tuple[str, str]] = (),
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [value for value, _ in joins]
        if isinstance(self.data, QueryDict) and JOINS_ASKED in self.data:
            self.asked = [value for value in self.asked if value in self.data.getlist(JOINS_ASKED)]
        self.fields["joins"].choices = list(joins)  # type: ignore[attr-defined] # a choice field
        if not joins:
            del self.fields["joins"]
        self.is_shown_again = is_shown_again
        self.parts = dict(parts)
        self.now = now
        choices = [("", "The whole article"), *self.parts.items()]
        self.fields["other_field"] = SelectField("Comment on another part", required=False, choices=choices)
        self.decision = str(self.data.get("decision", "")) if self.is_bound else ""

    def full_clean(self) -> None:
        """What is only shown again was not asked for yet: nothing is wrong with it."""
        if self.is_shown_again:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    def clean(self) -> None:
        publish_at, expires_at = self.cleaned_data.get("publish_at"), self.cleaned_data.get("expires_at")
        if self.decision not in DECISIONS:
            self.add_error(None, "Press the button of the decision that you want.")
        if self.decision == SCHEDULE and "publish_at" not in self.errors and not publish_at:
            self.add_error("publish_at", "Enter the day and the time at which it is to be published.")
        if self.decision == SCHEDULE and publish_at and publish_at <= self.now:
            self.add_error("publish_at", "Enter a time that is still to come, or publish it now.")
        if self.decision == PUBLISH and publish_at:
            self.add_error(
                "publish_at", "You gave a time. Press “Approve for that time”, or empty the box and publish it now."
            )
        if self.decision in {PUBLISH, SCHEDULE} and expires_at and expires_at <= (publish_at or self.now):
            self.add_error("expires_at", "Enter a time after that of publishing.")
        if self.decision == SEND_BACK and "reason" not in self.errors and not self.words():
            self.add_error("reason", "Say what has to be changed, here or beside a change.")

    def typed(self, prefix: str = BOX) -> Mapping[str, str]:
        """What stands in the boxes beside the changes, or in the page, by field."""
        if not isinstance(self.data, QueryDict):
            return {}
        boxes = {key.removeprefix(prefix): str(self.data[key]) for key in self.data if key.startswith(prefix)}
        return {field: text for field, text in boxes.items() if text.strip()}

    def _said(self, name: str) -> str:
        return str(self.data.get(name, ""))[:LONGEST]

    def comments(self) -> list[tuple[str, str]]:
        """Of each the field and the text; those of no field that there is are of the whole article."""
        field = self._said("other_field")
        other = (field if field in self.parts else "", self._said("other_text"))
        beside = [*self.typed(IN_PAGE).items(), *self.typed().items()]
        said = [*((field, text[:LONGEST]) for field, text in beside), other]
        return [(field, text) for field, text in said if without_unseen(text).strip()]

    def words(self) -> list[tuple[str, str]]:
        """All that a reviewer wrote, whichever button they press."""
        reason = ("", self._said("reason"))
        return [*([reason] if without_unseen(reason[1]).strip() else []), *self.comments()]


class UrgentForm(NHSForm):
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = TextareaField(
        "Why can this not wait for a review?",
        rows=3,
        max_length=REASON,
        hint="Reviewers read this, and so does everybody who looks at the article’s history.",
        missing="Say why this cannot wait for a review.",
    )

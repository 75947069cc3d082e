"""What an administrator says of what is to go, for good."""

from typing import Any, cast

from django import forms

from kb.accounts.models import User
from kb.catalogue.actions import (
    NotErasable,
    checked_reason,
    erase_image,
    erase_words,
    image_named,
    passage_of,
)
from kb.catalogue.models import Erasure, Image
from kb.catalogue.models.erasure import LONGEST_REASON
from kb.lib.forms import NHSForm, TextareaField, TextField
from kb.lib.redaction import ErasedImage, Needle, Passage

EITHER = "Enter the words to erase, or the address of an image."
ONE = "Erase words or an image: empty one of the two boxes."


class ErasureForm(NHSForm):
    """Words, or an image; with them why. `needle` is what is looked for, once the form is valid."""

    marks_optional = False

    words = TextareaField(
        "Words to erase",
        rows=3,
        required=False,
        spellcheck=False,
        hint="Copy them from where you see them. Whole words; capitals and spaces make no difference.",
    )
    image = TextField(
        "Or the address of an image",
        required=False,
        spellcheck=False,
        autocomplete="off",
        hint="It begins with /images/. On the page, open the image in a new tab and copy its address.",
    )
    reason = TextField(
        "Why",
        autocomplete="off",
        max_length=LONGEST_REASON,
        hint="It is kept, so do not repeat the words. For example: a patient was named.",
        missing="Say why, without the words.",
    )

    needle: Needle
    row: Image | None = None

    def clean(self) -> None:
        words, image = (self.cleaned_data.get(name, "") for name in ("words", "image"))
        if bool(words) == bool(image):
            self.add_error("words", ONE if words else EITHER)
            return
        try:
            if image:
                self.row = image_named(image)
            self.needle = ErasedImage(self.row.name) if self.row else passage_of(words)
            if "reason" in self.cleaned_data:
                checked_reason(self.cleaned_data["reason"], self.needle)
        except NotErasable as refused:
            self.refuse(refused)

    def refuse(self, refused: NotErasable) -> None:
        self.add_error(refused.field, forms.ValidationError(str(refused)))

    @property
    def words_to_go(self) -> str:
        return self.needle.words if isinstance(self.needle, Passage) else ""

    def erase(self, by: User) -> Erasure:
        """Raises NotErasable."""
        reason = cast(str, self.cleaned_data["reason"])
        if self.row:
            return erase_image(image=self.row, reason=reason, by=by)
        return erase_words(words=self.words_to_go, reason=reason, by=by)

    def hidden(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in ("words", "image", "reason")}

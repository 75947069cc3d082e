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
    passages_of,
)
from kb.catalogue.models import Erasure, Image
from kb.catalogue.models.erasure import LONGEST_REASON
from kb.lib.forms import CheckboxField, NHSForm, TextareaField, TextField
from kb.lib.redaction import ErasedImage, Needle, Passages

EITHER = "Enter the words to erase, or the address of an image."
FIRST = "Enter the first of the words here."
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
    further = TextareaField(
        "And these words, where they stand in several boxes",
        rows=2,
        required=False,
        spellcheck=False,
        hint="One on each line, such as a last name that has a box of its own. Each goes wherever it stands.",
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
        hint="Past versions of an article show it to everybody, so do not repeat the words. "
        "For example: a patient was named.",
        missing="Say why, without the words.",
    )

    needle: Needle
    row: Image | None = None

    def clean(self) -> None:
        words, further, image = (self.cleaned_data.get(name, "") for name in ("words", "further", "image"))
        if further and not words:
            self.add_error("words", FIRST)
            return
        if bool(words) == bool(image):
            self.add_error("words", ONE if words else EITHER)
            return
        try:
            if image:
                self.row = image_named(image)
            self.needle = ErasedImage(self.row.name) if self.row else passages_of(words, further)
            if "reason" in self.cleaned_data:
                checked_reason(self.cleaned_data["reason"], self.needle)
        except NotErasable as refused:
            self.refuse(refused)

    def refuse(self, refused: NotErasable) -> None:
        self.add_error(refused.field, forms.ValidationError(str(refused)))

    @property
    def passages(self) -> tuple[str, ...]:
        """The words to go; none where it is an image."""
        return tuple(one.words for one in self.needle.each) if isinstance(self.needle, Passages) else ()

    def erase(self, by: User, *, is_many_meant: bool) -> Erasure:
        """Raises NotErasable."""
        data = self.cleaned_data
        reason = cast(str, data["reason"])
        if self.row:
            return erase_image(image=self.row, reason=reason, by=by)
        words, further = data["words"], data["further"]
        return erase_words(words=words, further=further, reason=reason, by=by, is_many_meant=is_many_meant)

    def hidden(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in self.base_fields}


class ManyForm(NHSForm):
    """Asked where the words stand in so many places that they may be a common word."""

    marks_optional = False

    many = CheckboxField("I have read where they stand, and mean every one of these places")

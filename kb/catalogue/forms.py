"""What forms of staff share: a box that names an article, and words in which no patient may stand."""

from collections.abc import Callable
from typing import Any

from django import forms

from kb.catalogue.models import Article
from kb.lib.forms import CheckboxField, NHSForm, TextField
from kb.privacy import patient_data


class ArticleField(TextField):
    """By its number as people say it. Its value is the live article with its parts, or nothing."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        text = str(super().clean(value) or "").strip()
        found = Article.objects.live().called(text) if text else None
        if text and found is None:
            raise forms.ValidationError(f"There is no live article {text}. Enter its number, like KB0018.")
        return found


class WarnedForm(NHSForm):
    """Staff may have to name what a person wrote: what may be a patient's stops their `text` once, and goes on where
    they say that they looked at it. `is_code` is what the guard must know of codes."""

    is_code: Callable[[str], bool]
    is_doubtful = False

    sure = CheckboxField("I have looked at it: it holds no patient details and no passcode", required=False)

    def clean(self) -> None:
        text = self.cleaned_data.get("text", "")
        found = patient_data.find(text, is_code=self.is_code)
        self.is_doubtful = bool(found)
        if found and not self.cleaned_data.get("sure"):
            words = "; ".join(f"“{text[one.start : one.end]}” may be {one.kind}" for one in found)
            self.add_error("text", f"{words}. Take it out, or tick the box below and send it again.")

"""A box in which somebody names an article."""

from typing import Any

from django import forms

from kb.catalogue.models import Article
from kb.lib.forms import TextField


class ArticleField(TextField):
    """By its number as people say it. Its value is the live article with its parts, or nothing."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        text = str(super().clean(value) or "").strip()
        found = Article.objects.live().called(text) if text else None
        if text and found is None:
            raise forms.ValidationError(f"There is no live article {text}. Enter its number, like KB0018.")
        return found

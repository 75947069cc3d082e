"""The frame of all pages of the vocabulary: the same menu on each."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kb.accounts.roles import May, may
from kb.lib.forms import NHSForm
from kb.lib.http import said
from kb.lib.panels import SummaryRow


@dataclass(frozen=True)
class MenuItem:
    text: str
    address: str
    is_here: bool


_MENU = (
    ("vocabulary", "To do"),
    ("codes", "Error codes"),
    ("snippets", "Snippets"),
    ("services", "Applications"),
    ("topics", "Topics"),
    ("companies", "Companies"),
    ("common-problems", "Common problems"),
    ("synonyms", "Synonyms"),
    ("answers", "Chosen answers"),
    ("words", "Words and letters"),
    ("start", "Start’s questions"),
)


def frame(request: HttpRequest, here: str) -> dict[str, object]:
    """For the templates that stand in it. `here` is the name of the page, or of the list that it belongs to."""
    menu = [MenuItem(text, reverse(f"editing:{name}"), name == here) for name, text in _MENU]
    return {"menu": menu, "may_change": may(request.user, May.KEEP_VOCABULARY), "said": said(request)}


def facts_of(form: NHSForm) -> tuple[SummaryRow, ...]:
    """What its boxes hold, for those who may not change it."""
    found = []
    for box in form.visible_fields():
        value = box.value()
        choices: dict[object, object] = dict(getattr(box.field, "choices", ()))
        text = "Yes" if value is True else str(choices.get(value, value) or "")
        if value and text:
            found.append(SummaryRow(str(box.label), text))
    return tuple(found)

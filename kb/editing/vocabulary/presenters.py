"""The frame of all pages of the vocabulary: the same menu on each."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kb.accounts.roles import May, may
from kb.lib.http import said


@dataclass(frozen=True)
class MenuItem:
    text: str
    address: str
    is_here: bool


_MENU = (
    ("codes", "Error codes"),
    ("answers", "Chosen answers"),
)


def frame(request: HttpRequest, here: str) -> dict[str, object]:
    """For the templates that stand in it. `here` is the name of the page, or of the list that it belongs to."""
    menu = [MenuItem(text, reverse(f"editing:{name}"), name == here) for name, text in _MENU]
    return {"menu": menu, "may_change": may(request.user, May.KEEP_VOCABULARY), "said": said(request)}

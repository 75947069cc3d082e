"""What the editor's page sends, and what the pages that come back say."""

import html
import re

from django.urls import reverse

from kb.editing.drafts import actions as drafting
from kb.editing.editor.form_data import data_from

EXTRA = {"then": "save"}


def text_of(draft):
    return drafting.latest(draft).document


def form_of(draft, **changed):
    """What the page of the draft would send."""
    data = data_from(text_of(draft))
    return {**{name: value for name, value in data.items() if value}, "base_revision": draft.number, **changed}


def address(draft, name="edit"):
    return reverse(f"editing:{name}", args=[draft.pk])


def words(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))

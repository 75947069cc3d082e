"""Whose sign-in ran out while they wrote is not led away from what they wrote, whichever page it was."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.editing.conftest import handed_in
from tests.make import make_article, make_draft
from tests.media.pictures import upload

WORDS = "All my <words>"


def said(response):
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


@pytest.fixture
def draft(editor):
    return handed_in(by=editor, article=make_article(), title="Card not recognised")


@pytest.mark.parametrize(
    ("route", "box"),
    [
        ("edit", "title"),
        ("review", "comment.title"),
        ("urgent", "reason"),
        ("take-down", "why"),
    ],
)
def test_expired_sign_in_keeps_what_was_typed_in_the_page(draft, route, box):
    key = draft.article.label if route == "take-down" else draft.pk
    address = reverse(f"editing:{route}", args=[key])

    page = said(Client().post(address, {box: WORDS, "decision": "send-back"}))

    assert "You are signed out, and your text is still here" in page
    assert f'<form method="post" action="{address}"' in page
    assert f'<textarea name="{box}" hidden>\nAll my &lt;words&gt;</textarea>' in page
    assert '<textarea name="decision" hidden>\nsend-back</textarea>' in page


def test_chosen_file_is_said_to_be_lost(editor):
    address = reverse("editing:edit", args=[make_draft(by=editor).pk])

    page = said(Client().post(address, {"image.file": upload(), "press": "image"}))

    assert "The file shot.png did not come along." in page


def test_token_from_before_signing_in_again_keeps_the_text_too(editor, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    page = said(client.post(reverse("editing:edit", args=[draft.pk]), {"title": WORDS}))

    assert "You are signed in again, and your text is still here" in page
    assert "All my &lt;words&gt;" in page

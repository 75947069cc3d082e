"""Whoever signs in or writes while the database is away is told so, and keeps what they typed."""

import pytest
from django.test import Client
from django.urls import reverse

from kb.editing.models import Revision
from kb.lib.database.breaker import State, breaker
from kb.reports.models import Report
from tests.browse.page import Page
from tests.make import make_draft
from tests.media.pictures import upload
from tests.reports.person import FORM, TYPED, fields

pytestmark = [pytest.mark.django_db, pytest.mark.either]
WORDS = "All my <words>, which are long enough to be worth copying."


@pytest.fixture
def away(monkeypatch):
    """Every statement fails at once, as in a process that knows; `away(False)`: it answers again."""

    def go(is_away: bool = True) -> None:
        monkeypatch.setattr(breaker, "state", State.AWAY if is_away else State.ANSWERS)

    yield go
    monkeypatch.undo()


@pytest.fixture
def client():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def boxes(answer):
    """What the page would send when its button is pressed."""
    return {
        element.attributes["name"]: element.attributes.get("value") or element.text.removeprefix("\n")
        for element in Page.of(answer).elements
        if "form" in element.inside and element.attributes.get("name") and element.tag in {"input", "textarea"}
    }


def test_sign_in_says_that_it_is_not_the_password_and_keeps_the_name(client, away, editor):
    token = boxes(client.get("/sign-in/"))["csrfmiddlewaretoken"]
    away()
    sent = {"csrfmiddlewaretoken": token, "username": "editor", "password": "violet ferry 27", "next": "/edit/"}

    answer = client.post("/sign-in/", sent)

    assert answer.status_code == 503
    assert "Nothing is wrong with your password." in answer.text
    assert (boxes(answer)["username"], boxes(answer)["next"]) == ("editor", "/edit/")
    assert "violet ferry" not in answer.text


def test_page_to_sign_in_is_there(client, away):
    away()

    assert client.get("/sign-in/").status_code == 200


def test_what_an_editor_saves_is_kept_in_the_page_and_can_be_sent_from_there(client, away, editor):
    client.force_login(editor)
    address = reverse("editing:edit", args=[make_draft(by=editor).pk])
    typed = boxes(client.get(address)) | {"title": WORDS}
    away()

    answer = client.post(address, typed)

    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert "The site cannot store anything at the moment." in answer.text
    assert "All my &lt;words&gt;, which are long enough to be worth copying.</p>" in answer.text
    away(False)
    assert client.post(address, boxes(answer)).status_code == 303
    assert Revision.objects.latest("pk").document.title == WORDS


def test_file_that_an_editor_sent_is_said_to_be_lost(client, away, editor):
    client.force_login(editor)
    address = reverse("editing:edit", args=[make_draft(by=editor).pk])
    token = boxes(client.get(address))["csrfmiddlewaretoken"]
    away()

    answer = client.post(address, {"csrfmiddlewaretoken": token, "image.file": upload(), "press": "image"})

    assert "The file shot.png did not come along." in answer.text


def test_password_is_not_repeated_in_any_page(client, away, editor):
    client.force_login(editor)
    token = boxes(client.get("/account/password/"))["csrfmiddlewaretoken"]
    away()
    sent = {"current_password": "violet ferry 27", "new_password": "amber ferry 28"}

    answer = client.post("/account/password/", {"csrfmiddlewaretoken": token, **sent})

    assert answer.status_code == 503
    assert "ferry" not in answer.text


def test_form_of_another_site_gets_no_page_that_would_send_it(client, away, editor):
    client.force_login(editor)
    away()

    answer = client.post(reverse("editing:new"), {"title": WORDS, "csrfmiddlewaretoken": "x" * 64})

    assert answer.status_code == 503
    assert "csrfmiddlewaretoken" not in answer.text


@pytest.mark.parametrize("is_staff", [False, True])
def test_report_that_cannot_be_stored_keeps_its_text_and_says_whom_to_phone(is_staff, client, settings, desk, away):
    """Also for whoever is signed in: who they are is not asked of a database that is away."""
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}
    if is_staff:
        client.force_login(desk)
    typed = fields(client.get(FORM)) | TYPED
    away()

    answer = client.post(FORM, typed)

    assert answer.status_code == 503
    assert "Your report was not stored and not sent." in answer.text
    assert 'href="tel:01632960001"' in answer.text
    assert "The card is not read.\nIt worked yesterday." in answer.text
    kept = fields(answer)
    assert (kept["organisation"], kept["phone"]) == (TYPED["organisation"], TYPED["phone"])
    away(False)
    assert not Report.objects.exists()


def test_form_that_cannot_be_opened_says_whom_to_phone(client, settings, away):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}
    away()

    answer = client.get(FORM)

    assert answer.status_code == 503
    assert 'href="tel:01632960001"' in answer.text

"""Whose sign-in ended while they wrote keeps what they typed, on every page that needs an ability."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from tests.accounts.test_all_roles import NEEDING

pytestmark = [pytest.mark.django_db, pytest.mark.either]

TYPED = "Slow since nine, says ward 4 <b>"
SHOWN = "Slow since nine, says ward 4 &lt;b&gt;"
# A script is told in JSON, and keeps the text on the page that it stands on.
FOR_SCRIPTS = {401}


def test_every_form_comes_back_with_its_text_after_a_sign_out():
    client = Client()
    answers = {address: client.post(address, {"text": TYPED}) for address in NEEDING}

    kept = {address: answer for address, answer in answers.items() if answer.status_code not in FOR_SCRIPTS}
    assert len(kept) > 90
    assert {address: answer.status_code for address, answer in kept.items() if answer.status_code != 403} == {}
    assert {address for address, answer in kept.items() if SHOWN not in answer.content.decode()} == set()
    assert {address for address, answer in answers.items() if "no-store" not in answer["Cache-Control"]} == set()


def test_a_form_from_before_a_new_sign_in_comes_back_too():
    client = Client(enforce_csrf_checks=True)
    client.force_login(add_person(username="one", name="One", role=Role.HELP_DESK, password="violet ferry 27 anchors"))

    answer = client.post("/edit/notices/new/template/1/", {"text": TYPED})

    assert answer.status_code == 403
    assert "You are signed in again, and your text is still here" in answer.content.decode()
    assert 'href="/edit/"' not in answer.content.decode().partition("<main")[0]  # where the help desk finds nothing
    assert SHOWN in answer.content.decode()


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example.org"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_site_sent_gets_no_button(headers):
    """Else a page of theirs could put its own words before somebody, one press from being saved."""
    answer = Client(enforce_csrf_checks=True).post("/edit/notices/new/live/", {"title": TYPED}, headers=headers)

    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()
    assert SHOWN not in answer.content.decode()


def test_a_button_without_text_is_not_said_to_hold_text():
    answer = Client().post("/edit/contacts/of-this-site/it/still-right/")

    assert "You are signed out</h1>" in answer.content.decode()
    assert "your text" not in answer.content.decode()


def test_a_chosen_table_is_named_since_no_page_can_keep_it():
    table = SimpleUploadedFile("practices.csv", b"kind\n", content_type="text/csv")

    answer = Client().post("/edit/contacts/file/", {"table": table})

    assert "The file practices.csv did not come along." in answer.content.decode()

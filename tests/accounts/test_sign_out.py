"""Signing out: by a button, never by a link."""

import pytest
from django.test import Client

from kb.accounts.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.either]

PAGE = "/sign-out/"


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_following_a_link_shows_a_button_and_signs_nobody_out(client, writer):
    client.force_login(writer)

    page = client.get(PAGE).content.decode()

    assert "Sign out</button>" in " ".join(page.split()).replace(" </button>", "</button>")
    assert is_signed_in(client)


def test_button_signs_out_and_is_written_down(client, writer):
    client.force_login(writer)
    key = client.session.session_key

    answer = client.post(PAGE)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert not is_signed_in(client)
    assert not client.session.exists(key)
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.actor, entry.verb, entry.subject) == (writer, "signed out", "person first.editor")


def test_afterwards_the_page_says_so(client, writer):
    client.force_login(writer)

    page = client.post(PAGE, follow=True).content.decode()

    assert "You are signed out" in page
    assert 'href="/sign-in/"' in page


def test_somebody_not_signed_in_can_press_it_too(client):
    assert client.post(PAGE).status_code == 302
    assert not AuditEntry.objects.exists()


def test_page_is_kept_by_no_cache(client, writer):
    client.force_login(writer)

    assert client.get(PAGE)["Cache-Control"] == "private, no-store"
    assert client.post(PAGE)["Cache-Control"] == "private, no-store"


def test_form_from_another_site_is_refused(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    assert client.post(PAGE).status_code == 403
    assert is_signed_in(client)


def test_the_browser_forgets_the_pages_it_was_shown(client, writer):
    client.force_login(writer)

    assert client.post(PAGE)["Clear-Site-Data"] == '"cache"'
    # Also for a sign-in that ran out by itself: the button is pressed before somebody else sits down.
    assert client.post(PAGE)["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(PAGE)

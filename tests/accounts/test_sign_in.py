"""Signing in: who gets in, what the others are told, and what is written down."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from kb.accounts import audit
from kb.accounts.models import AuditEntry, User
from tests.accounts.visits import PAGE, is_signed_in, send

pytestmark = pytest.mark.django_db

REFUSED = "The username or password is not right."


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was really hashed, which is what takes the time."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("username", ["first.editor", "First.EDITOR", "  first.editor "])
def test_right_password_signs_in_whatever_the_case_of_the_username(client, writer, password, username):
    answer = send(client, username, password)

    assert (answer.status_code, answer["Location"]) == (302, "/staff/")
    assert is_signed_in(client)
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.actor, entry.verb, entry.subject) == (writer, "signed in", "person first.editor")


def test_password_is_taken_as_typed_with_its_spaces(client, writer, password):
    send(client, password=f" {password} ")

    assert not is_signed_in(client)


def test_answer_does_not_tell_which_was_wrong(client, writer, clerk, password):
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])

    pages = [
        send(client, "first.editor").content.decode().replace("first.editor", "…"),
        send(client, "nobody.here").content.decode().replace("nobody.here", "…"),
        send(client, "clerk", password).content.decode().replace("clerk", "…"),
    ]

    assert REFUSED in pages[0]
    assert not is_signed_in(client)
    assert len({without_token(page) for page in pages}) == 1


def without_token(page: str) -> str:
    made_for_each = ('name="csrfmiddlewaretoken"', 'name="opened"')
    return "\n".join(line for line in page.splitlines() if not any(name in line for name in made_for_each))


@pytest.mark.parametrize("visitor", ["known", "unknown", "inactive", "without a password", "signing in"])
def test_each_try_costs_one_hash_so_that_time_tells_nothing(client, settings, writer, password, visitor):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    if visitor == "inactive":
        User.objects.update(is_active=False)
    if visitor == "without a password":
        writer.set_unusable_password()
        writer.save(update_fields=["password"])
    CountingHasher.hashed = 0

    send(client, "nobody" if visitor == "unknown" else "first.editor", password if visitor == "signing in" else "wrong")

    assert CountingHasher.hashed == 1


def test_username_is_kept_and_password_is_not(client, writer):
    page = send(client, "First.Editor", "hunter2 and more", next="/account/password/").content.decode()

    assert 'value="First.Editor"' in page
    assert 'value="/account/password/"' in page
    assert "hunter2" not in page


def test_what_is_missing_is_asked_for(client):
    page = send(client, "", "").content.decode()

    assert "Enter your username." in page
    assert "Enter your password." in page
    assert not AuditEntry.objects.exists()


def test_session_gets_a_new_key(client, writer, password):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    send(client, password=password)

    assert client.cookies["sessionid"].value != planted
    assert not client.session.exists(planted)


def test_nobody_is_signed_in_when_it_cannot_be_written_down(client, writer, password, monkeypatch):
    def fail(**entry) -> None:
        raise LookupError

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(LookupError):
        send(client, password=password)

    assert not is_signed_in(client)


def test_page_is_kept_by_no_cache(client, writer, password):
    answers = [client.get(PAGE), send(client), send(client, password=password)]

    assert [answer["Cache-Control"] for answer in answers] == ["private, no-store"] * 3


def test_form_works_with_password_managers_and_with_paste(client):
    page = client.get(PAGE).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocapitalize="none"' in page
    assert "onpaste" not in page


def test_page_tells_somebody_who_came_to_the_wrong_place(client):
    page = client.get(PAGE).content.decode()

    assert "You need no account" in page
    assert "you cannot sign in to NHS services here" in page


def test_title_begins_with_the_heading_and_with_error_when_there_is_one(client):
    assert "<title>Sign in - " in client.get(PAGE).content.decode()
    assert "<title>Error: Sign in - " in send(client, "", "").content.decode()


def test_form_from_another_site_is_refused(writer, password):
    client = Client(enforce_csrf_checks=True)

    assert send(client, password=password).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(PAGE).status_code == 405


def test_a_form_from_an_old_tab_says_what_to_do(db) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/sign-in/", {"username": "somebody", "password": "something"})

    assert answer.status_code == 403
    assert "This page was open for too long" in answer.text
    assert answer["Cache-Control"] == "private, no-store"

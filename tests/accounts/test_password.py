"""Changing one's own password."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from kb.accounts import actions, audit, rules
from kb.accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db

PAGE = "/account/password/"
NEW = "seventeen quiet lanterns"


@pytest.fixture
def own(client, writer) -> Client:
    client.force_login(writer)
    return client


def send(client: Client, current: str, new: str = NEW, again: str | None = None):
    again = new if again is None else again
    return client.post(PAGE, {"current_password": current, "new_password": new, "new_password_again": again})


def accepts(password: str) -> bool:
    return User.objects.get(username="first.editor").check_password(password)


def test_stranger_is_asked_to_sign_in(client, writer):
    assert client.get(PAGE)["Location"] == "/sign-in/?next=/account/password/"
    assert send(client, "anything").status_code == 302
    assert not accepts(NEW)


def test_new_password_holds_from_now_on(own, password):
    answer = own.post(PAGE, {"current_password": password, "new_password": NEW, "new_password_again": NEW}, follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "Your password is changed." in answer.content.decode()
    assert accepts(NEW)
    assert not accepts(password)


def test_change_is_written_down_without_any_password(own, writer, password):
    send(own, password)

    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.actor, entry.verb, entry.subject) == (writer, "changed the password", "person first.editor")
    assert entry.detail == {}


def test_this_session_stays_and_all_others_end(own, writer, password):
    elsewhere = Client()
    elsewhere.force_login(writer)
    before = own.session.session_key

    send(own, password)

    assert own.get("/account/").status_code == 200
    assert own.session.session_key != before
    assert elsewhere.get("/account/").status_code == 302


def test_wrong_current_password_changes_nothing(own, password):
    page = send(own, "not the password").content.decode()

    assert "Enter the password that you sign in with now." in page
    assert accepts(password)


def test_guessing_the_current_password_is_limited(own, password):
    for _ in range(actions.TRIES):
        send(own, "guess")

    answer = send(own, password)

    assert answer.status_code == 429
    assert "You have tried too many times. Wait" in answer.content.decode()
    assert accepts(password)


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        ("", "", "Enter a new password."),
        ("short", "short", "Enter a password of 12 characters or more."),
        ("q1w2e3r4t5y6", "q1w2e3r4t5y6", "Enter a password that is harder to guess"),
        ("738210947561", "738210947561", "Enter a password that has letters as well as numbers."),
        ("first.editor.1", "first.editor.1", "Enter a password that is not like your name, username or email address."),
        (NEW, "something else", "Enter the same new password in both boxes."),
    ],
)
def test_password_that_will_not_do_says_what_to_do(own, password, new, again, says):
    page = send(own, password, new, again).content.decode()

    assert says in page
    assert accepts(password)
    assert not any(text in page for text in (f'value="{text}"' for text in (password, new) if text))


def test_change_that_cannot_be_written_down_is_undone(own, password, monkeypatch):
    def fail(**entry) -> None:
        raise LookupError

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(LookupError):
        send(own, password)

    assert accepts(password)


def test_second_of_two_changes_at_once_is_refused(rf, own, writer, password):
    seen_by_the_second = User.objects.get(pk=writer.pk)
    send(own, password)

    with pytest.raises(actions.WrongPassword):
        actions.change_password(request=rf.post(PAGE), by=seen_by_the_second, current=password, new="another one still")

    assert accepts(NEW)


def test_fields_work_with_password_managers(own):
    page = own.get(PAGE).content.decode()

    assert page.count('autocomplete="current-password"') == 1
    assert page.count('autocomplete="new-password"') == 2
    assert 'value="first.editor" autocomplete="username"' in page
    assert own.get(PAGE)["Cache-Control"] == "private, no-store"


def test_rule_we_have_no_words_for_speaks_for_itself(settings, writer):
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.NeedsFerry"}]

    assert rules.password_problems("lanterns", person=writer) == ["Name a ferry."]


class NeedsFerry:
    def validate(self, password: str, user: User | None = None) -> None:
        raise ValidationError("Name a ferry.", code="no_ferry")

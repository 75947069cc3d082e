"""How often a password may be tried, and what is written down about it."""

from collections import Counter

import pytest
from django.test import Client, RequestFactory

from kb.accounts import actions
from kb.accounts.models import AuditEntry
from tests.accounts.visits import PAGE, is_signed_in, send

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def use_up_tries(client: Client, **extra) -> None:
    for _ in range(actions.TRIES):
        assert send(client, **extra).status_code == 200


def test_after_ten_failures_even_the_right_password_must_wait(client, writer, password):
    use_up_tries(client)

    answer = send(client, "FIRST.editor", password, next="/account/password/")

    page = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= actions.TRIES_WITHIN
    assert "You have tried too many times. Wait" in page
    assert 'value="FIRST.editor"' in page
    assert 'value="/account/password/"' in page
    assert password not in page
    assert not is_signed_in(client)


def test_unknown_account_is_shut_out_just_the_same(client):
    use_up_tries(client, username="nobody.here")

    assert send(client, "nobody.here").status_code == 429


def test_other_accounts_and_other_addresses_are_not_shut_out(client, writer, clerk, password):
    use_up_tries(client)

    assert send(client, "first.editor", password, REMOTE_ADDR="192.0.2.99").status_code == 302
    assert send(client, "clerk", password).status_code == 302


def test_success_clears_the_failures(client, writer, password):
    for _ in range(2):
        for _ in range(actions.TRIES - 1):
            send(client)
        assert send(client, password=password).status_code == 302


def test_limit_is_written_down_once_and_without_what_was_typed(client, writer):
    use_up_tries(client, username="FIRST.EDITOR", password="hunter2")
    use_up_tries(client, username="my password by mistake")
    before = len(verbs())

    for _ in range(3):
        send(client, "FIRST.EDITOR", "hunter2")
        send(client, "my password by mistake")

    entries = list(AuditEntry.objects.order_by("pk"))[before:]
    assert [(entry.actor_name, entry.verb, entry.subject, entry.detail) for entry in entries] == [
        ("the system", "refused sign-in after too many tries", "person first.editor", {}),
        ("the system", "refused sign-in after too many tries", "an unknown account", {}),
    ]


def test_many_tries_at_once_are_no_more_than_ten(at_once):
    def work() -> str:
        request = RequestFactory().post(PAGE)
        try:
            actions.sign_in(request=request, username="nobody.here", password="guess")
        except (actions.SignInRefused, actions.TooManyTries) as refused:
            return type(refused).__name__
        return "signed in"

    answers = at_once(work, times=32, workers=8)

    assert Counter(answers) == {"SignInRefused": 10, "TooManyTries": 22}
    assert at_once(AuditEntry.objects.count, times=1, workers=1) == [1]


def test_failure_below_the_limit_is_not_written_down(client, writer):
    send(client)

    assert verbs() == ["added a person"]

"""What many failed tries do: they slow down, they are noticed and told, and they lock nobody out for long."""

from datetime import timedelta

import pytest
from django.test import Client

from kb.accounts import actions
from kb.accounts.models import AuditEntry, Throttle, User
from kb.accounts.roles import Role
from kb.accounts.sign_in import noticing, passes, rules, tries
from kb.outbox.models import Delivery
from tests.accounts.visits import send

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.9"}


@pytest.fixture
def has_waited(monkeypatch):
    """Everybody has, from now on."""

    def now() -> None:
        monkeypatch.setattr(passes, "has_waited", lambda *_: True)

    return now


def fail(number: int, **extra) -> list[int]:
    return [send(Client(), f"nobody.{one}", **extra).status_code for one in range(number)]


# --- From one address, and over all --------------------------------------------------------------------------------


def test_an_address_of_so_many_failed_tries_is_slowed_down_and_no_other(settings, writer, clerk, password, has_waited):
    settings.SIGN_IN_FAILED_BY_ADDRESS = 20

    assert fail(22) == [200] * 20 + [503] * 2
    assert send(Client(), "first.editor", password).status_code == 503
    assert send(Client(), "first.editor", password, **ELSEWHERE).status_code == 302
    has_waited()
    assert send(Client(), "clerk", password).status_code == 302


def test_of_those_who_wait_so_many_a_minute_are_looked_at(settings, has_waited, monkeypatch):
    monkeypatch.setattr(rules, "SLOWLY_BY_ADDRESS", 3)
    settings.SIGN_IN_FAILED_BY_ADDRESS = 20
    fail(20)
    has_waited()

    answers = fail(10)

    # Six where the minute turns while this runs.
    assert answers.count(200) in range(3, 7)
    assert set(answers) == {200, 503}


def test_so_many_failed_tries_over_all_slow_everybody_down_but_known_browsers(
    settings, writer, clerk, password, has_waited
):
    known = Client()
    send(known, password=password)
    settings.SIGN_IN_FAILED_OVER_ALL = 20
    for number in range(20):
        fail(1, REMOTE_ADDR=f"198.51.100.{number}")

    assert send(Client(), "clerk", password, **ELSEWHERE).status_code == 503
    assert send(known, password=password).status_code == 302
    has_waited()
    assert send(Client(), "clerk", password, **ELSEWHERE).status_code == 302


def test_those_who_get_in_count_for_nothing(settings, writer, password):
    settings.SIGN_IN_FAILED_BY_ADDRESS = 20

    assert [send(Client(), password=password).status_code for _ in range(30)] == [302] * 30


def test_getting_in_takes_away_what_stood_against_the_account_and_not_against_the_address(writer, password):
    send(Client())
    send(Client(), password=password)

    history = tries.history_of(tries.SignInTry("first.editor", "127.0.0.1", "", has_waited=False))
    assert (history.failed_on_account, history.failed_from_address, history.failed_over_all) == (0, 1, 1)


def test_what_is_known_before_a_password_is_looked_at_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        tries.history_of(tries.SignInTry("nobody", "127.0.0.1", "", has_waited=False))


# --- One password on many accounts ---------------------------------------------------------------------------------

SPRAY = "Winter2026!"
MANY = rules.ACCOUNTS_OF_ONE_PASSWORD


def spray(number: int, password: str = SPRAY, *, first: int = 0) -> None:
    for one in range(first, first + number):
        send(Client(), f"nobody.{one}", password, REMOTE_ADDR=f"198.51.100.{one}")


def noticed() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=noticing.SPRAYED))


@pytest.fixture
def told(administrator, clerk) -> list[User]:
    """Two administrators who can be told and one who left; a reader is not told."""
    User.objects.update(email="a@example.org")
    other = {"name": "Another", "role": Role.ADMINISTRATOR, "password": "x" * 20}
    second = actions.add_person(username="second", email="b@example.org", **other)
    left = actions.add_person(username="left", email="left@example.org", **other)
    User.objects.filter(pk=left.pk).update(is_active=False)
    User.objects.filter(pk=clerk.pk).update(email="clerk@example.org")
    return [administrator, second]


def test_one_password_on_many_accounts_is_written_down_and_told(told, caplog):
    spray(MANY - 1)
    assert not noticed()
    spray(1, first=MANY - 1)

    (entry,) = noticed()
    assert (entry.actor, entry.subject, entry.detail) == (None, "signing in", {"accounts": MANY, "within": "an hour"})
    mails = list(Delivery.objects.order_by("pk"))
    assert [mail.to for mail in mails] == ["a@example.org", "b@example.org"]
    text = mails[0].content["text"]
    assert f"one password was tried on {MANY} accounts" in text
    assert "http://127.0.0.1:8000/edit/audit/" in text
    assert SPRAY not in str([mails[0].content, entry.detail, caplog.text])
    assert "nobody." not in str([mails[0].content, entry.detail, caplog.text])
    assert "guessing" in caplog.text


def test_while_it_goes_on_they_are_told_once_an_hour(told):
    spray(MANY + 20)
    spray(MANY, "Another-2026!")

    assert (len(noticed()), Delivery.objects.count()) == (1, 2)


@pytest.mark.parametrize(("minutes", "expected"), [(59, 1), (61, 2)])
def test_an_hour_is_counted_from_the_last_time_and_not_by_the_clock(told, minutes, expected, monkeypatch):
    spray(MANY)
    # As if it had been noticed so long ago: an entry is never changed, so the present is moved.
    later = noticing.timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(noticing.timezone, "now", lambda: later)
    spray(MANY, first=100)

    assert len(noticed()) == expected


def test_many_passwords_on_one_account_and_one_person_again_and_again_are_no_spraying(told):
    for number in range(MANY):
        send(Client(), "nobody.0", f"guess {number}")
    for number in range(MANY * 2):
        send(Client(), "nobody.1", SPRAY, REMOTE_ADDR=f"198.51.100.{number}")

    assert not noticed()


def test_nobody_to_be_told_is_no_reason_not_to_write_it_down(db):
    spray(MANY)

    assert len(noticed()) == 1
    assert not Delivery.objects.exists()


def test_table_of_counters_holds_nothing_that_was_typed(db):
    spray(3)

    held = str(list(Throttle.objects.values()))
    assert SPRAY not in held
    assert "nobody" not in held
    assert "198.51" not in held

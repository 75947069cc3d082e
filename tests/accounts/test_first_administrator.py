"""`manage.py first_administrator`: one command from a fresh install to somebody who invites all others."""

import io

import pytest
from django.core.management import CommandError, call_command

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry, User
from kb.accounts.people import actions
from kb.accounts.roles import Role
from kb.operate.management.commands import first_administrator

pytestmark = pytest.mark.django_db

PASSWORD = "violet ferry 27 anchors"
BEFORE = "FIRST_ADMINISTRATOR_"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def without_terminal(monkeypatch, capsys):
    def run(**variables: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        for name, value in variables.items():
            monkeypatch.setenv(f"{BEFORE}{name}", value)
        call_command("first_administrator")
        return capsys.readouterr().out

    return run


@pytest.fixture
def at_terminal(monkeypatch, capsys):
    """Types these lines, and these passwords; answers what was said."""

    def run(lines: list[str], passwords: list[str]) -> str:
        typed, secret = iter(lines), iter(passwords)
        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", lambda _: next(typed))
        monkeypatch.setattr(first_administrator, "getpass", lambda _: next(secret))
        call_command("first_administrator")
        said = capsys.readouterr()
        return said.out + said.err

    return run


def test_variables_are_enough(without_terminal):
    said = without_terminal(NAME="Ada Example", EMAIL="ada@example.org", PASSWORD=PASSWORD)

    person = User.objects.get()
    assert (person.name, person.username, person.email) == ("Ada Example", "ada.example", "ada@example.org")
    assert person.role == Role.ADMINISTRATOR
    assert person.check_password(PASSWORD)
    assert "with the username ada.example" in said
    assert PASSWORD not in said
    assert AuditEntry.objects.get().actor is None


def test_password_may_stand_in_a_file(without_terminal, tmp_path):
    (tmp_path / "password").write_text(f"{PASSWORD}\n")

    without_terminal(NAME="Ada", USERNAME="boss", PASSWORD_FILE=str(tmp_path / "password"))

    assert User.objects.get(username="boss").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, "Set FIRST_ADMINISTRATOR_NAME"),
        ({"NAME": "Ada"}, "FIRST_ADMINISTRATOR_PASSWORD_FILE"),
        ({"NAME": "Ada", "PASSWORD": "short"}, "12 characters or more"),
        ({"NAME": "Ada", "PASSWORD": "Password2026!"}, "harder to guess"),
        ({"NAME": "Ada Example", "PASSWORD": "ada.example.1"}, "not like your name"),
        ({"NAME": "Ada", "EMAIL": "ada@", "PASSWORD": PASSWORD}, "after the @ sign"),
        ({"NAME": "Ада", "PASSWORD": PASSWORD}, "username"),
    ],
)
def test_what_will_not_do_is_said_and_nobody_is_made(without_terminal, variables, says):
    with pytest.raises(CommandError, match=says):
        without_terminal(**variables)

    assert not User.objects.exists()


def test_where_there_is_one_nothing_is_done(without_terminal):
    """So that it can stand in front of every start."""
    without_terminal(NAME="Ada", PASSWORD=PASSWORD)

    assert first_administrator.THERE_IS_ONE in without_terminal(NAME="Ben", PASSWORD=PASSWORD)
    assert User.objects.count() == 1


def test_where_the_only_one_was_deactivated_long_ago_another_is_made(without_terminal):
    gone = add_person(username="gone", name="Gone", role=Role.EDITOR, password=PASSWORD)
    actions.deactivate(person=gone, by=None)

    without_terminal(NAME="Ada", PASSWORD=PASSWORD)

    assert User.objects.administrators().get().username == "ada"


def test_terminal_asks_until_the_answers_will_do(at_terminal):
    said = at_terminal(
        ["", "", "", "Ada Example", "", "ada@example.org"],
        ["Password2026!", PASSWORD, "another", PASSWORD, PASSWORD],
    )

    assert User.objects.get().username == "ada.example"
    for words in ("Enter the person's name.", "harder to guess", "The two passwords are not the same."):
        assert words in said

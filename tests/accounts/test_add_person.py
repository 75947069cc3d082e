"""`manage.py add_person`: the first person of a new installation comes in this way."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from kb.accounts import actions, audit
from kb.accounts.models import AuditEntry, User
from kb.accounts.people.rules import username_from
from kb.accounts.roles import Role
from kb.operate.management.commands import add_person

pytestmark = pytest.mark.django_db

PASSWORD = "violet ferry 27 anchors"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command with this on its standard input, and returns what it printed."""

    def run(*arguments: str, stdin: str = f"{PASSWORD}\n") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        call_command("add_person", *arguments, "--password-stdin")
        return capsys.readouterr().out

    return run


@pytest.fixture
def at_terminal(monkeypatch):
    """Runs the command at a terminal where these passwords are typed, and returns the questions asked."""

    def at_terminal(*typed: str) -> list[str]:
        asked = []
        answers = iter(typed)

        def answer(question: str) -> str:
            asked.append(question)
            return next(answers)

        monkeypatch.setattr(add_person, "getpass", answer)
        monkeypatch.setattr("sys.stdin", Terminal())
        call_command("add_person", "First Editor", "--role", "editor")
        return asked

    return at_terminal


def test_person_is_added_and_written_down(run):
    said = run("First Editor", "--role", "help-desk", "--username", "Writer", "--email", "writer@example.org")

    person = User.objects.get()
    assert (person.name, person.username, person.email) == ("First Editor", "Writer", "writer@example.org")
    assert (person.role, person.is_active) == (Role.HELP_DESK, True)
    assert person.check_password(PASSWORD)
    assert said == "Added First Editor as help desk, username Writer.\n"
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.verb, entry.subject) == ("the system", "added a person", "person Writer")
    assert entry.detail == {"role": "HELP_DESK"}


@pytest.mark.parametrize("stdin", [PASSWORD, f"{PASSWORD}\n", f"{PASSWORD}\r\n", f"{PASSWORD}\nsecond line\n"])
def test_password_is_the_first_line_of_standard_input(run, stdin):
    run("First Editor", "--role", "editor", stdin=stdin)

    assert User.objects.get().check_password(PASSWORD)


def test_terminal_asks_twice(at_terminal):
    assert at_terminal(PASSWORD, PASSWORD) == ["Password: ", "Password again: "]

    assert User.objects.get().check_password(PASSWORD)


def test_two_different_passwords_add_nobody(at_terminal):
    with pytest.raises(CommandError, match="not the same"):
        at_terminal(PASSWORD, "something else")

    assert not User.objects.exists()


def test_without_a_terminal_it_says_how_to_send_a_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))

    with pytest.raises(CommandError, match="Use --password-stdin"):
        call_command("add_person", "First Editor", "--role", "editor")


@pytest.mark.parametrize("role", ["editor", "EDITOR", "Editor"])
def test_role_is_known_in_any_case(run, role):
    run("First Editor", "--role", role)

    assert User.objects.get().role == Role.EDITOR


@pytest.mark.parametrize("role", ["help-desk", "help_desk", "HELP_DESK"])
def test_role_of_two_words_is_known_with_either_line(run, role):
    run("First Editor", "--role", role)

    assert User.objects.get().role == Role.HELP_DESK


def test_unknown_role_lists_the_roles(run):
    with pytest.raises(CommandError) as refused:
        run("First Editor", "--role", "chief")

    assert str(refused.value) == (
        "There is no role 'chief'. The roles are: reader, help-desk, editor, reviewer, administrator."
    )


def test_taken_username_is_refused_before_a_password_is_asked_for(writer, at_terminal):
    with pytest.raises(CommandError, match=r"The username 'first\.editor' is taken"):
        at_terminal()

    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["First Editor", "--username", "first editor"], PASSWORD, "letters, numbers and . _ @ + - only"),
        (["First Editor", "--email", "writer"], PASSWORD, "email address"),
        (["  ", "--username", "writer"], PASSWORD, "name"),
        (["李 明"], PASSWORD, "Give one with --username."),
        (["First Editor"], "short\n", "Enter a password of 12 characters or more."),
        (["First Editor"], "", "Enter a new password."),
    ],
)
def test_what_will_not_do_is_said_and_nobody_is_added(run, arguments, stdin, says):
    with pytest.raises(CommandError) as refused:
        run(*arguments, "--role", "editor", stdin=stdin)

    assert says in str(refused.value)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("name", "username"),
    [("First Editor", "first.editor"), ("Zoë  O'Brien-Ward", "zoe.obrienward"), ("Ada", "ada"), ("李 明", "")],
)
def test_username_is_made_from_the_name(name, username):
    assert username_from(name) == username


@given(name=st.text(max_size=60))
def test_username_made_from_any_name_is_empty_or_allowed(name):
    username = username_from(name)

    if username:
        User._meta.get_field("username").run_validators(username)


def test_nobody_is_added_when_it_cannot_be_written_down(run, monkeypatch):
    def fail(**entry) -> None:
        raise LookupError

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(LookupError):
        run("First Editor", "--role", "editor")

    assert not User.objects.exists()


def test_what_the_database_refuses_is_not_taken_for_a_taken_username(db):
    with pytest.raises(IntegrityError):
        actions.add_person(username="writer", name="First Editor", role="CHIEF", password=PASSWORD)


def test_username_taken_while_the_password_was_typed_is_said(run, monkeypatch):
    def taken(**person) -> None:
        raise actions.UsernameTaken("writer")

    monkeypatch.setattr(actions, "add_person", taken)

    with pytest.raises(CommandError, match=r"The username 'writer' is taken\. Choose another with --username"):
        run("Writer", "--role", "editor")


def test_same_person_added_twice_at_once_is_added_once(at_once):
    def work() -> str:
        try:
            actions.add_person(username="writer", name="First Editor", role=Role.EDITOR, password=PASSWORD)
        except actions.UsernameTaken:
            return "taken"
        return "added"

    answers = at_once(work, times=6, workers=6)

    assert sorted(answers) == ["added"] + ["taken"] * 5

"""Add a person who may sign in: `manage.py add_person "Their name" --role editor`."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.accounts import actions, rules
from kb.accounts.forms import PersonForm
from kb.accounts.models import User
from kb.accounts.people.rules import username_from
from kb.accounts.roles import Role
from kb.lib.database.waiting import once_free

ROLES = {role.lower().replace("_", "-"): role for role in Role}


def _role(text: str) -> Role:
    role = ROLES.get(text.strip().lower().replace("_", "-"))
    if role is None:
        raise CommandError(f"There is no role '{text}'. The roles are: {', '.join(ROLES)}.")
    return role


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandError("There is no terminal to ask for a password. Use --password-stdin and send it there.")
    password = getpass("Password: ")
    if password != getpass("Password again: "):
        raise CommandError("The two passwords are not the same. Nobody was added.")
    return password


class Command(BaseCommand):
    help = "Adds a person who may sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as others see it, in quotes when it has spaces")
        parser.add_argument("--role", required=True, help=", ".join(ROLES))
        parser.add_argument("--username", default="", help="made from the name when left out")
        parser.add_argument("--email", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        name, role = options["name"], _role(options["role"])
        username = options["username"] or username_from(name)
        if not username:
            raise CommandError("No username can be made from this name. Give one with --username.")
        form = PersonForm({"username": username, "name": name, "email": options["email"], "role": role})
        if not form.is_valid():
            raise CommandError("\n".join(str(text) for texts in form.errors.values() for text in texts))
        password = _password(from_stdin=options["password_stdin"])
        person = User(**form.cleaned_data)
        if problems := rules.password_problems(password, person=person):
            raise CommandError("\n".join(problems))
        try:
            person = once_free(
                lambda: actions.add_person(**form.cleaned_data, password=password), say=self.stdout.write
            )
        except actions.UsernameTaken as taken:
            raise CommandError(f"The username '{taken}' is taken. Choose another with --username.") from taken
        self.stdout.write(f"Added {person.name} as {person.get_role_display().lower()}, username {person.username}.")

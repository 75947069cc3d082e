"""The first administrator of a new site: `manage.py first_administrator`. All others are invited on the page People.

At a terminal it asks, and asks again where an answer will not do. Without one it reads FIRST_ADMINISTRATOR_NAME,
_USERNAME, _EMAIL and _PASSWORD, or files that the same names with _FILE behind them name.
"""

import sys
from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.accounts import actions, rules
from kb.accounts.forms import PersonForm
from kb.accounts.models import User
from kb.accounts.people.rules import username_from
from kb.accounts.roles import Role
from kb.lib import env
from kb.lib.database.waiting import once_free

THERE_IS_ONE = "There is an administrator already, who invites others at /people/. Nothing was done."


def _person(typed: dict[str, str]) -> dict[str, Any]:
    """Raises CommandError with all that is wrong."""
    form = PersonForm(typed | {"role": Role.ADMINISTRATOR})
    if not form.is_valid():
        raise CommandError("\n".join(str(text) for texts in form.errors.values() for text in texts))
    return form.cleaned_data


def _password(password: str, person: dict[str, Any]) -> str:
    if problems := rules.password_problems(password, person=User(**person)):
        raise CommandError("\n".join(problems))
    return password


def _given(part: str) -> str:
    return env.text(f"FIRST_ADMINISTRATOR_{part}", private=True)


def _from_variables() -> tuple[dict[str, Any], str]:
    name, password = _given("NAME"), _given("PASSWORD")
    if not name or not password:
        raise CommandError(
            "There is no terminal to ask at. Set FIRST_ADMINISTRATOR_NAME, and FIRST_ADMINISTRATOR_PASSWORD or "
            "FIRST_ADMINISTRATOR_PASSWORD_FILE. FIRST_ADMINISTRATOR_EMAIL and FIRST_ADMINISTRATOR_USERNAME may be set."
        )
    username = _given("USERNAME") or username_from(name)
    person = _person({"name": name, "username": username, "email": _given("EMAIL")})
    return person, _password(password, person)


class Command(BaseCommand):
    help = "Makes the first administrator of a new site; does nothing where there is one."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        if User.objects.administrators().exists():
            self.stdout.write(THERE_IS_ONE)
            return
        person, password = self._from_terminal() if sys.stdin.isatty() else _from_variables()
        added = once_free(lambda: actions.add_person(**person, password=password), say=self.stdout.write)
        self.stdout.write(f"{added.name} is the first administrator, with the username {added.username}. They sign in")
        self.stdout.write("at /sign-in/ and invite others at /people/.")

    def _again[T](self, ask: Callable[[], T]) -> T:
        while True:
            try:
                return ask()
            except CommandError as wrong:
                self.stderr.write(str(wrong))

    def _from_terminal(self) -> tuple[dict[str, Any], str]:
        self.stdout.write("The first administrator of this site:")
        person = self._again(self._ask_who)
        return person, self._again(lambda: self._ask_password(person))

    def _ask_who(self) -> dict[str, Any]:
        name = input("Name, as others see it: ")
        offered = username_from(name)
        username = input(f"Username [{offered}]: " if offered else "Username: ").strip() or offered
        return _person({"name": name, "username": username, "email": input("Email address (may be left out): ")})

    def _ask_password(self, person: dict[str, Any]) -> str:
        self.stdout.write(rules.password_advice())
        password = _password(getpass("Password: "), person)
        if password != getpass("Password again: "):
            raise CommandError("The two passwords are not the same. Type both again.")
        return password

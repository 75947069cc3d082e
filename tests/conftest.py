"""People with fixed characters, each with a client that is signed in, and the shipped content."""

from collections.abc import Callable

import pytest
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.browse import validity
from kb.browse.public import kept_pages
from tests.flushing import _rows_are_deleted  # noqa: F401 - a fixture
from tests.prepared import (  # noqa: F401 - fixtures and hooks
    FIXTURES,
    _shipped_once,
    django_db_setup,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_setup,
    shipped,
)

PASSWORD = "a long pass phrase for tests"


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    """Edition numbers begin anew with each test's database, so what is kept of an edition must go too."""
    kept_pages.forget()
    validity.forget()


@receiver(setting_changed)
def _as_if_started_anew(**_: object) -> None:
    """A process has the settings that it was started with; a test changes them under way."""
    kept_pages.forget()
    validity.forget()


def _person(role: Role) -> User:
    return add_person(username=role.lower(), name=f"The {role.label.lower()}", role=role, password=PASSWORD)


@pytest.fixture
def reader(db: None) -> User:
    return _person(Role.READER)


@pytest.fixture
def desk(db: None) -> User:
    return _person(Role.HELP_DESK)


@pytest.fixture
def editor(db: None) -> User:
    return _person(Role.EDITOR)


@pytest.fixture
def reviewer(db: None) -> User:
    return _person(Role.REVIEWER)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in

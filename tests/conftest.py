"""People with fixed characters, each with a client that is signed in, and the shipped content."""

from collections.abc import Callable

import hypothesis
import pytest
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.browse import validity
from kb.browse.public import kept_pages
from kb.catalogue import kept
from kb.catalogue.raises import raises
from kb.contacts import reading as contacts
from kb.contacts.place import reading as place
from kb.insight.searches import actions as searches
from kb.insight.seen import actions as views
from kb.insight.visits import keys
from tests.flushing import _rows_are_deleted  # noqa: F401 - a fixture
from tests.prepared import (  # noqa: F401 - fixtures and hooks
    FIXTURES,
    _shipped_once,
    databases,
    django_db_setup,
    lead_to_its_database,
    mark_what_asks_a_database,
    put_the_shipped_content_first,
    pytest_configure,
    shipped,
    undone_with_the_module,
)

PASSWORD = "a long pass phrase for tests"

# How long input takes to make or to try says how busy the machine is, not whether a rule holds.
hypothesis.settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    put_the_shipped_content_first(items)
    mark_what_asks_a_database(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, for a module's may read the content as well."""
    lead_to_its_database(item)
    # Edition numbers begin anew with each test's database, so what is kept of an edition must go too.
    kept_pages.forget()
    validity.forget()
    raises.forget()
    keys.forget()
    views.notebook.taken()
    searches.notebook.taken()
    views.notebook.waiting.later = searches.notebook.waiting.later = lambda _: None  # written when a test says so
    contacts.forget()
    place.forget()
    kept.forget()


@receiver(setting_changed)
def _as_if_started_anew(**_: object) -> None:
    """A process has the settings that it was started with; a test changes them under way."""
    kept_pages.forget()
    validity.forget()
    kept.forget()


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

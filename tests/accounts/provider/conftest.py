"""A provider that the settings name, and somebody who is linked to it."""

import pytest

from kb.accounts.actions import add_person
from kb.accounts.models import ProviderLink, User
from kb.accounts.provider import fetching, metadata
from kb.accounts.roles import Role
from tests.accounts.provider.provider import ISSUER, KNOWN, FakeProvider

PASSWORD = "violet ferry 27 anchors"


@pytest.fixture
def provider(settings, monkeypatch) -> FakeProvider:
    provider = FakeProvider()
    settings.OIDC = KNOWN
    monkeypatch.setattr(fetching, "fetch", provider.fetch)
    metadata.kept_metadata.forget()
    metadata.kept_keys.forget()
    return provider


@pytest.fixture
def noa(db) -> User:
    person = add_person(username="noa", name="Noa", role=Role.REVIEWER, password=PASSWORD, email="noa@example.org")
    ProviderLink.objects.create(person=person, issuer=ISSUER, subject="s-1")
    return person

"""A site with a service desk, and those who work there."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def _desk(settings):
    settings.SERVICE_DESK_NAME = "Harbour desk"
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    settings.REPORT_ROUTES = settings.REPORT_ROUTES_OUTSIDE = {}
    settings.SITE_URL = "https://kb.example.nhs.uk"


@pytest.fixture
def triage(settings) -> None:
    """A desk that works on reports here, with states."""
    settings.REPORT_TRIAGE = True


@pytest.fixture
def administrator(db: None) -> User:
    return add_person(username="admin", name="The administrator", role=Role.ADMINISTRATOR, password="violet ferry 27")


@pytest.fixture
def analyst(desk: User, signed_in) -> Client:
    """The help desk's client."""
    return signed_in(desk)

"""A site with a service desk, and addresses for the pages that mails lead to."""

from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.reports.addresses"


@pytest.fixture(autouse=True)
def _desk(settings):
    settings.SERVICE_DESK_NAME = "Harbour desk"
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    settings.REPORT_ROUTES = settings.REPORT_ROUTES_OUTSIDE = {}
    settings.SITE_URL = "https://kb.example.nhs.uk"

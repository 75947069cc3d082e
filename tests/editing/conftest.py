"""The editors' side of a site, with a day on which all of it happens."""

from datetime import UTC, datetime

import pytest

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.editing.actions import drafting, reviewing
from kb.editing.models import Draft, Revision
from tests.make import make_draft

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://kb.example.nhs.uk"
    settings.EDITING_OWN_APPROVAL = False
    settings.EDITING_URGENT = True


@pytest.fixture
def other_editor(db: None) -> User:
    return add_person(username="other", name="The other editor", role=Role.EDITOR, password="violet ferry 27")


@pytest.fixture
def other_reviewer(db: None) -> User:
    return add_person(username="second", name="The second reviewer", role=Role.REVIEWER, password="violet ferry 27")


def last(draft: Draft) -> Revision:
    return drafting.latest(draft)


def handed_in(*, by: User, why: str = "Said more plainly", **facts: object) -> Draft:
    return reviewing.submit(draft=make_draft(by=by, **facts), by=by, why=why)

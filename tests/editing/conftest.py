"""The editors' side of a site, with a day on which all of it happens."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.models import Article, Category
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, Revision
from kb.editing.review import submitting
from tests.make import make_draft

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://kb.example.nhs.uk"
    settings.EDITING_OWN_APPROVAL = False
    settings.EDITING_URGENT = True


@pytest.fixture
def administrator(db: None) -> User:
    return add_person(username="admin", name="The administrator", role=Role.ADMINISTRATOR, password="violet ferry 27")


@pytest.fixture
def other_editor(db: None) -> User:
    return add_person(username="other", name="The other editor", role=Role.EDITOR, password="violet ferry 27")


@pytest.fixture
def other_reviewer(db: None) -> User:
    return add_person(username="second", name="The second reviewer", role=Role.REVIEWER, password="violet ferry 27")


@pytest.fixture
def client_of_editor(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def draft(editor: User) -> Draft:
    return make_draft(by=editor, title="Card not read", codes=())


def last(draft: Draft) -> Revision:
    return drafting.latest(draft)


def handed_in(*, by: User, why: str = "Said more plainly", **facts: object) -> Draft:
    return submitting.submit(draft=make_draft(by=by, **facts), by=by, why=why)


def fill(number: int) -> None:
    """Rows enough to count queries by; none of them is read whole."""
    category = Category.objects.get()
    now = timezone.now()
    Article.objects.bulk_create(
        Article(
            number=1000 + n,
            slug=f"made-{n}",
            title=f"Made {n}",
            summary="Made.",
            category=category,
            version=1,
            published_at=now,
            updated_at=now,
            review_due_on=date(2020, 1, 1),
        )
        for n in range(number)
    )

"""Several machines that work at the same time send one mail of Monday."""

from datetime import UTC, datetime

import pytest

from kb.accounts.actions import add_person, set_monday_mail
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.insight.monday.actions import send_monday_mails
from kb.outbox.models import Delivery
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("shared_database")


def alone(work):
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def test_mail_of_monday_is_posted_once_for_all_machines():
    def ask() -> None:
        person = add_person(username="editor", name="The editor", role=Role.EDITOR, password="violet ferry 27")
        User.objects.update(email="team@example.nhs.uk")
        set_monday_mail(by=person, wanted=True, now=datetime(2026, 11, 29, tzinfo=UTC))

    alone(ask)
    monday = datetime(2026, 11, 30, 7, tzinfo=UTC)

    assert sorted(on_own_connections(lambda _: send_monday_mails(monday), times=4)) == [0, 0, 0, 1]
    assert alone(lambda: Delivery.objects.filter(purpose="monday").count()) == 1

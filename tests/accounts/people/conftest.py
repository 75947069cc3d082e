"""A mail server that is named, so that mails are posted; and the link in the latest of them."""

import re
from collections.abc import Callable
from copy import deepcopy

import pytest
from django.test import Client

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.outbox.models import Delivery

PASSWORD = "violet ferry 27 anchors"


@pytest.fixture
def mail_server(settings) -> None:
    settings.MAILERS = deepcopy(settings.MAILERS)
    settings.MAILERS["default"]["OPTIONS"] = {"host": "mail.example.org", "port": 25}


@pytest.fixture
def second(db) -> User:
    return add_person(username="second", name="Second Administrator", role=Role.ADMINISTRATOR, password=PASSWORD)


@pytest.fixture
def sam(db) -> User:
    return add_person(
        username="sam", name="Sam Example", role=Role.REVIEWER, password=PASSWORD, email="sam@example.org"
    )


@pytest.fixture
def at_work(signed_in, administrator) -> Client:
    return signed_in(administrator)


@pytest.fixture
def link() -> Callable[[], str]:
    """The path of the link in the mail that was posted last."""

    def link() -> str:
        text = Delivery.objects.order_by("-pk")[0].content["text"]
        return re.search(r"https?://[^/\s]+(/link/\S+)", text)[1]

    return link


def mails_to(address: str) -> list[str]:
    return [mail.content["subject"] for mail in Delivery.objects.filter(to=address).order_by("pk")]

"""Whether requests pass as many proxies as was said, seen when they come in."""

import pytest
from django.utils import timezone

from kb.accounts import proxies
from kb.operate.status import look

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unseen(settings):
    settings.SITE_IS_SECURE, settings.SECURE_SSL_REDIRECT = True, False
    proxies.forget()
    yield
    proxies.forget()


def told():
    return [need for need in look(timezone.now()).needs if "NUMBER_OF_PROXIES" in need]


def warned(caplog):
    return [one.getMessage() for one in caplog.records if "NUMBER_OF_PROXIES" in one.getMessage()]


def test_proxy_that_was_not_counted_is_told_once_and_on_the_status(client, settings, caplog):
    settings.NUMBER_OF_PROXIES = 0
    client.get("/livez")
    assert told() == warned(caplog) == []

    for _ in range(3):
        client.get("/livez", headers={"X-Forwarded-For": "198.51.100.7"})

    assert len(warned(caplog)) == 1
    assert told() == warned(caplog)
    assert "NUMBER_OF_PROXIES is 0" in told()[0]
    assert "NUMBER_OF_PROXIES is 0" in client.get("/status/").content.decode()
    assert client.get("/status.json").status_code == 503


@pytest.mark.parametrize(
    ("number", "header", "is_told"),
    [
        (1, "198.51.100.7", False),
        (1, "203.0.113.9, 198.51.100.7", False),
        (2, "203.0.113.9, 198.51.100.7", False),
        (2, "198.51.100.7", True),
        (3, "203.0.113.9, 198.51.100.7", True),
        (2, "", False),
        (0, " ", False),
    ],
)
def test_fewer_proxies_than_were_counted_are_told(client, settings, number, header, is_told):
    settings.NUMBER_OF_PROXIES = number

    client.get("/livez", headers={"X-Forwarded-For": header})

    assert bool(told()) is is_told


def test_site_on_this_machine_only_asks_for_nothing(client, settings):
    settings.SITE_IS_SECURE, settings.NUMBER_OF_PROXIES = False, 0

    client.get("/livez", headers={"X-Forwarded-For": "198.51.100.7"})

    assert told() == []

"""Whether reports can be delivered now: what the page and its JSON say."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from kb.operate import status
from kb.outbox import heartbeats
from kb.outbox.models import Delivery, Heartbeat
from kb.outbox.worker import work_once
from tests.make import make_delivery
from tests.outbox.conftest import SMTP
from tests.outbox.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings):
    """A desk, a mail server and a worker."""
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 25, "timeout": 5}}}
    heartbeats.beat(timezone.now())
    return settings


def seen(client):
    return client.get("/status.json").json()


def test_site_that_is_well_says_so(client, well):
    answer = client.get("/status/")

    assert answer.status_code == 200
    assert "Reports can be delivered by email now." in answer.text
    assert "Something is wrong" not in answer.text
    assert (seen(client)["can_deliver"], seen(client)["problems"], seen(client)["workers"]) == (True, [], 1)


def test_without_an_address_of_the_desk_nothing_can_be_delivered(client, well):
    well.SERVICE_DESK_EMAIL = ""

    assert "Nothing can be delivered by email." in client.get("/status/").text
    assert seen(client)["can_deliver"] is False


def test_without_a_mail_server_mails_reach_nobody(client, well):
    well.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": "mail"}}}

    assert "Mails are written to files here, and reach nobody." in client.get("/status/").text


def test_worker_that_has_not_been_seen_for_two_minutes_is_missed(client, well):
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=121))

    assert "Nothing has been sending mails for at least 2 minutes." in client.get("/status/").text
    assert (seen(client)["can_deliver"], seen(client)["workers"]) == (False, 0)


@pytest.mark.parametrize(("answer", "can_deliver"), [("451 busy", False), ("250 OK", True), ("550 unknown", True)])
def test_mail_server_that_takes_nothing_is_told(answer, can_deliver, client, well):
    make_delivery()
    with MailServer() as server:
        server.says["RCPT"] = answer
        well.MAILERS["default"]["OPTIONS"]["port"] = server.port
        work_once()

    assert seen(client)["can_deliver"] is can_deliver
    assert ("The latest mail was not taken by the mail server." in client.get("/status/").text) is not can_deliver


def test_what_waits_and_what_needs_attention_are_counted(client, well):
    make_delivery(), make_delivery()
    Delivery.objects.update(posted_at=timezone.now() - timedelta(hours=3), number_of_attempts=7)
    make_delivery()

    text = client.get("/status/").text

    assert "3, the oldest for 3 hours" in text
    assert (seen(client)["waiting"], seen(client)["needing_attention"]) == (3, 2)
    assert 3 * 3600 <= seen(client)["oldest_waiting_seconds"] < 3 * 3600 + 60


def test_figures_of_seven_days_are_told(client, well, mailoutbox):
    well.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    make_delivery()
    work_once()

    assert "100% (1 of 1)" in client.get("/status/").text
    assert seen(client)["seven_days"] == {
        "number": 1,
        "percent_within_1_minute": 100,
        "percent_within_10_minutes": 100,
        "given_up": 0,
    }


def test_nothing_of_any_report_is_told(client, well):
    make_delivery(to="sam@example.net", subject="Report K7MW2QXR", text="dark")

    for address in ("/status/", "/status.json"):
        text = client.get(address).text
        assert [word for word in ("sam@", "K7MW2QXR", "dark", "desk@example.org") if word in text] == []


@pytest.mark.parametrize("address", ["/status/", "/status.json"])
def test_database_that_does_not_answer_is_told(address, client, monkeypatch):
    def fail(now: object) -> None:
        raise OperationalError("password authentication failed for user kb at 10.0.0.7")

    monkeypatch.setattr(status, "number_of_workers", fail)

    answer = client.get(address)

    assert answer.status_code == 503
    assert "The database does not answer. No report can be stored or delivered." in answer.text
    assert "10.0.0.7" not in answer.text
    assert "still stored" not in answer.text


@pytest.mark.parametrize("address", ["/status/", "/status.json"])
def test_status_is_open_to_all_kept_by_nobody_and_sets_no_cookie(address, client):
    answer = client.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    assert client.post(address).status_code == 405


def test_status_asks_five_queries(client, well, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/status/")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_age_is_told_in_words(age, words):
    assert status.in_words(age) == words

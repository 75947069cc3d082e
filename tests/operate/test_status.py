"""Whether reports can be delivered now: what the page and its JSON say."""

import resource
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kb.lib.dates import day_and_clock
from kb.operate import disk, status, worker
from kb.outbox import breaker, heartbeats
from kb.outbox.models import Breaker, Delivery, Heartbeat
from kb.outbox.worker import work_once
from kb.reports.delivery.digest import send_digest
from kb.search.index.bm25 import FIRST_AVERAGES
from kb.search.models import SearchMeta, SearchVector
from tests.make import make_article, make_delivery, make_report
from tests.outbox.conftest import SMTP
from tests.outbox.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _disks_are_looked_at_anew():
    disk.forget()


@pytest.fixture
def well(settings):
    """A desk, a mail server and a worker."""
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 25, "timeout": 5}}}
    heartbeats.beat(timezone.now())
    return settings


def words(client):
    return " ".join(client.get("/status/").text.split())


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
    assert client.get("/status.json").status_code == 503


@pytest.mark.parametrize(
    ("answer", "can_deliver"), [("451 busy", False), ("552 5.2.2 full", False), ("250 OK", True), ("550 unknown", True)]
)
def test_mail_server_that_takes_nothing_is_told(answer, can_deliver, client, well):
    make_delivery()
    with MailServer() as server:
        server.says["RCPT"] = answer
        well.MAILERS["default"]["OPTIONS"]["port"] = server.port
        work_once()

    assert seen(client)["can_deliver"] is can_deliver
    assert ("The latest mail was not taken by the mail server." in client.get("/status/").text) is not can_deliver


def test_server_that_lets_no_mail_through_is_told_with_since_when(client, well):
    server, now = "127.0.0.1:25", timezone.now().replace(microsecond=0)
    Breaker.objects.create(server=server, opened_at=now - timedelta(minutes=25, seconds=5), next_try_at=now)
    Breaker.objects.create(server="of-before.example.org:25", opened_at=now - timedelta(days=9), next_try_at=now)
    since = day_and_clock(now - timedelta(minutes=25, seconds=5))

    page = client.get("/status/").text

    assert f"The mail server has let no mail through since {since}, for 25 minutes: it does not answer" in page
    assert "9 days" not in page
    assert seen(client)["can_deliver"] is False
    assert parse_datetime(seen(client)["mail_server_out_since"]) == Breaker.objects.get(server=server).opened_at
    assert "example.org" not in page
    assert "127.0.0.1" not in page


def test_server_that_was_out_and_is_back_is_not_told(client, well):
    make_delivery()
    with MailServer() as server:
        well.MAILERS["default"]["OPTIONS"]["port"] = server.port
        now = timezone.now()
        Breaker.objects.create(server=breaker.mail_server(), opened_at=now, next_try_at=now)
        work_once()

    assert (seen(client)["can_deliver"], seen(client)["mail_server_out_since"]) == (True, None)


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


def test_index_that_is_built_anew_after_an_upgrade_is_told_and_needs_nobody(client, well):
    for number in range(3):
        make_article(title=f"Gemplus {number}")
    assert seen(client)["search_index"] is None
    assert "Search index" not in words(client)

    SearchMeta.objects.update(form=0)
    assert "Waits to be built anew after an upgrade, which the worker does by itself." in words(client)

    SearchMeta.objects.update(building=7, building_averages=FIRST_AVERAGES, building_seen_at=timezone.now())
    SearchVector.objects.filter(article__title="Gemplus 1").update(generation=7)
    assert "Is being built anew after an upgrade: 1 of 3 articles." in words(client)
    assert seen(client)["search_index"] == {"is_running": True, "done": 1, "total": 3}
    assert seen(client)["needs_a_person"] == []


def test_nothing_of_any_report_is_told(client, well):
    make_delivery(to="sam@example.net", subject="Report K7MW2QXR", text="dark")

    for address in ("/status/", "/status.json"):
        text = client.get(address).text
        assert [word for word in ("sam@", "K7MW2QXR", "dark", "desk@example.org") if word in text] == []


@pytest.mark.parametrize(("address", "status_code"), [("/status/", 200), ("/status.json", 503)])
def test_database_that_does_not_answer_is_told(address, status_code, client, monkeypatch):
    """People read what is wrong; machines look at the number."""

    def fail(now: object) -> None:
        raise OperationalError("password authentication failed for user kb at 10.0.0.7")

    monkeypatch.setattr(status, "number_of_workers", fail)

    answer = client.get(address)

    assert answer.status_code == status_code
    assert "The database does not answer. No report can be stored or delivered." in answer.text
    assert "10.0.0.7" not in answer.text
    assert "still stored" not in answer.text


@pytest.mark.parametrize("address", ["/status/", "/status.json"])
def test_status_is_open_to_all_kept_by_nobody_and_sets_no_cookie(address, client, well):
    answer = client.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies
    assert client.post(address).status_code == 405


def test_status_asks_nine_queries(client, well, django_assert_num_queries):
    with django_assert_num_queries(9):
        client.get("/status/")


def needs(client):
    """What needs a person, which the page says in the same words and with a 200."""
    answer, page = client.get("/status.json"), client.get("/status/")
    said = answer.json()["needs_a_person"]
    assert answer.status_code == (503 if said else 200)
    assert page.status_code == 200
    assert [words for words in said if page.text.count(words) != 1] == []
    return said


def test_nothing_needs_a_person_where_all_is_well(client, well):
    make_delivery()

    assert needs(client) == []


def test_site_that_was_never_given_a_mail_server_is_not_ill(client, well):
    """It cannot deliver, as it says; nobody is called for that."""
    well.SERVICE_DESK_EMAIL = ""
    well.MAILERS = {"default": {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": "mail"}}}

    assert (needs(client), seen(client)["can_deliver"]) == ([], False)


def test_mail_that_waits_too_long_needs_a_person(client, well):
    make_delivery()
    Delivery.objects.update(posted_at=timezone.now() - timedelta(minutes=16))

    assert needs(client) == ["The oldest mail has waited for 16 minutes. Look why it is not taken."]


def test_mail_that_was_given_up_needs_a_person(client, well):
    make_delivery()
    Delivery.objects.update(state=Delivery.State.FAILED, settled_at=timezone.now())

    assert needs(client) == [
        "Mails that were given up, have failed for an hour, or are urgent and did not go within five minutes: 1."
    ]


def test_suspicious_reports_that_wait_are_counted_and_need_a_person_when_no_digest_goes(client, well):
    now = timezone.now()
    make_report(suspicions=["Too quick."], now=now - timedelta(minutes=70))
    make_report(suspicions=["Too quick."], is_urgent=True, now=now)
    Delivery.objects.update(state=Delivery.State.SENT, settled_at=now)

    assert needs(client) == []
    assert "1 waits for the next mail to the desk, which goes once an hour; the oldest for 1 hour" in words(client)
    assert seen(client)["suspicious_reports_waiting"] == 1
    assert 4200 <= seen(client)["oldest_suspicious_seconds"] < 4260

    make_report(suspicions=["Too quick."], now=now - timedelta(minutes=76))
    assert needs(client) == ["Reports to be checked have waited for 1 hour, and go once an hour."]
    assert "2 wait for the next mail" in words(client)

    assert send_digest(now) == 2
    assert seen(client)["suspicious_reports_waiting"] == 0


def test_urgent_report_that_reached_no_desk_in_five_minutes_needs_a_person(client, well):
    make_report(is_urgent=True)
    assert (needs(client), seen(client)["urgent_late"]) == ([], 0)

    Delivery.objects.update(posted_at=timezone.now() - timedelta(minutes=5))

    assert "Reports of patient care affected that have not reached a desk yet: 1." in needs(client)
    assert seen(client)["urgent_late"] == 1


def test_disk_that_fills_is_told_before_it_is_full(client, well):
    well.LEAST_FREE_MEGABYTES = 1_000_000_000

    assert client.get("/status.json").status_code == 503
    assert "MB left, and 1000000000 MB is too little. Make room before it is full." in client.get("/status/").text


def test_folder_that_cannot_be_written_is_told(client, well, tmp_path):
    well.VAR_DIR = tmp_path / "gone"

    assert needs(client) == [
        "The disk of VAR_DIR cannot be written. No report can be stored until there is room on it."
    ]


def test_limit_that_no_figure_of_the_disk_shows_is_told(client, well, tmp_path):
    """As a quota: the disk has room, and nobody may write more."""
    well.VAR_DIR = tmp_path
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk.PROBE_BYTES // 2, before[1]))
    try:
        said = disk.shortages()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert any("cannot be written" in words for words in said)


def test_worker_writes_a_disk_that_fills_into_its_log_once_an_hour_and_when_there_is_room_again(well, caplog):
    watch, now = disk.Watch(), timezone.now()
    watch.look(now)
    assert caplog.messages == []

    well.LEAST_FREE_MEGABYTES = 1_000_000_000
    for minutes in (0, 1, 59, 60):
        watch.look(now + timedelta(minutes=minutes))
    assert ["is too little" in line for line in caplog.messages] == [True] * 2 * len(set(disk.shortages()))

    well.LEAST_FREE_MEGABYTES = 1
    caplog.clear()
    for minutes in (61, 62):
        watch.look(now + timedelta(minutes=minutes))
    assert caplog.messages == ["There is room on the disk again."]
    assert any(getattr(chore, "__self__", None) is disk.watch for chore in worker.CHORES)


def test_disk_is_written_to_once_a_minute_however_often_it_is_asked_for(client, well, monkeypatch):
    times = []
    monkeypatch.setattr(disk, "_write", lambda folder: not times.append(folder))

    for _ in range(5):
        client.get("/status.json")

    assert len(times) == len(set(times))


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

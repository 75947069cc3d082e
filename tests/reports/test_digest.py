"""Suspicious reports reach the desk in one mail, once an hour at most, however many workers ask."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from kb.outbox import actions as outbox
from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports.delivery import digest
from kb.reports.delivery.digest import send_digest
from kb.reports.models import Report
from tests.at_once import WORKERS, on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_report, make_service
from tests.reports.conftest import NOON

HOUR = timedelta(hours=1)
WHY = ("It was sent less than 3 seconds after the form was opened.",)


def digests() -> list[Mail]:
    return [Mail.from_dict(row.content) for row in Delivery.objects.filter(purpose="digest").order_by("pk")]


@pytest.mark.django_db
def test_digest_says_of_each_report_what_it_is_and_why_it_is_to_be_checked():
    report = make_report(text="Buy\nthis.", name="<b>Sam", suspicions=WHY, now=NOON)
    make_report(text="A real one.", now=NOON)

    assert send_digest(NOON) == 1

    (sent,) = digests()
    assert (sent.to, sent.subject, sent.reply_to) == ("desk@example.org", "1 report to be checked", "")
    for body in (sent.text, sent.html):
        assert f"Report {report.reference}" in body
        assert WHY[0] in body
        assert f"https://kb.example.nhs.uk/desk/reports/{report.reference}/" in body
        assert "A real one." not in body
    assert "> Buy\n> this.\n" in sent.text
    assert "<b>" not in sent.html


@pytest.mark.django_db
def test_each_report_is_in_one_digest_and_there_is_one_an_hour():
    make_report(suspicions=WHY, now=NOON)
    assert send_digest(NOON) == 1
    for minutes in (1, 30):
        make_report(suspicions=WHY, now=NOON + timedelta(minutes=minutes))

    assert send_digest(NOON + timedelta(minutes=2)) == 0
    assert send_digest(NOON + timedelta(minutes=59)) == 0
    assert send_digest(NOON + HOUR) == 2
    assert send_digest(NOON + 2 * HOUR) == 0

    assert [sent.subject for sent in digests()] == ["1 report to be checked", "2 reports to be checked"]


@pytest.mark.django_db
def test_urgent_report_is_in_no_digest():
    calm = make_report(suspicions=WHY, now=NOON)
    urgent = make_report(suspicions=WHY, is_urgent=True, now=NOON)

    assert send_digest(NOON) == 1

    (sent,) = digests()
    assert sent.subject == "1 report to be checked"
    assert calm.reference in sent.text
    assert urgent.reference not in sent.text


@pytest.mark.django_db
def test_of_a_flood_each_is_a_few_lines_in_a_list(monkeypatch):
    monkeypatch.setattr(digest, "MOST_MAILS", 1)
    for number in range(51):
        make_report(suspicions=WHY, text=f"<b>Number {number}. {'Long. ' * 50}", name="Sam Teal", now=NOON)

    assert send_digest(NOON) == 51

    (sent,) = digests()
    assert sent.subject == "51 reports to be checked"
    assert sent.text.count("\n> <b>Number ") == sent.text.count("/desk/reports/") == 51
    assert sent.html.count("&lt;b&gt;Number ") == 51
    assert "Sam Teal" not in sent.text + sent.html
    assert len(sent.text) < 51 * 400
    assert "All that was told stands on the page of each report." in sent.text


@pytest.mark.django_db
def test_each_desk_gets_its_own_and_a_report_without_a_desk_waits(settings):
    settings.REPORT_ROUTES = {"spine": "spine@example.org"}
    make_service("spine")
    to_spine = make_report(suspicions=WHY, service="spine", now=NOON)
    to_desk = make_report(suspicions=WHY, now=NOON)
    settings.SERVICE_DESK_EMAIL = ""
    to_nobody = make_report(suspicions=WHY, now=NOON)

    assert send_digest(NOON) == 2

    assert {sent.to: sent.subject for sent in digests()} == dict.fromkeys(
        ["desk@example.org", "spine@example.org"], "1 report to be checked"
    )
    for report in (to_spine, to_desk, to_nobody):
        report.refresh_from_db()
        found = Delivery.objects.of(room="reports", key=report.digest_key or "none").values_list("to", flat=True)
        assert list(found) == ([report.sent_to] if report.sent_to else [])


@pytest.mark.django_db
def test_more_than_one_mail_holds_are_several_in_the_same_hour(monkeypatch):
    monkeypatch.setattr(digest, "MOST_IN_A_MAIL", 2)
    for _ in range(5):
        make_report(suspicions=WHY, now=NOON)

    assert send_digest(NOON) == 5

    assert sorted(sent.subject[:9] for sent in digests()) == ["1 report ", "2 reports", "2 reports"]
    assert Report.objects.values("digested_at").distinct().count() == 3


@pytest.mark.django_db
def test_report_stays_waiting_when_the_mail_cannot_be_stored(monkeypatch):
    make_report(suspicions=WHY, now=NOON)

    def break_down(**kwargs):
        raise DatabaseError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "post", break_down)
        with pytest.raises(DatabaseError):
            send_digest(NOON)

    assert send_digest(NOON) == 1


@pytest.mark.django_db
def test_nothing_is_sent_when_nothing_is_suspicious():
    make_report(now=NOON)

    assert send_digest(NOON) == 0
    assert digests() == []


@pytest.mark.usefixtures("shared_database")
def test_workers_that_ask_at_once_send_one():
    def file(_: int) -> None:
        for _number in range(5):
            make_report(suspicions=WHY, now=NOON)

    on_own_connections(file, times=1, workers=1)

    gathered = on_own_connections(lambda number: send_digest(NOON + timedelta(milliseconds=number)), times=WORKERS)

    sent = on_own_connections(lambda _: digests(), times=1, workers=1)[0]
    assert (sorted(gathered), len(sent)) == ([0] * (WORKERS - 1) + [5], 1)

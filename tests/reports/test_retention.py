"""How long reports and their screenshots are kept, and what stays after that."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.outbox.models import Delivery
from kb.reports.models import Attachment, Event, Report
from kb.reports.privacy import retention
from kb.reports.privacy.retention import keep_to_the_rules
from kb.reports.triage import actions as triage
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code, make_service
from tests.reports.rows import make_attachment, make_delivery, make_report

NOW = timezone.now()
A_MINUTE = timedelta(minutes=1)


def ago(**time) -> object:
    return NOW - timedelta(**time)


def closed(when, **facts) -> Report:
    return make_report(filed_at=when - timedelta(days=1), state="CLOSED", closed_at=when, **facts)


def is_emptied(report: Report) -> bool:
    report.refresh_from_db()
    return report.emptied_at is not None


# --- When ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("triage")
def test_report_is_emptied_ninety_days_after_it_was_closed(db):
    over, not_yet = closed(ago(days=90)), closed(ago(days=90) + A_MINUTE)

    keep_to_the_rules(NOW)

    assert is_emptied(over)
    assert not is_emptied(not_yet)


@pytest.mark.usefixtures("triage")
def test_days_are_a_setting(settings, db):
    settings.REPORT_KEEP_DAYS = 10
    over = closed(ago(days=10))

    keep_to_the_rules(NOW)

    assert is_emptied(over)


@pytest.mark.usefixtures("triage")
def test_report_that_nobody_closes_is_kept_a_year_and_then_closed(db):
    over, not_yet = make_report(filed_at=ago(days=365)), make_report(filed_at=ago(days=365) + A_MINUTE)

    keep_to_the_rules(NOW)

    assert is_emptied(over)
    assert not is_emptied(not_yet)
    assert (over.state, over.closed_at) == ("CLOSED", NOW)


@pytest.mark.usefixtures("triage")
def test_report_that_was_opened_again_counts_from_its_last_closing(desk):
    report = closed(ago(days=100))
    triage.change_state(report=report, state="NEW", seen=report.events.get().pk, by=desk)

    keep_to_the_rules(NOW)

    assert not is_emptied(report)


def test_with_triage_off_days_count_from_sending(db):
    over, not_yet = make_report(filed_at=ago(days=90)), make_report(filed_at=ago(days=90) + A_MINUTE)

    keep_to_the_rules(NOW)

    assert is_emptied(over)
    assert not is_emptied(not_yet)


@pytest.mark.usefixtures("triage")
def test_screenshots_go_thirty_days_after_closing_and_the_words_stay(db):
    over, not_yet = closed(ago(days=30)), closed(ago(days=30) + A_MINUTE)
    gone, kept = make_attachment(over), make_attachment(not_yet)

    keep_to_the_rules(NOW)

    assert not default_storage.exists(gone.stored)
    assert default_storage.exists(kept.stored)
    assert Attachment.objects.get(report=over).removed_at == NOW
    assert not is_emptied(over)


@pytest.mark.usefixtures("triage")
def test_screenshots_are_never_kept_longer_than_their_report(settings, db):
    settings.REPORT_KEEP_DAYS, settings.REPORT_KEEP_SCREENSHOT_DAYS = 5, 30
    shown = make_attachment(closed(ago(days=5)))

    keep_to_the_rules(NOW)

    assert not default_storage.exists(shown.stored)


# --- What ----------------------------------------------------------------------------------------------------------


def test_nothing_that_was_told_is_left(db):
    told = "something that a person told"
    report = closed(
        ago(days=90),
        text=told,
        organisation=told,
        name=told,
        email="told@example.org",
        phone=told[:20],
        began=told,
        software=told,
        computer=told,
        typed_code=told,
        searched=told,
    )
    Event.objects.create(report=report, kind="NOTE", text=told)
    make_attachment(report, name=f"{told}.png")
    make_delivery(report)

    keep_to_the_rules(NOW)

    rows = [
        *Report.objects.values(),
        *Event.objects.values(),
        *Attachment.objects.values(),
        *Delivery.objects.values("content"),
        *AuditEntry.objects.values(),
    ]
    assert "told@" not in repr(rows)
    assert "something" not in repr(rows)


def test_what_is_counted_stays(db):
    code, service, article = make_code(), make_service(), make_article()
    report = closed(ago(days=90), code=code, service=service, article=article, scale="EVERYONE", is_urgent=True)
    filed_at, closed_at = report.filed_at, report.closed_at

    keep_to_the_rules(NOW)

    report.refresh_from_db()
    assert (report.code, report.service, report.article) == (code, service, article)
    assert (report.filed_at, report.closed_at, report.scale, report.is_urgent) == (
        filed_at,
        closed_at,
        "EVERYONE",
        True,
    )
    assert report.events.filter(kind="FILED").exists()


def test_mail_about_an_emptied_report_is_not_sent_any_more(db):
    delivery = make_delivery(closed(ago(days=90)))

    keep_to_the_rules(NOW)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.DROPPED


def test_history_and_audit_say_that_it_was_emptied_and_by_whom(db):
    report = closed(ago(days=90))

    keep_to_the_rules(NOW)

    event = report.events.get(kind="REMOVED")
    entry = AuditEntry.objects.newest_first().first()
    assert event.by is None
    assert event.text == "Emptied: the time for which a report is kept is over"
    assert (entry.actor, entry.detail) == (None, {"reports": 1, "screenshots": 0})


# --- How -----------------------------------------------------------------------------------------------------------


def test_when_nothing_is_over_nothing_is_written(db):
    make_report()

    assert keep_to_the_rules(NOW) == 0
    assert not AuditEntry.objects.exists()


def test_one_run_does_a_batch_and_the_next_goes_on(db, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _ in range(3):
        closed(ago(days=90))

    runs = [keep_to_the_rules(NOW) for _ in range(3)]

    assert runs == [2, 1, 0]


@pytest.mark.usefixtures("shared_database")
def test_several_workers_at_once_empty_each_report_once():
    on_own_connections(lambda _: [closed(ago(days=90)) for _ in range(5)], times=1, workers=1)

    emptied = on_own_connections(lambda _: keep_to_the_rules(NOW), times=4)

    def events(_: int) -> int:
        return Event.objects.filter(kind="REMOVED").count()

    assert sum(emptied) == 5
    assert on_own_connections(events, times=1, workers=1) == [5]

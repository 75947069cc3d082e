"""The page of one report, its screenshots, and the messages about it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.outbox.models import Attempt, Delivery
from kb.reports.models import Event
from kb.reports.triage import actions as triage
from tests.browse.page import Page
from tests.make import make_article, make_code, make_service
from tests.reports.rows import make_attachment, make_delivery, make_report


def address(report, name="detail", *more) -> str:
    return reverse(f"reports:{name}", args=[report.reference, *more])


def page(client, report) -> str:
    return client.get(address(report)).content.decode()


def test_page_shows_everything_that_was_told(analyst):
    read = make_article(title="The light is red")
    report = make_report(
        text="First line.\nSecond line.",
        scale="EVERYONE",
        audience="RA",
        is_urgent=True,
        organisation="Harbour Hospital",
        name="Robin Teal",
        email="robin@example.org",
        phone="01632 960123",
        began="since this morning",
        card_type="VIRTUAL",
        software="Identity Agent 2.4",
        computer="WARD-7",
        service=make_service("identity-agent", name="NHS Identity Agent"),
        code=make_code("ERR5022"),
        article=make_article(title="Card not trusted"),
        searched="card red light",
        read_articles=[read.number],
    )

    text = page(analyst, report)

    for told in (
        "Second line.",
        "Everyone here",
        "I am from a Registration Authority",
        "Patient care affected",
        "Harbour Hospital",
        "Robin Teal",
        "mailto:robin@example.org",
        "tel:01632960123",
        "since this morning",
        "A virtual smartcard",
        "Identity Agent 2.4",
        "WARD-7",
        "NHS Identity Agent",
        "ERR5022",
        "card red light",
        "The light is red",
    ):
        assert told in text


@pytest.mark.parametrize("with_triage", [True, False])
def test_page_says_in_both_modes_where_the_person_came_from_and_what_they_tried(analyst, settings, with_triage):
    settings.REPORT_TRIAGE = with_triage
    came_from, tried, opened = (make_article(title=title) for title in ("Come from", "Tried", "Opened"))
    numbers = [came_from.number, tried.number, opened.number]

    report = make_report(article=came_from, read_articles=numbers, tried_articles=[tried.number])

    told = Page.of(analyst.get(address(report))).main
    assert told.count("Says to have tried the steps of") == 1
    assert f"Says to have tried the steps of {tried}" in told
    assert f"Had opened {opened}" in told
    assert f"Article {came_from}" in told


def test_what_was_typed_is_never_markup(analyst):
    report = make_report(text="<script>alert(1)</script>", name="<b>Robin</b>", searched="<i>x</i>")

    text = page(analyst, report)

    assert "<script>alert" not in text
    assert "<b>Robin" not in text
    assert "<i>x" not in text


def test_reference_in_small_letters_leads_to_the_report(analyst):
    report = make_report(reference="ABCD2345")

    response = analyst.get(reverse("reports:detail", args=["abcd2345"]))

    assert response.headers["Location"] == address(report)


def test_history_says_who_and_when(analyst, desk):
    report = make_report()
    triage.add_note(report=report, text="Phoned the ward.", seen=0, by=desk)

    text = page(analyst, report)

    assert "Phoned the ward." in text
    assert "The help desk, " in text
    assert "Internal: do not read out or send" in text


def test_page_costs_the_same_number_of_queries_however_much_happened(analyst, desk, django_assert_num_queries):
    read = make_article()
    report = make_report(
        service=make_service(), code=make_code(), article=read, assigned_to=desk, read_articles=[read.number]
    )
    make_delivery(report)
    with django_assert_num_queries(11):
        analyst.get(address(report))
    for position in range(1, 4):
        make_attachment(report, position=position)
        make_report(state="CLOSED", duplicate_of=report)
        Event.objects.create(report=report, by=desk, kind="NOTE", text="A note")
        Attempt.objects.create(delivery=make_delivery(report), outcome="LATER")

    with django_assert_num_queries(11):
        analyst.get(address(report))


# --- Screenshots ---------------------------------------------------------------------------------------------------


def test_screenshot_is_served_as_it_is_kept_by_nobody(analyst):
    report = make_report()
    make_attachment(report, data=b"bytes of a picture", name='my "screen"\r\n/of: it.png')

    response = analyst.get(address(report, "screenshot", 1))

    assert response.content == b"bytes of a picture"
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("inline")
    assert not {"\r", "\n", "/"} & set(disposition)


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml"])
def test_what_is_no_picture_is_not_served(analyst, content_type):
    report = make_report()
    make_attachment(report, content_type=content_type)

    assert analyst.get(address(report, "screenshot", 1)).status_code == 404


def test_screenshot_whose_file_is_gone_is_not_there(analyst):
    report = make_report()
    default_storage.delete(make_attachment(report).stored)

    assert analyst.get(address(report, "screenshot", 1)).status_code == 404


@pytest.mark.parametrize(
    ("name", "number"), [("screenshot", 10**30), ("try-again", 10**30), ("remove-screenshot", 10**30)]
)
def test_number_that_no_row_can_have_is_not_there(analyst, name, number):
    knock = analyst.get if name == "screenshot" else analyst.post

    assert knock(address(make_report(), name, number)).status_code == 404


def test_screenshot_belongs_to_its_report(analyst):
    make_attachment(make_report())

    assert analyst.get(address(make_report(), "screenshot", 1)).status_code == 404


# --- Messages ------------------------------------------------------------------------------------------------------


def test_every_attempt_is_shown_with_what_the_other_side_said(analyst):
    report = make_report()
    delivery = make_delivery(report, state="FAILED")
    Attempt.objects.create(delivery=delivery, outcome="REFUSED", reply_code=550, reply="No such mailbox")

    text = page(analyst, report)

    assert "To desk@example.org. Given up." in text
    assert "Refused for good. 550 No such mailbox" in text


def test_message_that_is_stuck_can_be_tried_again_now(analyst, desk):
    report = make_report()
    delivery = make_delivery(report, due_at=timezone.now() + timedelta(hours=3), number_of_attempts=4)

    response = analyst.post(address(report, "try-again", delivery.pk))

    delivery.refresh_from_db()
    assert response.headers["Location"] == address(report)
    assert delivery.due_at <= timezone.now()
    entry = AuditEntry.objects.newest_first().first()
    assert (entry.actor, entry.subject) == (desk, f"desk of reports {report.reference}")


def test_message_that_was_given_up_can_be_tried_again(analyst):
    report = make_report()
    delivery = make_delivery(report, state="FAILED")

    analyst.post(address(report, "try-again", delivery.pk))

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WAITING


def test_message_that_was_handed_over_is_not_offered_again(analyst):
    report = make_report()
    make_delivery(report, state="SENT")

    assert "Try again now" not in page(analyst, report)


def test_message_of_another_report_is_not_tried_again_here(analyst):
    delivery = make_delivery(make_report(), state="FAILED")

    assert analyst.post(address(make_report(), "try-again", delivery.pk)).status_code == 404


# --- Without triage ------------------------------------------------------------------------------------------------


def test_without_triage_only_the_ticket_number_can_be_set(analyst):
    report = make_report()

    text = page(analyst, report)
    response = analyst.post(address(report, "set-ticket"), {"seen": report.events.get().pk, "number": "INC0012345"})

    report.refresh_from_db()
    assert "Here you keep the ticket number" in text
    assert "Answer the reporter" not in text
    assert response.status_code == 302
    assert report.ticket_number == "INC0012345"


@pytest.mark.parametrize("name", ["change-state", "assign", "add-note", "link-article", "merge", "answer"])
def test_without_triage_the_rest_is_not_there(analyst, name):
    report = make_report()

    assert (
        analyst.post(address(report, name), {"seen": 0, "state": "CLOSED", "text": "x", "to": "ME"}).status_code == 404
    )
    assert report.events.count() == 1

"""Taking in a report: everything or nothing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError

from kb.accounts import audit
from kb.accounts.models import AuditEntry
from kb.media.models import Blob
from kb.outbox import actions as outbox
from kb.outbox.models import Delivery
from kb.reports import visit
from kb.reports.filing import ReportContent, file_report
from kb.reports.models import Attachment, Deflection, Event, HeldFile, Report
from kb.reports.suspicion import Origin
from tests.make import make_article, make_code, make_report, make_service
from tests.reports.conftest import NOON
from tests.reports.posted import deliveries

pytestmark = pytest.mark.django_db
EVERYTHING = (Report, Event, Attachment, Delivery)


def hold(name: str, *, form: str = "a-form") -> HeldFile:
    """As `holding.hold` leaves it, without the painting."""
    stored = default_storage.save(f"reports/{name}", ContentFile(b"picture"))
    return HeldFile.objects.create(
        key=f"key-{name}", form=form, stored=stored, name=name, content_type="image/png", size=7, held_at=NOON
    )


def test_all_that_was_told_is_stored():
    service, article = make_service("spine"), make_article()
    code = make_code("ERR5022")
    told = ReportContent(
        text="It says ERR5022.",
        scale="SEVERAL",
        audience="IT",
        is_urgent=True,
        organisation="Harbour Hospital",
        name="Sam Example",
        email="sam@example.org",
        phone="01632 960001",
        began="This morning",
        card_type="PLASTIC",
        software="Identity Agent 2.4",
        computer="WARD-07",
        service="spine",
        code="err 5022",
        article=article.number,
        searched="card blinks",
        read_articles=(article.number,),
        guard_overruled=True,
    )

    report = file_report(told=told, now=NOON)

    report.refresh_from_db()
    kept = (report.text, report.scale, report.audience, report.is_urgent, report.organisation, report.name)
    assert kept == ("It says ERR5022.", "SEVERAL", "IT", True, "Harbour Hospital", "Sam Example")
    assert (report.email, report.phone, report.began) == ("sam@example.org", "01632 960001", "This morning")
    assert (report.card_type, report.software, report.computer) == ("PLASTIC", "Identity Agent 2.4", "WARD-07")
    assert (report.service, report.code, report.typed_code, report.article) == (service, code, "", article)
    assert (report.searched, report.read_articles) == ("card blinks", [article.number])
    assert (report.guard_overruled, report.filed_at, report.state) == (True, NOON, "NEW")
    assert (report.sent_to, report.suspicions) == ("desk@example.org", [])


@pytest.mark.parametrize(
    ("typed", "known", "kept"),
    [
        ("Error code: ERR5022", "ERR5022", "Error code: ERR5022"),
        ("ERR-5022", "ERR5022", ""),
        ("ERR5O22", "ERR5022", "ERR5O22"),
        ("400_645", "400_xxx", "400_645"),
        ("echo romeo romeo five oh double two", "ERR5022", "echo romeo romeo five oh double two"),
        ("er 5022", "ERR5022", "er 5022"),
        ("four hundred underscore six four five", "400_xxx", "four hundred underscore six four five"),
        ("one card and two readers", None, "one card and two readers"),
        ("ERR9999", None, "ERR9999"),
        ("", None, ""),
        ("9" * 500, None, "9" * 100),
    ],
)
def test_what_was_typed_is_kept_where_it_is_not_the_code_itself(typed, known, kept):
    for display in ("ERR5022", "400_xxx"):
        make_code(display)

    report = make_report(code=typed)

    assert (report.code.display if report.code else None, report.typed_code) == (known, kept)


def test_service_and_article_that_are_not_there_lose_no_report():
    report = make_report(service="no-such-service", article=987, searched="x" * 5000)

    assert (report.service, report.article, len(report.searched)) == (None, None, 600)


@pytest.mark.parametrize("article", [None, 987_654_321])
def test_numbers_of_what_never_came_along_are_not_kept(article):
    """Whoever sends a form by hand can put a patient's number where articles are named."""
    read, another = make_article(title="Read"), make_article(title="Not opened")

    report = make_report(
        article=article,
        read_articles=(943_476_591, read.number),
        tried_articles=(943_476_591, another.number, read.number),
    )

    assert (report.article, report.read_articles, report.tried_articles) == (None, [read.number], [read.number])


def test_screenshots_become_the_reports_and_the_held_rows_go():
    first, second, of_another_form = hold("one.png"), hold("two.png"), hold("three.png", form="another")

    report = file_report(told=ReportContent(text="x", scale="JUST_ME"), files=[first, second])

    attached = [(one.position, one.stored, one.name, one.size) for one in report.attachments.order_by("position")]
    assert attached == [(1, first.stored, "one.png", 7), (2, second.stored, "two.png", 7)]
    assert list(HeldFile.objects.all()) == [of_another_form]
    assert Blob.objects.count() == 3


def test_screenshot_that_has_gone_meanwhile_loses_no_report():
    gone, there = hold("gone.png"), hold("there.png")
    HeldFile.objects.filter(pk=gone.pk).delete()

    report = file_report(told=ReportContent(text="x", scale="JUST_ME"), files=[gone, there])

    assert [one.name for one in report.attachments.all()] == ["there.png"]


def test_history_and_audit_say_that_it_came_and_nothing_of_what_it_says():
    told = {"text": "Zebra one", "name": "Zebra two", "organisation": "Zebra three", "email": "zebra@example.org"}

    report = make_report(**told, now=NOON)

    event, entry = report.events.get(), AuditEntry.objects.latest("pk")
    assert (event.kind, event.at, event.by, event.text) == ("FILED", NOON, None, "")
    assert (entry.actor, entry.subject) == (None, f"report {report.reference}")
    assert "zebra" not in f"{entry.verb} {entry.subject} {entry.detail}".lower()


@pytest.mark.parametrize("fails", ["audit entry", "delivery to the desk", "confirmation", "deflection"])
def test_nothing_is_written_when_one_part_cannot_be(fails, monkeypatch):
    held, post = hold("one.png"), outbox.post

    def break_down(**kwargs):
        raise DatabaseError("The disk is full.")

    def post_all_but(**kwargs):
        wanted = {"delivery to the desk": "desk", "confirmation": "confirmation"}.get(fails)
        return break_down() if kwargs["purpose"] == wanted else post(**kwargs)

    monkeypatch.setattr(outbox, "post", post_all_but)
    if fails == "audit entry":
        monkeypatch.setattr(audit, "record", break_down)
    if fails == "deflection":
        monkeypatch.setattr(visit, "reported", break_down)
    entries = AuditEntry.objects.count()

    with pytest.raises(DatabaseError):
        file_report(
            told=ReportContent(text="x", scale="JUST_ME", email="sam@example.org"),
            files=[held],
            origin=Origin("cookie"),
        )

    assert [model.objects.count() for model in EVERYTHING] == [0, 0, 0, 0]
    assert AuditEntry.objects.count() == entries
    assert list(HeldFile.objects.all()) == [held]
    assert default_storage.exists(held.stored)


def test_without_an_address_nothing_is_posted_to_the_reporter():
    report = make_report(email="", phone="01632 960001")

    assert list(deliveries(report)) == ["desk"]


def test_one_address_is_confirmed_three_times_a_day_at_most_and_every_report_is_delivered():
    spellings = ["sam@example.org", "SAM@example.org", "Sam@Example.org", "sam@EXAMPLE.org"]

    reports = [make_report(email=spelling, now=NOON) for spelling in spellings]
    next_day = make_report(email="sam@example.org", now=NOON + timedelta(days=1))

    confirmed = [sorted(deliveries(report)) for report in (*reports, next_day)]
    assert confirmed == [*[["confirmation", "desk"]] * 3, ["desk"], ["confirmation", "desk"]]


@pytest.mark.parametrize(
    "typed", ["not an address", "sam@example.org\nBcc: all@example.org", "säm@example.org", '""@example.org']
)
def test_address_that_no_mail_can_go_to_loses_no_report(typed):
    report = make_report(email=typed)

    assert list(deliveries(report)) == ["desk"]
    assert deliveries(report)["desk"].content["reply_to"] == ""


def test_without_a_desk_the_report_is_stored_and_says_that_it_cannot_be_delivered(settings):
    settings.SERVICE_DESK_EMAIL = ""

    report = make_report(email="sam@example.org")

    assert (report.sent_to, report.is_deliverable) == ("", False)
    assert list(deliveries(report)) == ["confirmation"]


def test_address_of_the_desk_that_is_none_loses_no_report(settings):
    settings.SERVICE_DESK_EMAIL = '""@example.org'

    report = make_report()

    assert (report.is_deliverable, deliveries(report)) == (False, {})


def test_suspicious_report_is_stored_and_nobody_is_written_to():
    report = make_report(email="sam@example.org", suspicions=["It was too quick."])

    report.refresh_from_db()
    assert (report.suspicions, report.is_suspicious, report.sent_to) == (
        ["It was too quick."],
        True,
        "desk@example.org",
    )
    assert not Delivery.objects.exists()


def test_what_the_visitor_opened_before_did_not_help():
    visit.opened(visitor="cookie", article=make_article(), now=NOON)

    file_report(told=ReportContent(text="x", scale="JUST_ME"), origin=Origin("cookie"), now=NOON + timedelta(minutes=5))

    assert Deflection.objects.get().was_reported


def test_the_same_button_pressed_twice_is_one_report():
    told = ReportContent(text="It blinks.", scale="JUST_ME", email="sam@example.org")

    first = file_report(told=told, files=[hold("one.png")], origin=Origin(form="a-form"), now=NOON)
    second = file_report(told=told, origin=Origin(form="a-form"), now=NOON + timedelta(seconds=2))

    assert second == first
    assert first.attachments.count() == 1
    assert Report.objects.count() == Event.objects.count() == 1
    assert len({delivery.purpose for delivery in Delivery.objects.all()}) == Delivery.objects.count()


@pytest.mark.parametrize(("text", "form"), [("It blinks now.", "a-form"), ("It blinks.", "another-form")])
def test_other_words_or_another_form_are_another_report(text, form):
    first = file_report(told=ReportContent(text="It blinks.", scale="JUST_ME"), origin=Origin(form="a-form"), now=NOON)

    assert file_report(told=ReportContent(text=text, scale="JUST_ME"), origin=Origin(form=form), now=NOON) != first

"""Removing a passage or a screenshot for good, and what is said of mail that is out already."""

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.outbox.message import File, Mail
from kb.outbox.models import Delivery
from kb.reports.delivery.digest import send_digest
from kb.reports.models import Attachment, Event, Report
from kb.reports.privacy import removal
from kb.reports.privacy.sent_copies import gone_out
from kb.reports.triage import actions as triage
from tests.make import make_report as file_report
from tests.reports.posted import deliveries, every_word, mail
from tests.reports.rows import make_attachment, make_delivery, make_report

WORDS = "Jo Patient, born 3 March 1961"


def address(report, name, *more) -> str:
    return reverse(f"reports:{name}", args=[report.reference, *more])


def everything_stored() -> str:
    """Each value of each row that speaks of reports, as one text."""
    rows = [
        *Report.objects.values(),
        *Event.objects.values(),
        *Attachment.objects.values(),
        *AuditEntry.objects.values(),
    ]
    return repr(rows)


# --- A passage -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["text", "organisation", "name", "began", "software", "computer", "searched"])
def test_passage_is_removed_wherever_it_stands(desk, field):
    report = make_report(**{field: f"Before {WORDS} after"})

    removal.remove_passage(report=report, words=WORDS, by=desk)

    report.refresh_from_db()
    assert getattr(report, field) == "Before [removed] after"


def test_passage_goes_from_the_history_and_the_names_of_screenshots_too(desk):
    report = make_report(text=WORDS)
    triage.add_note(report=report, text=f"They wrote: {WORDS}", seen=0, by=desk)
    make_attachment(report, name=f"{WORDS}.png")

    places = removal.remove_passage(report=report, words=WORDS, by=desk)

    assert places == 3
    assert "Jo Patient" not in everything_stored()


def test_every_occurrence_goes(desk):
    report = make_report(text=f"{WORDS} and again {WORDS}")

    removal.remove_passage(report=report, words=WORDS, by=desk)

    report.refresh_from_db()
    assert report.text == "[removed] and again [removed]"


def test_passage_of_several_lines_is_found_whatever_the_line_ends(analyst):
    report = make_report(text="One\nJo Patient\nborn 1961\nTwo")

    analyst.post(address(report, "remove-passage"), {"words": "Jo Patient\r\nborn 1961"})

    report.refresh_from_db()
    assert report.text == "One\n[removed]\nTwo"


def test_half_an_address_is_no_address(desk):
    report = make_report(email="jo.patient@example.org")

    removal.remove_passage(report=report, words="jo.patient", by=desk)

    report.refresh_from_db()
    assert report.email == ""


def test_what_grows_by_it_still_fits(desk):
    report = make_report(computer="abc" * 33)

    removal.remove_passage(report=report, words="abc", by=desk)

    report.refresh_from_db()
    assert len(report.computer) == 100


def test_history_and_audit_say_that_it_was_done_and_not_what_it_was(analyst, desk):
    report = make_report(text=WORDS)

    analyst.post(address(report, "remove-passage"), {"words": WORDS})

    event = report.events.get(kind="REMOVED")
    entry = AuditEntry.objects.newest_first().first()
    assert (event.by, event.text) == (desk, "A passage, in 1 place")
    assert (entry.verb, entry.detail) == ("removed a passage from a report", {"places": 1})
    assert "Jo Patient" not in everything_stored()


def test_words_that_do_not_stand_there_are_refused_and_kept_in_the_form(analyst):
    report = make_report()

    response = analyst.post(address(report, "remove-passage"), {"words": "Somebody else"})

    assert response.status_code == 422
    assert "These words do not stand in the report." in response.content.decode()
    assert "Somebody else" in response.content.decode()
    assert not report.events.filter(kind="REMOVED").exists()


def test_two_letters_are_too_few(analyst):
    report = make_report(text="The end")

    assert analyst.post(address(report, "remove-passage"), {"words": "he"}).status_code == 422


def test_it_is_offered_without_triage_too(analyst):
    assert "Remove these words for good" in analyst.get(address(make_report(), "remove")).content.decode()


# --- Mail ----------------------------------------------------------------------------------------------------------


def test_mail_that_waits_goes_out_without_the_passage(desk):
    words = "O'Neil & <Sons>\n1961"
    report = make_report(text=f"Before {words} after")
    waiting = Mail(
        to="desk@example.org",
        subject="Report",
        text=f"Before {words} after",
        html="<p>Before O&#x27;Neil &amp; &lt;Sons&gt;<br>1961 after</p>",
        bare_text=f"{words}, without files",
        bare_html="<p>O&#39;Neil &amp; &lt;Sons&gt;\n1961</p>",
    )
    delivery = make_delivery(report, mail=waiting, purpose="addition")

    removal.remove_passage(report=report, words=words, by=desk)

    delivery.refresh_from_db()
    assert "Neil" not in str(delivery.content)
    assert delivery.content["text"] == "Before [removed] after"
    assert delivery.content["html"] == "<p>Before [removed] after</p>"


@pytest.mark.parametrize("state", ["WAITING", "FAILED"])
def test_mail_to_the_desk_is_made_again_from_what_is_left(desk, state):
    report = file_report(text=f"Before {WORDS} after", software=WORDS, email="robin@example.org")
    delivery = deliveries(report)["desk"]
    settled_at = timezone.now() if state == "FAILED" else None
    Delivery.objects.filter(pk=delivery.pk).update(state=state, settled_at=settled_at)
    stood_in_it = "Jo Patient" in every_word(mail(report, "desk"))

    removal.remove_passage(report=report, words=WORDS, by=desk)

    said = every_word(mail(report, "desk"))
    assert stood_in_it
    assert "Before [removed] after" in said
    assert "Jo Patient" not in said


def test_digest_that_waits_is_made_again_with_the_other_reports_in_it(desk):
    report = file_report(text=f"Before {WORDS} after", suspicions=["quick"])
    other = file_report(text="Another report.", suspicions=["quick"])
    send_digest(timezone.now())

    removal.remove_passage(report=report, words=WORDS, by=desk)

    said = every_word(Mail.from_dict(Delivery.objects.get(purpose="digest").content))
    assert "Jo Patient" not in said
    assert "Another report." in said
    assert other.reference in said


def test_page_says_where_a_digest_went(analyst):
    report = file_report(text=WORDS, suspicions=["quick"])
    send_digest(timezone.now())
    Delivery.objects.update(state="SENT", settled_at=timezone.now(), content={})

    assert "This was already sent to desk@example.org at " in analyst.get(address(report, "remove")).content.decode()


def test_page_says_where_mail_went_already(analyst):
    report = make_report(text=WORDS)
    make_delivery(report, state="SENT", settled_at=datetime(2026, 6, 3, 9, 42, tzinfo=UTC))

    text = analyst.get(address(report, "remove")).content.decode()

    assert "This was already sent to desk@example.org on 3 June 2026 at 10:42am." in text


def test_of_mail_sent_today_the_time_is_enough(db):
    report = make_report()
    now = timezone.now()
    make_delivery(report, state="SENT", settled_at=now)

    (said,) = gone_out(report)

    assert said.startswith("This was already sent to desk@example.org at ")


def test_confirmation_holds_nothing_that_could_have_gone_out(db):
    report = make_report()
    make_delivery(report, purpose="confirmation", state="SENT")

    assert gone_out(report) == []


def test_mail_that_waits_has_gone_nowhere(analyst):
    report = make_report()
    make_delivery(report)

    assert (
        "No mail with the words of this report has gone out." in analyst.get(address(report, "remove")).content.decode()
    )


# --- A screenshot --------------------------------------------------------------------------------------------------


def test_screenshot_is_deleted_and_its_row_says_since_when(analyst, desk):
    report = make_report()
    shown = make_attachment(report)

    analyst.post(address(report, "remove-screenshot", 1))

    kept = Attachment.objects.get()
    assert kept.removed_at is not None
    assert kept.stored == ""
    assert not default_storage.exists(shown.stored)
    assert report.events.get(kind="REMOVED").by == desk
    assert analyst.get(address(report, "screenshot", 1)).status_code == 404


def test_mail_that_waits_goes_out_without_the_screenshot(desk):
    report = make_report()
    removed, kept = make_attachment(report), make_attachment(report, position=2)
    files = tuple(File(shown.stored, shown.name, shown.content_type) for shown in (removed, kept))
    delivery = make_delivery(report, mail=Mail(to="desk@example.org", subject="Report", text="Look.", files=files))

    removal.remove_screenshot(attachment=removed, by=desk)

    delivery.refresh_from_db()
    assert [file["stored"] for file in delivery.content["files"]] == [kept.stored]


def test_screenshot_is_removed_once(desk):
    shown = make_attachment(make_report())
    removal.remove_screenshot(attachment=shown, by=desk)

    with pytest.raises(removal.NotFound):
        removal.remove_screenshot(attachment=shown, by=desk)

    assert Event.objects.filter(kind="REMOVED").count() == 1

"""What the desk does to a report, and two who do it at once."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import merge_articles
from kb.outbox.models import Delivery
from kb.reports.history import AlreadyEmptied, ChangedMeanwhile
from kb.reports.models import Event, Report
from kb.reports.triage import actions as triage
from kb.reports.triage import answering, merging
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code
from tests.reports.rows import make_report

pytestmark = pytest.mark.usefixtures("triage")


def address(report, name="detail") -> str:
    return reverse(f"reports:{name}", args=[report.reference])


def seen(report) -> int:
    return max(report.events.values_list("pk", flat=True), default=0)


def alone(work):
    """On a connection of its own, where the others see what it made."""
    (result,) = on_own_connections(lambda _: work(), times=1, workers=1)
    return result


def happened(report) -> list[tuple[str, str]]:
    """After it was sent."""
    return list(report.events.exclude(kind="FILED").order_by("pk").values_list("kind", "text"))


def recorded() -> tuple[str, str]:
    entry = AuditEntry.objects.newest_first().first()
    return entry.verb, entry.subject


def test_report_is_linked_to_what_its_article_was_merged_into_meanwhile(desk, reviewer):
    report, merged, kept = make_report(), make_article(), make_article()
    merge_articles(article=merged, into=kept, by=reviewer)

    triage.link_article(report=report, article=merged, seen=seen(report), by=desk)

    report.refresh_from_db()
    assert report.article == kept


# --- State ---------------------------------------------------------------------------------------------------------


def test_state_is_changed_with_who_and_when(desk):
    report = make_report()

    triage.change_state(report=report, state="IN_PROGRESS", seen=seen(report), by=desk)

    report.refresh_from_db()
    assert report.state == "IN_PROGRESS"
    assert happened(report) == [("STATE", "New → In progress")]
    assert report.events.get(kind="STATE").by == desk
    assert recorded() == ("changed the state of a report", f"report {report.reference}")


def test_closing_says_when_and_opening_again_takes_it_back(desk):
    report = make_report()

    closed = triage.change_state(report=report, state="CLOSED", seen=seen(report), by=desk)
    opened = triage.change_state(report=report, state="IN_PROGRESS", seen=seen(report), by=desk)

    assert closed.closed_at is not None
    assert opened.closed_at is None


def test_same_state_again_changes_nothing(desk):
    report = make_report()

    triage.change_state(report=report, state="NEW", seen=seen(report), by=desk)

    assert happened(report) == []


def test_emptied_report_cannot_be_worked_on(desk):
    report = make_report(state="CLOSED")
    Report.objects.update(emptied_at=report.closed_at)

    with pytest.raises(AlreadyEmptied):
        triage.change_state(report=report, state="NEW", seen=seen(report), by=desk)


def test_if_the_history_cannot_be_written_nothing_is(desk, monkeypatch):
    report = make_report()

    def fail(**facts):
        raise IntegrityError

    monkeypatch.setattr("kb.accounts.audit.record", fail)
    with pytest.raises(IntegrityError):
        triage.change_state(report=report, state="CLOSED", seen=seen(report), by=desk)

    report.refresh_from_db()
    assert report.state == "NEW"
    assert happened(report) == []


# --- Two at once ---------------------------------------------------------------------------------------------------


def test_second_of_two_is_told_and_changes_nothing(desk, reviewer):
    report = make_report()
    both_saw = seen(report)
    triage.change_state(report=report, state="IN_PROGRESS", seen=both_saw, by=desk)

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        triage.change_state(report=report, state="CLOSED", seen=both_saw, by=reviewer)

    report.refresh_from_db()
    assert report.state == "IN_PROGRESS"
    assert meanwhile.value.latest.by == desk


@pytest.mark.usefixtures("shared_database")
def test_only_one_of_many_at_once_is_first():
    report, saw = alone(lambda: (report := make_report(), seen(report)))

    def take(number: int) -> str:
        try:
            triage.change_state(report=report, state="IN_PROGRESS", seen=saw, by=None)
        except ChangedMeanwhile:
            return "second"
        return "first"

    assert sorted(on_own_connections(take, times=8)) == ["first", *["second"] * 7]


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("set-ticket", {"number": "INC0012345"}, "INC0012345"),
        ("merge", {"into": "KEPT2345"}, "KEPT2345"),
        ("answer", {"how": "PHONE", "text": "Take the card out."}, "Take the card out."),
    ],
)
def test_what_the_second_had_typed_is_still_in_the_form(analyst, desk, name, typed, kept):
    report = make_report()
    make_report(reference="KEPT2345")
    both_saw = seen(report)
    triage.add_note(report=report, text="I phone them.", seen=both_saw, by=desk)

    response = analyst.post(address(report, name), {"seen": both_saw, **typed})

    text = response.content.decode()
    assert response.status_code == 409
    assert "The help desk changed this report since you opened it" in text
    assert kept in text
    assert [kind for kind, _ in happened(report)] == ["NOTE"]


def test_sending_it_again_after_the_message_goes_through(analyst, desk):
    report = make_report()
    both_saw = seen(report)
    triage.add_note(report=report, text="I phone them.", seen=both_saw, by=desk)
    refused = analyst.post(address(report, "set-ticket"), {"seen": both_saw, "number": "INC0012345"})

    now_seen = re.search(r'name="seen" value="(\d+)"[^>]*id="ticket_seen"', refused.content.decode())
    analyst.post(address(report, "set-ticket"), {"seen": now_seen[1], "number": "INC0012345"})

    report.refresh_from_db()
    assert report.ticket_number == "INC0012345"


def test_note_contradicts_nobody(desk, reviewer):
    report = make_report()
    both_saw = seen(report)
    triage.add_note(report=report, text="First.", seen=both_saw, by=desk)
    triage.add_note(report=report, text="Second.", seen=both_saw, by=reviewer)

    assert happened(report) == [("NOTE", "First."), ("NOTE", "Second.")]


# --- Assigning, ticket, note, article ------------------------------------------------------------------------------


def test_report_is_taken_and_given_back(analyst, desk):
    report = make_report()

    analyst.post(address(report, "assign"), {"seen": seen(report), "to": "ME"})
    report.refresh_from_db()
    taken_by = report.assigned_to
    analyst.post(address(report, "assign"), {"seen": seen(report), "to": "NOBODY"})
    report.refresh_from_db()

    assert taken_by == desk
    assert report.assigned_to is None
    assert happened(report) == [("ASSIGNED", "To The help desk"), ("ASSIGNED", "To nobody")]


def test_ticket_number_is_kept_in_the_history(analyst):
    report = make_report()

    analyst.post(address(report, "set-ticket"), {"seen": seen(report), "number": "INC0012345"})

    assert happened(report) == [("TICKET", "INC0012345")]


def test_empty_note_is_refused_with_what_to_do(analyst):
    report = make_report()

    response = analyst.post(address(report, "add-note"), {"seen": seen(report), "text": " "})

    assert response.status_code == 422
    assert "Write the note." in response.content.decode()


def test_words_of_a_note_are_not_in_the_audit_trail(analyst):
    report = make_report()

    analyst.post(address(report, "add-note"), {"seen": seen(report), "text": "The ward sister phoned."})

    assert recorded() == ("added a note to a report", f"report {report.reference}")
    assert AuditEntry.objects.newest_first().first().detail == {}


@pytest.mark.parametrize("spelled", ["{label}", "{number}", " kb{number} "])
def test_article_is_linked_by_its_number(analyst, spelled):
    report, article = make_report(), make_article()

    typed = spelled.format(label=article.label, number=article.number)
    analyst.post(address(report, "link-article"), {"seen": seen(report), "article": typed})

    report.refresh_from_db()
    assert report.article == article
    assert happened(report) == [("LINKED", str(article))]


@pytest.mark.parametrize("typed", ["KB9999", "card", "99999999999999999999", "²"])
def test_article_that_is_not_there_is_refused(analyst, typed):
    report = make_report()

    response = analyst.post(address(report, "link-article"), {"seen": seen(report), "article": typed})

    assert response.status_code == 422
    assert f"There is no live article {typed}." in response.content.decode()


# --- Merging -------------------------------------------------------------------------------------------------------


def test_duplicate_is_closed_and_both_say_so(analyst):
    kept, duplicate = make_report(), make_report(text="Still the same.")

    analyst.post(address(duplicate, "merge"), {"seen": seen(duplicate), "into": kept.reference.lower()})

    duplicate.refresh_from_db()
    assert duplicate.state == "CLOSED"
    assert duplicate.duplicate_of == kept
    assert duplicate.text == "Still the same."
    assert ("MERGED", f"Closed as a duplicate of {kept}") in happened(duplicate)
    assert happened(kept) == [("MERGED", f"{duplicate} is a duplicate of this report")]
    assert f"/desk/reports/{duplicate.reference}/" in analyst.get(address(kept)).content.decode()


def test_report_is_no_duplicate_of_itself_or_of_a_duplicate(desk):
    kept = make_report()
    duplicate = make_report(state="CLOSED", duplicate_of=kept)
    other = make_report()

    with pytest.raises(merging.NotToBeMerged):
        merging.merge(report=other, into=other, seen=seen(other), by=desk)
    with pytest.raises(merging.NotToBeMerged, match=f"Merge into {kept.reference} instead"):
        merging.merge(report=other, into=duplicate, seen=seen(other), by=desk)
    with pytest.raises(merging.NotToBeMerged):
        merging.merge(report=kept, into=duplicate, seen=seen(kept), by=desk)


@pytest.mark.usefixtures("shared_database")
def test_two_that_are_merged_into_each_other_at_once_make_no_circle():
    pair = alone(lambda: (make_report(), make_report()))
    saw = alone(lambda: [seen(report) for report in pair])

    def merge(number: int) -> bool:
        way = number % 2
        try:
            merging.merge(report=pair[way], into=pair[1 - way], seen=saw[way], by=None)
        except (merging.NotToBeMerged, ChangedMeanwhile):
            return False
        return True

    assert sum(on_own_connections(merge, times=4)) == 1
    assert alone(Report.objects.filter(duplicate_of__isnull=False).count) == 1


def test_unknown_reference_is_refused_with_what_was_typed(analyst):
    report = make_report()

    response = analyst.post(address(report, "merge"), {"seen": seen(report), "into": "NOTHERE2"})

    assert response.status_code == 422
    assert "There is no report NOTHERE2." in response.content.decode()


def test_duplicate_that_is_opened_again_is_one_no_more(desk):
    duplicate = make_report(state="CLOSED", duplicate_of=make_report())

    triage.change_state(report=duplicate, state="NEW", seen=seen(duplicate), by=desk)

    duplicate.refresh_from_db()
    assert duplicate.duplicate_of is None


# --- Answers -------------------------------------------------------------------------------------------------------


def test_answer_goes_through_the_outbox_and_into_the_history(analyst, settings):
    settings.SERVICE_DESK_EMAIL = "desk@example.org"
    report = make_report(email="robin@example.org", text="My own words.")

    analyst.post(address(report, "answer"), {"seen": seen(report), "how": "EMAIL", "text": "Take the card out."})

    report.refresh_from_db()
    delivery = Delivery.objects.of(room="reports", key=report.reference).get()
    assert delivery.to == "robin@example.org"
    assert "Take the card out." in delivery.content["text"]
    assert "My own words." not in str(delivery.content)
    assert delivery.content["reply_to"] == "desk@example.org"
    assert report.reference in delivery.content["subject"]
    assert report.state == "ANSWERED"
    assert happened(report)[0] == ("ANSWER", "Take the card out.")


def test_answer_by_phone_sends_nothing(analyst):
    report = make_report(phone="01632 960123")

    shown = analyst.get(address(report, "answer")).content.decode()
    analyst.post(address(report, "answer"), {"seen": seen(report), "how": "PHONE", "text": "Take the card out."})

    assert "01632 960123" in shown
    assert "By email" not in shown
    assert happened(report)[0] == ("ANSWER", "Told by phone: Take the card out.")
    assert not Delivery.objects.exists()


def test_answer_by_email_without_an_address_is_refused(analyst, desk):
    report = make_report()

    response = analyst.post(address(report, "answer"), {"seen": seen(report), "how": "EMAIL", "text": "Take it out."})

    assert response.status_code == 422
    with pytest.raises(answering.NoEmailAddress):
        answering.answer(report=report, text="Take it out.", how="EMAIL", article=None, seen=seen(report), by=desk)


@pytest.mark.parametrize("email", ["", "rödin@example.org", "robin@example", "\u200b"])
def test_answer_by_email_is_offered_only_where_mail_reaches(analyst, email):
    report = make_report(email=email, phone="01632 960123")

    shown = analyst.get(address(report, "answer"))
    detail = analyst.get(address(report)).content.decode()

    assert "By email" not in shown.content.decode()
    assert shown.context["form"]["how"].value() == "PHONE"
    assert "mailto:" not in detail


def test_answer_to_an_address_of_before_goes_where_mail_reaches(analyst):
    report = make_report(email="robin@ex\u200bämple.org")

    shown = analyst.get(address(report, "answer")).content.decode()
    analyst.post(address(report, "answer"), {"seen": seen(report), "how": "EMAIL", "text": "Take the card out."})

    assert "By email to robin@xn--exmple-cua.org" in shown
    assert Delivery.objects.of(room="reports", key=report.reference).get().to == "robin@xn--exmple-cua.org"


def test_answer_begins_with_the_steps_of_the_article_that_answers_the_code(analyst):
    article = make_article(codes=("ERR5022",))
    report = make_report(code=article.code_uses.get().code, name="Robin Teal")

    text = analyst.get(address(report, "answer")).context["form"]["text"].value()

    assert text.startswith("Hello Robin Teal,")
    assert "1. Take the card out. Put it back in." in text
    assert article.get_absolute_url() in text


def test_answer_that_may_name_a_patient_is_asked_about_once(analyst):
    report = make_report(phone="01632 960123")
    typed = {"seen": seen(report), "how": "PHONE", "text": "Your NHS number 943 476 5919 was in it."}

    asked = analyst.post(address(report, "answer"), typed)
    analyst.post(address(report, "answer"), typed | {"sure": "on"})

    assert asked.status_code == 422
    assert "“943 476 5919” may be an NHS number" in asked.content.decode()
    assert happened(report)[0][0] == "ANSWER"


def test_article_of_the_answer_is_linked(analyst):
    article, report = make_article(), make_report()
    typed = {"seen": seen(report), "how": "PHONE", "text": "Take it out.", "article": article.number}

    analyst.post(address(report, "answer"), typed)

    report.refresh_from_db()
    assert report.article == article


@pytest.mark.parametrize("wanted", ["9" * 5000, "KB", "²", "\0"])
def test_answer_begins_from_nothing_where_no_article_is_called_so(analyst, wanted):
    response = analyst.get(address(make_report(), "answer"), {"article": wanted})

    assert "1. " not in response.context["form"]["text"].value()


def test_answer_can_begin_from_nothing(analyst):
    article = make_article(codes=("ERR5022",))
    report = make_report(code=article.code_uses.get().code)

    text = analyst.get(address(report, "answer"), {"article": "none"}).context["form"]["text"].value()

    assert "1. " not in text


def test_answer_to_a_closed_report_leaves_it_closed(desk):
    report = make_report(state="CLOSED")

    answering.answer(report=report, text="It is mended.", how="PHONE", article=None, seen=seen(report), by=desk)

    report.refresh_from_db()
    assert report.state == "CLOSED"


def test_subject_of_an_answer_cannot_hold_another_header(desk, settings):
    settings.SERVICE_DESK_NAME = "Desk\r\nBcc: everyone@example.org"
    report = make_report(email="robin@example.org", code=make_code())

    mail = answering.answer_mail(report, "Hello")

    assert "\n" not in mail.subject
    assert Event.objects.filter(kind="ANSWER").count() == 0


@pytest.mark.parametrize("page", ["", "remove/", "answer/", "screenshots/1/"])
def test_there_is_no_report_under_a_reference_that_no_database_keeps(analyst, page):
    assert analyst.get(f"/desk/reports/{make_report().reference}%00/{page}").status_code == 404

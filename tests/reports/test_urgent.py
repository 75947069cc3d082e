"""An urgent report is a mail of its own at once, before all others, whatever is thought of it and whatever else is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kb.outbox.models import Delivery, Priority
from kb.outbox.worker import work_on_next, work_once
from kb.reports.delivery.digest import send_digest
from kb.reports.delivery.posting import SURGE_ABOVE, SURGE_WITHIN, post_overlooked
from kb.reports.form.step import FormState
from kb.reports.models import Report
from kb.reports.status.actions import add_to_report
from tests.at_once import WORKERS, on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_delivery, make_report, make_service
from tests.outbox.conftest import mail_server, mails_go_to  # noqa: F401 - fixtures
from tests.reports.conftest import NOON
from tests.reports.person import FORM, TYPED

WHY = ("It was sent less than 3 seconds after the form was opened.",)
SURGE = "urgent reports"


def posted_to_desk() -> set[str]:
    return set(Delivery.objects.filter(purpose="desk").values_list("key", flat=True))


def urgent_ones() -> set[str]:
    return set(Report.objects.filter(is_urgent=True).values_list("reference", flat=True))


def subjects(mail_server) -> list[str]:  # noqa: F811
    return [str(mail["Subject"]) for mail in mail_server.taken]


# --- Through the form ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_form_used_again_and_again_without_its_cookies_is_one_visitor(settings, mail_server):  # noqa: F811
    settings.REPORT_FLOOD = 100
    state = FormState.fresh(timezone.now() - timedelta(minutes=1)).signed

    for number in range(60):
        told = TYPED | {"state": state, "text": f"Number {number}.", "is_urgent": "yes" if number % 10 == 9 else "no"}
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post(FORM, told).status_code == 303

    assert Report.objects.count() == 60
    assert Report.objects.filter(suspicions=[]).count() == 5
    assert posted_to_desk() == urgent_ones() | set(
        Report.objects.filter(suspicions=[]).values_list("reference", flat=True)
    )
    assert send_digest(timezone.now()) == 60 - 5 - 6
    work_once()
    taken = subjects(mail_server)
    assert [subject.startswith("URGENT Report ") for subject in taken[:6]] == [True] * 6
    assert not any("URGENT" in subject for subject in taken[6:])
    assert "49 reports to be checked" in taken


@pytest.mark.django_db
def test_mail_of_a_suspicious_urgent_report_says_that_it_is_to_be_checked_and_why():
    report = make_report(is_urgent=True, suspicions=WHY, email="sam@example.org")

    (posted,) = Delivery.objects.all()  # nobody is written to on its account but the desk
    assert (posted.purpose, posted.key, posted.priority) == ("desk", report.reference, Priority.URGENT)
    for body in (posted.content["text"], posted.content["html"]):
        assert f"To be checked, it may be no real report: {WHY[0]}" in body


@pytest.mark.django_db
def test_report_that_nobody_doubts_says_nothing_of_checking():
    make_report(is_urgent=True)

    assert "To be checked" not in Delivery.objects.get().content["text"]


@pytest.mark.django_db
def test_what_is_added_to_an_urgent_report_goes_before_the_others_too():
    report = make_report(is_urgent=True, suspicions=WHY)

    add_to_report(report=report, text="Two wards now.", guard_overruled=False, now=timezone.now())

    assert Delivery.objects.get(purpose="addition").priority == Priority.URGENT


@pytest.mark.django_db
def test_confirmation_does_not_go_before_other_reports():
    make_report(is_urgent=True, email="sam@example.org")

    assert Delivery.objects.get(purpose="confirmation").priority == Priority.ORDINARY


# --- With a real mail server ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_the_mail_server_is_out_the_urgent_one_is_tried_and_goes_first_when_it_is_back(mail_server):  # noqa: F811
    for number in range(30):
        make_delivery(key=f"other {number}")
    mail_server.says["MAIL"] = "451 4.3.0 Try again later"
    now = timezone.now()
    work_once(now)
    urgent = make_report(is_urgent=True, now=now)
    work_once(timezone.now())

    for number in range(1, 26):
        work_once(now + number * timedelta(seconds=70))
    (delivery,) = Delivery.objects.of(room="reports", key=urgent.reference)
    others = Delivery.objects.filter(priority=Priority.ORDINARY)
    assert delivery.attempts.count() >= 25
    assert max(other.attempts.count() for other in others) < 8

    mail_server.says.clear()
    later = now + timedelta(hours=3)
    work_on_next(later)
    assert [subject.startswith(f"URGENT Report {urgent.reference}") for subject in subjects(mail_server)] == [True]


@pytest.mark.django_db
def test_above_twenty_urgent_ones_in_ten_minutes_one_mail_says_so_first_and_each_still_follows(mail_server):  # noqa: F811
    now = timezone.now()
    make_report(text="Not one of them", now=now)
    for number in range(SURGE_ABOVE + 5):
        make_report(is_urgent=True, text=f"Nobody can sign in, ward {number}.", now=now)

    work_once()

    taken = subjects(mail_server)
    assert taken[0] == "URGENT 21 reports of patient care affected within 10 minutes"
    assert len([one for one in taken[1:26] if one.startswith("URGENT Report")]) == SURGE_ABOVE + 5
    body = mail_server.taken[0].get_body(("plain",)).get_content()
    listed = [one for one in urgent_ones() if f"/desk/reports/{one}/" in body.replace("=\n", "")]
    assert len(listed) == SURGE_ABOVE + 1
    assert "ward" not in body


@pytest.mark.django_db
def test_twenty_are_no_surge_and_each_desk_counts_its_own(settings):
    settings.REPORT_ROUTES = {"spine": "spine@example.org"}
    make_service("spine")
    for _ in range(SURGE_ABOVE):
        make_report(is_urgent=True, now=NOON)
    make_report(is_urgent=True, service="spine", now=NOON)
    make_report(is_urgent=True, now=NOON + SURGE_WITHIN)
    assert not Delivery.objects.filter(purpose=SURGE).exists()

    make_report(is_urgent=True, now=NOON)

    assert Delivery.objects.get(purpose=SURGE).to == "desk@example.org"


@pytest.mark.usefixtures("shared_database")
def test_surge_is_told_of_once_however_many_are_sent_at_once():
    on_own_connections(lambda _: [make_report(is_urgent=True) for _ in range(SURGE_ABOVE)], times=1, workers=1)

    on_own_connections(lambda _: make_report(is_urgent=True), times=5 * WORKERS)

    purposes = on_own_connections(
        lambda _: list(Delivery.objects.values_list("purpose", flat=True)), times=1, workers=1
    )[0]
    assert (purposes.count(SURGE), purposes.count("desk")) == (1, SURGE_ABOVE + 5 * WORKERS)


# --- What the code of before left for a digest -----------------------------------------------------------------------


@pytest.mark.usefixtures("shared_database")
def test_urgent_one_that_was_left_for_a_digest_is_posted_once_however_many_workers_ask():
    now = timezone.now()

    def leave(_: int) -> str:
        report = make_report(is_urgent=True, suspicions=WHY)
        Delivery.objects.all().delete()
        make_report(suspicions=WHY)
        return report.reference

    (reference,) = on_own_connections(leave, times=1, workers=1)

    done = on_own_connections(lambda _: post_overlooked(now), times=WORKERS)

    posted = on_own_connections(lambda _: list(Delivery.objects.values_list("key", flat=True)), times=1, workers=1)
    assert (sum(done), posted) == (1, [[reference]])


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"filed_at": timezone.now() - timedelta(days=8)}, {"emptied_at": NOON}])
def test_old_or_emptied_one_is_not_posted_again(facts):
    make_report(is_urgent=True, suspicions=WHY)
    Delivery.objects.all().delete()
    Report.objects.update(**facts)

    assert post_overlooked(timezone.now()) == 0

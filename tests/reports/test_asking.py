"""The desk asks the editors for an article on what a report tells."""

import pytest

from kb.accounts.models import AuditEntry
from kb.reports.history import AlreadyEmptied, ChangedMeanwhile
from kb.reports.models import Report
from kb.reports.triage import actions as asking
from tests.reports.rows import make_report

pytestmark = pytest.mark.django_db


def seen(report: Report) -> int:
    return report.events.latest("pk").pk


def test_asking_and_taking_back_stand_in_history_and_audit(desk):
    report = make_report()
    for is_wanted in (True, True, False):
        asking.ask_for_article(report=report, is_wanted=is_wanted, seen=seen(report), by=desk)

    assert list(report.events.filter(kind="ASKED").order_by("pk").values_list("text", "by")) == [
        ("", desk.pk),
        ("Taken back", desk.pk),
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == [
        "asked the editors for an article",
        "took back the request for an article",
    ]
    assert not Report.objects.asking_for_article().exists()


def test_old_page_and_emptied_report_are_refused(desk):
    report = make_report(state="CLOSED")
    with pytest.raises(ChangedMeanwhile):
        asking.ask_for_article(report=report, is_wanted=True, seen=0, by=desk)
    asking.ask_for_article(report=report, is_wanted=True, seen=seen(report), by=desk)
    Report.objects.update(emptied_at=report.closed_at)

    assert not Report.objects.asking_for_article().exists()
    with pytest.raises(AlreadyEmptied):
        asking.ask_for_article(report=report, is_wanted=False, seen=seen(report), by=desk)


@pytest.mark.parametrize("with_triage", [True, False])
def test_button_is_there_with_and_without_triage(analyst, settings, with_triage):
    settings.REPORT_TRIAGE = with_triage
    report = make_report()
    page = f"/desk/reports/{report.reference}/"

    asked = analyst.post(f"{page}ask/", {"seen": seen(report), "wanted": "on"}, follow=True).content.decode()
    back = analyst.post(f"{page}ask/", {"seen": seen(report)}, follow=True).content.decode()

    assert "Take that back" in asked
    assert "Ask the editors for an article" in back

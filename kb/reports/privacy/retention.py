"""The rules of how long things are kept, as docs/retention.md tells them. The worker calls this again and again."""

from datetime import datetime

from django.db import transaction

from kb.accounts import audit
from kb.reports.models import Attachment, Report
from kb.reports.privacy.erasing import empty, take_away

AT_ONCE = 200
TIME_IS_OVER = "Emptied: the time for which a report is kept is over"


def _empty_reports(now: datetime) -> int:
    due = list(Report.objects.over(now).order_by("filed_at", "pk")[:AT_ONCE])
    return sum(empty(report=report, why=TIME_IS_OVER, by=None, now=now) for report in due)


@transaction.atomic
def _take_away(attachment: Attachment, now: datetime) -> bool:
    return take_away(attachment, now=now)


def _take_away_screenshots(now: datetime) -> int:
    due = list(Attachment.objects.over(now).order_by("pk")[:AT_ONCE])
    return sum(_take_away(attachment, now) for attachment in due)


def keep_to_the_rules(now: datetime) -> int:
    """At most some hundreds a run, each in a transaction of its own: the database is never held up."""
    emptied, screenshots = _empty_reports(now), _take_away_screenshots(now)
    if emptied or screenshots:
        with transaction.atomic():
            detail = {"reports": emptied, "screenshots": screenshots}
            audit.record(by=None, verb="emptied what was kept long enough", subject="reports", detail=detail)
    return emptied + screenshots

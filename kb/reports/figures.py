"""How many reports stand where nobody may have seen them: counts only, for whoever watches the site."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from kb.outbox.models import Delivery
from kb.reports.delivery.digest import EVERY
from kb.reports.delivery_keys import DESK, ROOM
from kb.reports.models import Report

# A digest goes once an hour, and the worker asks each minute.
DIGEST_IS_LATE_AFTER = EVERY + timedelta(minutes=15)


@dataclass(frozen=True)
class WaitingReports:
    """`suspicious`: those that no mail holds yet. `urgent_late`: not handed over within five minutes."""

    suspicious: int
    oldest_suspicious: datetime | None
    urgent_late: int

    def is_digest_late(self, now: datetime) -> bool:
        return self.oldest_suspicious is not None and now - self.oldest_suspicious > DIGEST_IS_LATE_AFTER


def waiting_reports(now: datetime) -> WaitingReports:
    suspicious = Report.objects.awaiting_digest().aggregate(number=Count("pk"), oldest=Min("filed_at"))
    return WaitingReports(
        suspicious=suspicious["number"],
        oldest_suspicious=suspicious["oldest"],
        urgent_late=Delivery.objects.filter(room=ROOM, purpose=DESK).urgent_and_late(now).count(),
    )

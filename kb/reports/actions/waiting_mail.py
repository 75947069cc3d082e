"""Saying anew what waits to be sent about a report, from what the report holds now."""

from collections.abc import Callable

from kb.outbox.actions import AlreadySettled, drop, rewrite
from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports import mails
from kb.reports.models import Report
from kb.reports.posted import DESK, DIGEST, posted_under

type Patch = Callable[[Mail], Mail]


def _as_it_is(mail: Mail) -> Mail:
    return mail


def _said_anew(delivery: Delivery, report: Report, patch: Patch) -> Mail | None:
    """What it says now; nothing when there is nothing left to say."""
    if delivery.purpose == DESK:
        return mails.to_desk(report)
    if delivery.purpose == DIGEST:
        of_this_mail = Report.objects.told().filter(digested_at=report.digested_at)
        reports = list(of_this_mail.select_related("service", "code", "article").order_by("-is_urgent", "pk"))
        return mails.digest(reports, to=delivery.to) if reports else None
    # An answer or an addition was written by somebody: it cannot be made again, only cut.
    return patch(Mail.from_dict(delivery.content))


def say_anew(report: Report, patch: Patch = _as_it_is) -> None:
    """Also what was given up, since it may be tried again. What has just been handed over is left as it is."""
    report = Report.objects.select_related("service", "code", "article").get(pk=report.pk)
    for delivery in posted_under([report.reference, report.digest_key]).sendable():
        mail = _said_anew(delivery, report, patch)
        try:
            if mail is None:
                drop(delivery=delivery)
            else:
                rewrite(delivery=delivery, mail=mail)
        except AlreadySettled:
            continue

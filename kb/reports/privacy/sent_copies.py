"""Where the mail about a report has gone: what stands in it we can take back no more."""

from collections.abc import Iterator

from django.utils import timezone

from kb.lib import dates
from kb.outbox.models import Delivery
from kb.reports.delivery_keys import CONFIRMATION, deliveries_of
from kb.reports.models import Report

State = Delivery.State


def _day_and_clock(delivery: Delivery) -> str:
    """Today the time is enough."""
    at = delivery.settled_at or delivery.posted_at
    is_today = dates.in_london(at).date() == dates.in_london(timezone.now()).date()
    return f"at {dates.clock(at)}" if is_today else f"on {dates.day_and_clock(at)}"


def _said(report: Report) -> Iterator[str]:
    for delivery in deliveries_of(report.reference, report.digest_key):
        # A confirmation holds no word of what was told.
        if delivery.purpose == CONFIRMATION:
            continue
        if delivery.state == State.SENT:
            to = delivery.to or "an address that is forgotten by now"
            yield f"This was already sent to {to} {_day_and_clock(delivery)}."
        if delivery.state == State.CLAIMED:
            yield f"This is being sent to {delivery.to} at this moment: it may arrive with what you remove."


def gone_out(report: Report) -> list[str]:
    return list(_said(report))

"""One mail when more people than usual look something up, at any hour."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from kb.insight.models import Rise
from kb.insight.trends.presenters import rise_views
from kb.outbox.message import Mail, one_line, plain_text

ROOM, RISEN = "insight", "rise"


def risen(rises: Sequence[Rise], now: datetime) -> Mail | None:
    """Nothing where nobody is to be told."""
    if not settings.TREND_MAIL:
        return None
    values = {
        "rises": rise_views(rises, now),
        "site": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}{reverse('insight:rises')}",
    }
    subject = one_line("insight/mail/risen.subject.txt", values)
    return Mail(to=settings.TREND_MAIL, subject=subject, text=plain_text("insight/mail/risen.txt", values))

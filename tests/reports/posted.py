"""What the outbox holds for a report."""

from typing import Any

from kb.outbox.message import Mail
from kb.outbox.models import Delivery
from kb.reports.models import Report


def deliveries(report: Report) -> dict[str, Delivery]:
    """By purpose."""
    return {delivery.purpose: delivery for delivery in Delivery.objects.of(room="reports", key=report.reference)}


def mail(report: Report, purpose: str) -> Mail:
    return Mail.from_dict(deliveries(report)[purpose].content)


def every_word(mail: Mail) -> str:
    parts: tuple[Any, ...] = (mail.subject, mail.text, mail.html, mail.bare_text, mail.bare_html, mail.reply_to)
    return "\n".join(parts)

"""What the desk says of a code that nobody has written down."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from kb.contacts.presenters import ContactCard
from kb.helpdesk.desk.call_moment import CallMoment
from kb.helpdesk.desk.hearing import Heard
from kb.helpdesk.desk.presenters import QUESTIONS
from kb.helpdesk.desk.replies import ReplySource, ticket


@dataclass(frozen=True)
class UnwrittenOnDesk:
    """What helps all the same. `ticket` are lines for the desk's own ticket system."""

    name: str
    address: str
    ticket: str
    questions: tuple[str, ...]
    desks: tuple[ContactCard, ...]


def of_unwritten(heard: Heard, moment: CallMoment) -> UnwrittenOnDesk | None:
    """Nothing where what was said holds no code that we lack, or one that may be personal."""
    if not heard.unwritten:
        return None
    address = reverse("browse:code", args=[f"{heard.unwritten}/"])
    source = ReplySource("", f"{heard.unknown} (not written down yet)", "", f"{settings.SITE_URL}{address}", "")
    return UnwrittenOnDesk(heard.unknown, address, ticket(source, ()).rstrip(), QUESTIONS, moment.contacts)

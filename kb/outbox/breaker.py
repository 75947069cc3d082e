"""A mail server that does not answer stops one worker for one mail. From then on, until it answers, one mail a minute
is tried, by whichever worker asks first; what is urgent comes first in the order of claims."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from kb.outbox.answers import Answer, ServerState
from kb.outbox.models import Breaker

logger = logging.getLogger(__name__)

TRY_EVERY = timedelta(minutes=1)


def mail_server() -> str:
    """Where mails go; nothing where they are files."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    return f"{options['host']}:{options.get('port')}".lower() if "host" in options else ""


def out_since() -> datetime | None:
    """Since when the mail server does not answer; nothing while it does, or as long as nobody asked it."""
    is_open = Breaker.objects.filter(server=mail_server()).first()
    return is_open.opened_at if is_open else None


def may_try(now: datetime) -> bool:
    """Whether a mail may be handed to the server now. A yes while it does not answer is good for one mail."""
    is_open = Breaker.objects.filter(server=mail_server()).first()
    if is_open is None:
        return True
    if is_open.next_try_at > now:
        return False
    # Compare and set: of all workers one has this minute.
    unchanged = Breaker.objects.filter(pk=is_open.pk, next_try_at=is_open.next_try_at)
    return bool(unchanged.update(next_try_at=now + TRY_EVERY))


def note(answer: Answer, now: datetime) -> None:
    if not (server := mail_server()):
        return
    if answer.server in {ServerState.OUT, ServerState.FELL_SILENT}:
        opened = {"opened_at": now, "next_try_at": now + TRY_EVERY}
        _, is_new = Breaker.objects.get_or_create(server=server, defaults=opened)
        if is_new:
            logger.warning("No mail gets through to the mail server. Until one does, one a minute is tried.")
    elif answer.server == ServerState.ANSWERED and Breaker.objects.filter(server=server).delete()[0]:
        logger.warning("The mail server answers again.")

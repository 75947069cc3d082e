"""Whether reports can be delivered now, and how well they were: counts only, nothing of any report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from kb.lib.dates import day_and_clock
from kb.outbox.figures import Figures, Share, figures
from kb.outbox.heartbeats import number_of_workers
from kb.outbox.models import Attempt, Delivery


def goes_to_files() -> bool:
    return "host" not in settings.MAILERS["default"].get("OPTIONS", {})


def way_out() -> str:
    """Where mails go, in a sentence."""
    if goes_to_files():
        folder = Path(settings.MAIL_FOLDER)
        base = Path(settings.BASE_DIR)
        shown = folder.relative_to(base) if folder.is_relative_to(base) else folder
        return f"Mails are written to files in {shown}."
    options = settings.MAILERS["default"]["OPTIONS"]
    return f"Mails go to the mail server {options['host']}, port {options['port']}."


@dataclass(frozen=True)
class Status:
    """`problems` are whole sentences; without any, reports are delivered. `deliveries` is absent when unknown."""

    at: datetime
    problems: tuple[str, ...]
    workers: int = 0
    needing_attention: int = 0
    deliveries: Figures | None = None

    @property
    def database_answers(self) -> bool:
        return self.deliveries is not None

    @property
    def seen_at(self) -> str:
        return day_and_clock(self.at)

    @property
    def oldest_waiting(self) -> str:
        oldest = self.deliveries.oldest_waiting if self.deliveries else None
        return in_words(self.at - oldest) if oldest else ""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The past seven days, as a table says them."""
        if not self.deliveries:
            return []
        return [
            ("Messages to send", str(self.deliveries.number)),
            ("Handed over within 1 minute", share_in_words(self.deliveries.within_a_minute)),
            ("Handed over within 10 minutes", share_in_words(self.deliveries.within_ten_minutes)),
            ("Given up", str(self.deliveries.given_up)),
        ]

    def to_dict(self) -> dict[str, Any]:
        """The same for machines. Ages and shares are numbers; null is unknown."""
        seen: dict[str, Any] = {"at": self.at, "can_deliver": not self.problems, "problems": self.problems}
        if not self.deliveries:
            return seen
        oldest = self.deliveries.oldest_waiting
        return seen | {
            "workers": self.workers,
            "needing_attention": self.needing_attention,
            "waiting": self.deliveries.waiting,
            "oldest_waiting_seconds": round((self.at - oldest).total_seconds()) if oldest else None,
            "seven_days": {
                "number": self.deliveries.number,
                "percent_within_1_minute": self.deliveries.within_a_minute.percent,
                "percent_within_10_minutes": self.deliveries.within_ten_minutes.percent,
                "given_up": self.deliveries.given_up,
            },
        }


def look(now: datetime) -> Status:
    try:
        workers = number_of_workers(now)
        return Status(
            at=now,
            problems=_problems(workers),
            workers=workers,
            needing_attention=Delivery.objects.needing_attention(now).count(),
            deliveries=figures(now),
        )
    except (DatabaseError, InterfaceError):
        return Status(at=now, problems=("The database does not answer. No report can be stored or delivered.",))


def _problems(workers: int) -> tuple[str, ...]:
    problems = []
    if not settings.SERVICE_DESK_EMAIL:
        problems.append("No email address of a service desk is set. Nothing can be delivered by email.")
    if goes_to_files():
        problems.append("No mail server is set. Mails are written to files here, and reach nobody.")
    if _latest_was_not_taken():
        problems.append("The latest mail was not taken by the mail server. It is tried again.")
    if not workers:
        problems.append("Nothing has been sending mails for at least 2 minutes. They wait until that is mended.")
    return tuple(problems)


def _latest_was_not_taken() -> bool:
    latest = Attempt.objects.select_related("delivery").order_by("-pk").first()
    return latest is not None and latest.outcome == Attempt.Outcome.LATER and not latest.delivery.settled_at


def share_in_words(share: Share) -> str:
    if share.percent is None:
        return "None to count yet"
    return f"{share.percent}% ({share.in_time} of {share.of})"


def in_words(age: timedelta) -> str:
    """Less than a minute, 1 minute, 12 minutes, 3 hours, 2 days."""
    minutes = int(age.total_seconds()) // 60
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if number := minutes // size:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"

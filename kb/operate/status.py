"""What needs a person, whether reports can be delivered now, and how well they were: counts, nothing of any report."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from kb.accounts import proxies
from kb.lib.dates import day_and_clock
from kb.operate import disk
from kb.outbox import breaker
from kb.outbox.figures import Figures, Share, figures
from kb.outbox.heartbeats import number_of_workers
from kb.outbox.models import Attempt, Delivery
from kb.reports.figures import WaitingReports, waiting_reports
from kb.search.upkeep import RenewalState, renewal_state


def goes_to_files() -> bool:
    return not breaker.mail_server()


def way_out() -> str:
    """Where mails go, in a sentence."""
    if goes_to_files():
        folder = Path(settings.MAIL_FOLDER)
        base = Path(settings.BASE_DIR)
        shown = folder.relative_to(base) if folder.is_relative_to(base) else folder
        return f"Mails are written to files in {shown}."
    options = settings.MAILERS["default"]["OPTIONS"]
    return f"Mails go to the mail server {options['host']}, port {options['port']}."


AWAY = "The database does not answer. No report can be stored or delivered."
# By then a mail server that was busy has been tried several times.
WAITS_TOO_LONG = timedelta(minutes=15)
NOBODY_SENDS = "Nothing has been sending mails for at least 2 minutes. They wait until that is mended."


@dataclass(frozen=True)
class Status:
    """`problems` and `needs` are whole sentences: what keeps mails from being delivered, and what a person has to see
    to. A site that was never given a mail server has the one without the other. `deliveries` is absent when unknown.
    """

    at: datetime
    problems: tuple[str, ...]
    needs: tuple[str, ...] = ()
    workers: int = 0
    needing_attention: int = 0
    out_since: datetime | None = None
    deliveries: Figures | None = None
    reports: WaitingReports | None = None
    index_renewal: RenewalState | None = None

    @property
    def database_answers(self) -> bool:
        return self.deliveries is not None

    @property
    def other_problems(self) -> list[str]:
        """Those that are not said already."""
        return [problem for problem in self.problems if problem not in self.needs]

    @property
    def seen_at(self) -> str:
        return day_and_clock(self.at)

    @property
    def oldest_waiting(self) -> str:
        oldest = self.deliveries.oldest_waiting if self.deliveries else None
        return in_words(self.at - oldest) if oldest else ""

    @property
    def oldest_suspicious(self) -> str:
        oldest = self.reports.oldest_suspicious if self.reports else None
        return in_words(self.at - oldest) if oldest else ""

    @property
    def search_index(self) -> str:
        """Only while it is not in the form of this release, which mends itself."""
        renewal = self.index_renewal
        if not renewal:
            return ""
        if not renewal.is_running:
            return "Waits to be built anew after an upgrade, which the worker does by itself. Searching goes on."
        share = f"{renewal.done:,} of {renewal.total:,} articles"
        return f"Is being built anew after an upgrade: {share}. Searching and publishing go on."

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
        seen: dict[str, Any] = {
            "at": self.at,
            "needs_a_person": self.needs,
            "can_deliver": not self.problems,
            "problems": self.problems,
        }
        if not self.deliveries or not self.reports:
            return seen
        oldest, oldest_suspicious = self.deliveries.oldest_waiting, self.reports.oldest_suspicious
        return seen | {
            "workers": self.workers,
            "needing_attention": self.needing_attention,
            "mail_server_out_since": self.out_since,
            "waiting": self.deliveries.waiting,
            "oldest_waiting_seconds": self._seconds_since(oldest),
            "urgent_late": self.reports.urgent_late,
            "suspicious_reports_waiting": self.reports.suspicious,
            "search_index": asdict(self.index_renewal) if self.index_renewal else None,
            "oldest_suspicious_seconds": self._seconds_since(oldest_suspicious),
            "seven_days": {
                "number": self.deliveries.number,
                "percent_within_1_minute": self.deliveries.within_a_minute.percent,
                "percent_within_10_minutes": self.deliveries.within_ten_minutes.percent,
                "given_up": self.deliveries.given_up,
            },
        }

    def _seconds_since(self, moment: datetime | None) -> int | None:
        return round((self.at - moment).total_seconds()) if moment else None


def look(now: datetime) -> Status:
    shortages = (*disk.shortages(), *proxies.faults())
    try:
        workers, out_since = number_of_workers(now), breaker.out_since()
        seen = Status(
            at=now,
            problems=_problems(workers, out_since, now),
            workers=workers,
            out_since=out_since,
            needing_attention=Delivery.objects.needing_attention(now).count(),
            deliveries=figures(now),
            reports=waiting_reports(now),
            index_renewal=renewal_state(now),
        )
    except (DatabaseError, InterfaceError):
        return Status(at=now, problems=(AWAY,), needs=(AWAY, *shortages))
    return replace(seen, needs=(*shortages, *_needs(seen)))


def _problems(workers: int, out_since: datetime | None, now: datetime) -> tuple[str, ...]:
    problems = []
    if not settings.SERVICE_DESK_EMAIL:
        problems.append("No email address of a service desk is set. Nothing can be delivered by email.")
    if goes_to_files():
        problems.append("No mail server is set. Mails are written to files here, and reach nobody.")
    if out_since:
        problems.append(server_is_out(out_since, now))
    elif _latest_was_not_taken():
        problems.append("The latest mail was not taken by the mail server. It is tried again.")
    if not workers:
        problems.append(NOBODY_SENDS)
    return tuple(problems)


def server_is_out(since: datetime, now: datetime) -> str:
    return (
        f"The mail server has let no mail through since {day_and_clock(since)}, for {in_words(now - since)}: it does "
        "not answer, or does not let us in. Until it does, one mail a minute is tried, what is urgent first. "
        "The others wait, and none is lost."
    )


def _needs(seen: Status) -> Iterator[str]:
    """Of what goes on in the database. A message that is late and one that needs attention may be the same."""
    if not seen.workers:
        yield NOBODY_SENDS
    oldest = seen.deliveries.oldest_waiting if seen.deliveries else None
    if oldest and seen.at - oldest > WAITS_TOO_LONG:
        yield f"The oldest mail has waited for {in_words(seen.at - oldest)}. Look why it is not taken."
    if seen.needing_attention:
        yield (
            "Mails that were given up, have failed for an hour, or are urgent and did not go within five minutes: "
            f"{seen.needing_attention}."
        )
    if seen.reports and seen.reports.urgent_late:
        yield f"Reports of patient care affected that have not reached a desk yet: {seen.reports.urgent_late}."
    if seen.reports and seen.reports.is_digest_late(seen.at):
        yield f"Reports to be checked have waited for {seen.oldest_suspicious}, and go once an hour."


def _latest_was_not_taken() -> bool:
    latest = Attempt.objects.select_related("delivery").order_by("-pk").first()
    not_taken = {Attempt.Outcome.LATER, Attempt.Outcome.FULL}
    return latest is not None and latest.outcome in not_taken and not latest.delivery.settled_at


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

"""How well messages are handed over: counts only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from kb.outbox.models import Delivery

DAYS = 7


@dataclass(frozen=True)
class Share:
    """Of the messages whose time is up, how many made it in time."""

    in_time: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded down: 100 is said of all only. Nothing where there is nothing to count."""
        return self.in_time * 100 // self.of if self.of else None


@dataclass(frozen=True)
class Figures:
    number: int
    within_a_minute: Share
    within_ten_minutes: Share
    waiting: int
    oldest_waiting: datetime | None
    given_up: int


def figures(now: datetime) -> Figures:
    """Of the messages posted in the past seven days, without those that were not to be sent any more; and of all
    that wait, however long."""
    posted = Delivery.objects.filter(posted_at__gt=now - timedelta(days=DAYS)).exclude(state="DROPPED")
    minute, ten_minutes = timedelta(minutes=1), timedelta(minutes=10)
    counts = posted.aggregate(
        number=Count("pk"),
        given_up=Count("pk", filter=Q(state="FAILED")),
        **_share("minute", minute, now),
        **_share("ten_minutes", ten_minutes, now),
    )
    waiting = Delivery.objects.unsettled().aggregate(number=Count("pk"), oldest=Min("posted_at"))
    return Figures(
        number=counts["number"],
        within_a_minute=Share(counts["minute_in_time"], counts["minute_of"]),
        within_ten_minutes=Share(counts["ten_minutes_in_time"], counts["ten_minutes_of"]),
        waiting=waiting["number"],
        oldest_waiting=waiting["oldest"],
        given_up=counts["given_up"],
    )


def _share(name: str, limit: timedelta, now: datetime) -> dict[str, Count]:
    """A message that waits still, and not yet as long as that, counts neither way."""
    in_time = Q(state="SENT", settled_at__lte=F("posted_at") + limit)
    return {
        f"{name}_in_time": Count("pk", filter=in_time),
        f"{name}_of": Count("pk", filter=in_time | Q(posted_at__lte=now - limit)),
    }

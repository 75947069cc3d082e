"""When pages may say that nobody knows of a live issue. Pure."""

from collections.abc import Iterable
from datetime import datetime

from kb.lib.dates import to_utc
from kb.notices.models import Notice
from kb.notices.models.notice import ALL_CLEAR_FOR


def all_clear_at(notices: Iterable[Notice], confirmed_at: datetime | None, now: datetime) -> datetime | None:
    """When it was last known: somebody confirmed it, or a live issue of this day ended. None while one is live, and
    where nobody said anything for a day: an all-clear that nobody gave is a hazard.
    """
    shown = list(notices)
    if any(notice.is_live_issue(now) for notice in shown):
        return None
    ends = [to_utc(notice.ends_at) for notice in shown if notice.ends_at and notice.gives_all_clear(now)]
    if confirmed_at and to_utc(now) - to_utc(confirmed_at) < ALL_CLEAR_FOR:
        ends.append(to_utc(confirmed_at))
    return max(ends, default=None)

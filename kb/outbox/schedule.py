"""When a message is tried again, and when it is given up. Pure Python."""

from datetime import datetime, timedelta

# After the first attempt, the second, and so on: ten attempts over five hours. The first steps are small because
# most trouble is over in minutes; the later ones spare a server that is down.
STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60, 90, 90))
AFTERWARDS = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)
JITTER = 0.2  # a tenth less to a tenth more, so that messages that failed together do not come back together


def next_attempt(*, attempts: int, posted_at: datetime, now: datetime, draw: float) -> datetime | None:
    """When to try after `attempts` that failed; nothing when it is to be given up. `draw` is random in [0, 1].

    The first ten are made whatever the age of the message: a replayed one, or one that waited for a worker, gets
    its fair chance.
    """
    is_early = attempts <= len(STEPS)
    step = STEPS[max(attempts, 1) - 1] if is_early else AFTERWARDS
    due_at = now + step * (1 + JITTER * (draw - 0.5))
    return due_at if is_early or due_at <= posted_at + GIVEN_UP_AFTER else None

"""What the desk decides about a call."""

from datetime import timedelta

MOST_WAITING = 3  # an analyst has so many calls in mind; the oldest then ends without an outcome
WAITS_FOR = timedelta(hours=12)  # as long as anybody stays signed in
TAKER_KEPT = timedelta(days=90)

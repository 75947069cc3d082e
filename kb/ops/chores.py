"""What a worker does by the way, once a minute. Each chore must bear that several workers do it at the same time."""

from collections.abc import Callable
from datetime import datetime

from kb.outbox import retention
from kb.reports.actions import deflection, digest, holding

type Chore = Callable[[datetime], object]

CHORES: tuple[Chore, ...] = (retention.forget, digest.send_digest, holding.forget, deflection.forget)

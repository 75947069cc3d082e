"""Does beside the web server what it is told, a word a line: python -m tests.killed.aside

`work` is `manage.py work --once`, as often as it is killed, until it ends by itself. `stored` says what the database
holds, in one line of JSON; `stored-later` says it when the claims of the dead have run out, as they do in time. Each
is done by a process of its own, which has Django at hand already.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from io import StringIO
from typing import Any

import django

DONE = "done"


def _work() -> None:
    from django.core.management import call_command

    from tests.killed.points import arm_mail

    arm_mail()
    call_command("work", "--once", stdout=StringIO())


def _facts() -> dict[str, Any]:
    from kb.outbox.models import Delivery
    from kb.reports.models import Report

    deliveries = Delivery.objects.prefetch_related("attempts").order_by("pk")
    return {
        "reports": dict(Report.objects.values_list("reference", "text")),
        "deliveries": [
            {
                "reference": delivery.key,
                "purpose": delivery.purpose,
                "message_id": delivery.message_id,
                "state": delivery.state,
                "priority": delivery.priority,
                "posted_at": delivery.posted_at.timestamp(),
                "attempts": [attempt.outcome for attempt in sorted(delivery.attempts.all(), key=lambda each: each.pk)],
            }
            for delivery in deliveries
        ],
    }


def _stored() -> None:
    sys.stdout.write(json.dumps(_facts()) + "\n")


def _stored_later() -> None:
    from django.utils import timezone

    from kb.outbox.models import Delivery

    now = timezone.now()
    Delivery.objects.filter(state=Delivery.State.CLAIMED).update(claim_ends_at=now)
    Delivery.objects.filter(state=Delivery.State.WAITING).update(due_at=now)
    _stored()


COMMANDS: dict[str, Callable[[], None]] = {"work": _work, "stored": _stored, "stored-later": _stored_later}


def _in_own_process(command: Callable[[], None]) -> int:
    """Its exit status; below zero where a signal ended it."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    status = 1
    try:
        command()
        sys.stdout.flush()
        status = 0
    except Exception:
        traceback.print_exc()
    os._exit(status)


def main() -> None:
    django.setup()
    for line in sys.stdin:
        status = -1
        while status < 0:
            status = _in_own_process(COMMANDS[line.strip()])
        sys.stdout.write(f"{DONE} {status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Where a process dies. What is armed looks into a plan, a file, each time it passes a point."""

import json
import os
import random
import signal
import smtplib
import time
from email import message_from_bytes
from enum import StrEnum
from pathlib import Path
from typing import Any

PLAN, DEATHS = "KILL_PLAN", "KILL_DEATHS"  # variables that hold the paths of two files


class Point(StrEnum):
    INSERTED = "after insert"
    BEFORE_COMMIT = "before commit"
    COMMITTED = "after commit"
    BEFORE_DATA = "before DATA"
    TAKEN = "after 250"
    BEFORE_SETTLING = "before settling"


WEB = (Point.INSERTED, Point.BEFORE_COMMIT, Point.COMMITTED)
MAIL = (Point.BEFORE_DATA, Point.TAKEN, Point.BEFORE_SETTLING)
# Only there may a mail have been handed over without our knowing of it.
MAY_BE_TWICE = (Point.TAKEN, Point.BEFORE_SETTLING)


def _pass(point: Point, about: str) -> None:
    plan = json.loads(Path(os.environ[PLAN]).read_text(encoding="utf-8"))
    if random.random() < plan.get(point, 0):
        with Path(os.environ[DEATHS]).open("a", encoding="utf-8") as deaths:
            deaths.write(f"{point}\t{about}\t{time.time()}\n")
        os.kill(os.getpid(), signal.SIGKILL)


def arm_web() -> None:
    from django.db import transaction
    from django.db.models.signals import post_save

    from kb.outbox.models import Delivery
    from kb.reports.models import Report

    def stored(sender: type, instance: Any, *, created: bool, **kwargs: object) -> None:
        if not created:
            return
        if isinstance(instance, Delivery):
            _pass(Point.BEFORE_COMMIT, instance.key)
            return
        _pass(Point.INSERTED, instance.reference)
        transaction.on_commit(lambda: _pass(Point.COMMITTED, instance.reference))

    for model in (Report, Delivery):
        post_save.connect(stored, sender=model, weak=False)


def arm_mail() -> None:
    from kb.outbox import worker

    data, settle = smtplib.SMTP.data, worker.settle

    def mortal_data(self: smtplib.SMTP, message: Any) -> tuple[int, bytes]:
        about = message_from_bytes(message)["Message-ID"]
        _pass(Point.BEFORE_DATA, about)
        answer = data(self, message)
        _pass(Point.TAKEN, about)
        return answer

    def mortal_settle(**given: Any) -> bool:
        _pass(Point.BEFORE_SETTLING, given["delivery"].message_id)
        return settle(**given)

    smtplib.SMTP.data = mortal_data
    worker.settle = mortal_settle

"""The worker's day: send what is due, do the chores, show that it is alive, and end when it is told to."""

import logging
import os
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from kb.editing.news import actions as news
from kb.editing.news.mailing import send_news
from kb.editing.ownership import weekly
from kb.editing.review import scheduling
from kb.lib import holders
from kb.lib.background import every_long_work
from kb.notices.tell_me import actions as telling
from kb.operate import disk
from kb.outbox import heartbeats
from kb.outbox.models import Attempt
from kb.outbox.worker import work_on_next, work_once
from kb.reports.delivery import digest, posting
from kb.search.upkeep import Renewal

logger = logging.getLogger(__name__)

IDLE = 1.0  # seconds between two looks when nothing is due
DATABASE_AWAY = 5.0
LAST_PIECE = 5.0  # seconds for the long work to end
CHORES_EVERY = timedelta(minutes=1)
BEAT_EVERY = timedelta(seconds=20)
# Once a minute, beside the mails. What removes what has had its time, each room has said itself. Every chore bears
# that several workers do it at the same time.
CHORES = (
    disk.watch.look,
    scheduling.publish_due,
    posting.post_overlooked,
    digest.send_digest,
    weekly.send_weekly,
    news.tell_overtaken,
    send_news,
    telling.tell,
    *holders.chores(),
)
LONG_AGO = datetime.fromtimestamp(0, UTC)


class Loop:
    """`parent`: the process it works for; when that is gone, it ends. `pulse`: an open file of that process, which
    kills a worker that stands still.
    """

    def __init__(self, *, parent: int | None = None, pulse: int | None = None) -> None:
        self.parent = parent
        self.pulse = pulse
        self.is_told_to_stop = False
        self.database_is_away = False
        self.beat_at = self.chores_at = LONG_AGO
        self.renewal = Renewal()

    def stop_on_signals(self) -> None:
        """The message in hand is finished first. Only a mark is set: a handler strikes in the middle of anything."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.is_told_to_stop = True

    def goes_on(self) -> bool:
        is_orphan = self.parent is not None and os.getppid() != self.parent
        return not self.is_told_to_stop and not is_orphan

    def run_once(self, now: datetime) -> Counter[Attempt.Outcome]:
        """All that is due now, for those who start it by the clock."""
        self._show_life(now)
        outcomes = work_once(goes_on=self.goes_on)
        self._do_chores(now)
        while self.goes_on() and self._renew(now):
            pass
        while self.goes_on() and any(work(self.goes_on) for work in every_long_work()):
            pass
        return outcomes

    def run(self) -> None:
        beside = Thread(target=self._work_long, name="long work", daemon=True)
        beside.start()
        while self.goes_on():
            pause = self.turn(timezone.now())
            if pause and self.goes_on():
                time.sleep(pause)
        beside.join(LAST_PIECE)
        self._say_goodbye()

    def _work_long(self) -> None:
        """On a thread of its own, so that no mail waits for a large import. It ends with the others."""
        while self.goes_on():
            was_busy = False
            try:
                was_busy = any(work(self.goes_on) for work in every_long_work())
            except (DatabaseError, InterfaceError):
                logger.warning("Long work waits for the database.")
                close_old_connections()
                time.sleep(DATABASE_AWAY)
            except Exception:
                logger.exception("Long work failed; it is tried again.")
            if not was_busy:
                close_old_connections()
                time.sleep(IDLE)
        connections.close_all()

    def turn(self, now: datetime) -> float:
        """One message at most, so that the rest is never long overdue. Answers how long to rest."""
        self._beat_pulse()
        try:
            self._show_life(now)
            self._do_chores(now)
            was_busy = work_on_next() is not None or self._renew(now)
        except (DatabaseError, InterfaceError) as error:
            return self._note_database_away(error)
        except Exception:
            # The message keeps its claim, and is tried again when that is over.
            logger.exception("A message could not be worked on.")
            return IDLE
        if self.database_is_away:
            self.database_is_away = False
            logger.warning("The database answers again.")
        if was_busy:
            return 0
        close_old_connections()
        return IDLE

    def _beat_pulse(self) -> None:
        if self.pulse is not None:
            with suppress(OSError):  # full, or nobody reads it
                os.write(self.pulse, b".")

    def _show_life(self, now: datetime) -> None:
        if now - self.beat_at >= BEAT_EVERY:
            heartbeats.beat(now)
            self.beat_at = now

    def _do_chores(self, now: datetime) -> None:
        if now - self.chores_at < CHORES_EVERY:
            return
        self.chores_at = now
        for chore in CHORES:
            self._beat_pulse()
            try:
                chore(now)
            except Exception:
                logger.exception("The chore %s.%s failed; it is tried again.", chore.__module__, chore.__qualname__)
        self._beat_pulse()

    def _renew(self, now: datetime) -> bool:
        """The search index after an upgrade, in small steps: mails go first."""
        try:
            return self.renewal.go_on(now)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("The search index could not be built anew; it is tried again.")
            return False

    def _note_database_away(self, error: Exception) -> float:
        if not self.database_is_away:
            self.database_is_away = True
            said = str(error).partition("\n")[0]
            logger.error("The database does not answer (%s); it is asked again until it does.", said)
        close_old_connections()
        return DATABASE_AWAY

    def _say_goodbye(self) -> None:
        try:
            heartbeats.end()
        except (DatabaseError, InterfaceError):
            logger.warning("The database does not answer: the sign of life stays there for two minutes.")

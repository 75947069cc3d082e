"""Noticing rises, once for all machines, and what the desk makes of them."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.actions import raise_edition
from kb.insight.models import Call, Rise
from kb.insight.seen.rules import CODE
from kb.insight.trends import counting, mails
from kb.insight.trends.counting import Counted, Services
from kb.insight.trends.rules import LEAST_WEEKS, Profile, RiseTest, hour_of_week, how_busy, threshold
from kb.lib.holders import some_of
from kb.outbox import actions as outbox
from kb.reports.models import Report

OVER_AFTER = timedelta(hours=2)  # without being more than usual
KEPT_FOR = timedelta(days=400)
A_MINUTE = timedelta(minutes=1)


class RiseRefused(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """With words for the desk."""


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


class _Watch:
    """What one look of the worker needs for every subject."""

    def __init__(self, now: datetime, weeks: int, services: Services, counted: Counted) -> None:
        self.now, self.weeks, self.services, self.counted = now, weeks, services, counted
        self.profile: Profile = counting.profile(now, weeks)
        self.least = threshold(counting.number_of_subjects(services))

    def rise_of(self, subject: str, after: datetime) -> Rise | None:
        """The last one after that moment, not saved."""
        usual = counting.usual_of(subject, self.now, self.weeks, self.services)
        hits = [at for at in self.counted.hits[subject] if at > after]
        if not hits:
            return None
        test = RiseTest(self.least, at=_minutes(hits[0]) - 1)
        expected = self.profile.weekly * self.profile.shares[hour_of_week(self.now)]
        busy = how_busy(self.counted.last_hour - len([at for at in hits if at > self.now - 60 * A_MINUTE]), expected)
        found = None
        for at in hits:
            rate = usual.a_minute(hour_of_week(at), self.profile) * busy
            if test.visit(_minutes(at), rate):
                began = min(hit for hit in hits if _minutes(hit) >= test.began)
                facts = {"began_at": began, "noticed_at": self.now, "last_at": at}
                found = Rise(subject=subject, number=sum(hit >= began for hit in hits), usual=60 * rate, **facts)
        return found


def look_for_rises(now: datetime) -> int:
    """The worker, once a minute. How many are new."""
    _end_those_over(now)
    services = counting.services_of_codes()
    counted = counting.counted(now, services)
    weeks = counting.weeks_known(now) if counted.hits else 0
    if weeks < LEAST_WEEKS:
        return 0
    watch = _Watch(now, weeks, services, counted)
    lately = Rise.objects.filter(last_at__gte=now - counting.LOOKS_BACK).order_by("last_at")
    known = {rise.subject: rise for rise in lately}
    return _note([rise for subject in counted.hits if (rise := _news(watch, subject, known.get(subject)))], now)


def _news(watch: _Watch, subject: str, known: Rise | None) -> Rise | None:
    """Nothing where it goes on, or where the desk switched it off a while ago."""
    rise = watch.rise_of(subject, known.last_at if known else watch.now - counting.LOOKS_BACK)
    if rise is None or known is None:
        return rise
    if known.over_at is None or (known.off_by_id and rise.last_at < known.over_at + OVER_AFTER):
        Rise.objects.filter(pk=known.pk).update(last_at=rise.last_at)
        return None
    return rise


@transaction.atomic
def _note(rises: list[Rise], now: datetime) -> int:
    """One mail tells of all that one look found."""
    mine = []
    for rise in rises:
        try:
            with transaction.atomic():
                rise.save(force_insert=True)
        except IntegrityError:  # another worker was first
            continue
        mine.append(rise)
    if mine and (mail := mails.risen(mine, now)):
        outbox.post(mail=mail, room=mails.ROOM, key=str(mine[0].pk), purpose=mails.RISEN)
    return len(mine)


@transaction.atomic
def _end_those_over(now: datetime) -> None:
    ended = Rise.objects.open().filter(last_at__lte=now - OVER_AFTER)
    was_public = ended.filter(confirmed_at__isnull=False).exists()
    if ended.update(over_at=now) and was_public:
        raise_edition()
    for rise in Rise.objects.unconfirmed():
        if _staff_know_of(rise):
            _make_public(rise, now)


def _staff_know_of(rise: Rise) -> bool:
    """By a call on the code, or a report that somebody who works here has sent since it began."""
    reports = Report.objects.filter(by_staff=True, filed_at__gte=rise.began_at)
    if not rise.subject.startswith(f"{CODE}:"):
        return reports.filter(service__slug=rise.name).exists()
    is_called = Call.objects.since(rise.began_at).filter(code=rise.name).exists()
    return is_called or reports.filter(code__normal=rise.name).exists()


def _make_public(rise: Rise, now: datetime) -> bool:
    """Pages say it with the next request, as they say a notice."""
    is_new = bool(Rise.objects.unconfirmed().filter(pk=rise.pk).update(confirmed_at=now))
    if is_new:
        raise_edition()
    return is_new


def _refuse_unless_desk(by: User) -> None:
    if not may(by, May.USE_DESK):
        raise RiseRefused("Your role does not use the desk.")


@transaction.atomic
def switch_off(*, rise: Rise, by: User) -> None:
    """It is no outage, or a notice says it better. It is not noticed again while it goes on."""
    _refuse_unless_desk(by)
    if Rise.objects.open().filter(pk=rise.pk).update(over_at=timezone.now(), off_by=by):
        raise_edition()
        audit.record(by=by, verb="switched a rise off", subject=rise.name)


@transaction.atomic
def confirm(*, rise: Rise, by: User) -> None:
    """Somebody on the desk knows of it, so the public is told. A call on it, or a report of staff, confirms it too."""
    _refuse_unless_desk(by)
    if _make_public(rise, timezone.now()):
        audit.record(by=by, verb="confirmed a rise", subject=rise.name)


@transaction.atomic
def forget_rises(now: datetime) -> None:
    some_of(Rise.objects.filter(over_at__lte=now - KEPT_FOR)).delete()

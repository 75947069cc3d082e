"""Writing down what was used on a call. No audit entry: the row says by whom, and forgets it after a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article, ErrorCode
from kb.insight.calls.rules import MOST_WAITING, TAKER_KEPT, WAITS_FOR
from kb.insight.models import ESCALATED_TO, Call, CallOutcome
from kb.lib.holders import some_of
from kb.lib.statements import KeptStatement


class CallRefused(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """With words that the desk's page can show."""


def _refuse_unless_theirs(call: Call, by: User) -> None:
    if not may(by, May.USE_DESK):
        raise CallRefused("Your role does not use the desk.")
    if call.by_id != by.pk:
        raise CallRefused("Somebody else took this call. Only they can say how it ended.")


_WAITING = KeptStatement(lambda person: Call.objects.of(person).waiting().newest_first(), int)
_LOCK = KeptStatement(
    lambda person: User.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk", flat=True), int
)


def _is_of(call: Call, subject: Mapping[str, Any]) -> bool:
    article = subject["article"].pk if subject["article"] else None
    return (call.code, call.article_id, call.version) == (subject["code"], article, subject["version"])


def _end_the_oldest(waiting: Sequence[Call]) -> None:
    newest_first = sorted(waiting, key=lambda call: (call.at, call.pk), reverse=True)
    if over := [call.pk for call in newest_first[MOST_WAITING:]]:
        Call.objects.filter(pk__in=over).update(outcome=CallOutcome.UNSAID)


def _said_before(by: User, pk: int, article: Article | None, code: ErrorCode | None, now: datetime) -> Call | None:
    """Of the same person and subject, while it may be in anybody's mind."""
    of_subject = Call.objects.of(by).filter(article=article, code=code.normal if code else "")
    return of_subject.filter(pk=pk, at__gt=now - WAITS_FOR).first()


@transaction.atomic
def begin_call(
    *,
    by: User,
    article: Article | None = None,
    code: ErrorCode | None = None,
    unwritten: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> Call:
    """The call that waits already, if this person has begun one with the same subject.

    `unwritten` is the key of a code that nobody has written down; whoever calls it sees that it may be kept.
    """
    if not may(by, May.USE_DESK):
        raise CallRefused("Your role does not use the desk.")
    if article is None and code is None and not unwritten:
        raise CallRefused("Say which article or code was used.")
    subject = {
        "article": article,
        "version": (version or article.version) if article else None,
        "code": code.normal if code else unwritten,
    }
    # Whoever clicks twice waits here for their own first click.
    _LOCK(by.pk)
    waiting = _WAITING(by.pk)
    if known := next((call for call in waiting if _is_of(call, subject)), None):
        return known
    call = Call.objects.create(**subject, by=by, at=now or timezone.now())
    _end_the_oldest([call, *waiting])
    return call


@transaction.atomic
def say_outcome(*, call: Call, by: User, outcome: CallOutcome, escalated_to: str = "") -> Call:
    """Also another one, where the first was a slip. `escalated_to` is an Actor, with ESCALATED alone."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    _refuse_unless_theirs(call, by)
    if outcome not in CallOutcome or outcome == CallOutcome.WAITING:
        raise CallRefused("Choose how the call ended.")
    if outcome == CallOutcome.ESCALATED and escalated_to not in dict(ESCALATED_TO):
        raise CallRefused("Choose to whom you escalated the call.")
    call.outcome = outcome
    call.escalated_to = escalated_to if outcome == CallOutcome.ESCALATED else ""
    call.save(update_fields=["outcome", "escalated_to"])
    return call


@transaction.atomic
def record_call(
    *,
    by: User,
    outcome: CallOutcome,
    article: Article | None = None,
    code: ErrorCode | None = None,
    escalated_to: str = "",
    version: int | None = None,
    said_before: int | None = None,
    now: datetime | None = None,
) -> Call:
    """A call whose outcome is known at once; one that waits for the same subject is that call.

    `said_before` is the key of the call that the page speaks of: another outcome of it is no other call.
    """
    call = _said_before(by, said_before, article, code, now or timezone.now()) if said_before else None
    call = call or begin_call(by=by, article=article, code=code, version=version, now=now)
    return say_outcome(call=call, by=by, outcome=outcome, escalated_to=escalated_to)


@transaction.atomic
def forget_takers(now: datetime) -> int:
    """What waited for longer than anybody is signed in ends without an outcome; who took an old call is forgotten."""
    some_of(Call.objects.waiting().filter(at__lte=now - WAITS_FOR)).update(outcome=CallOutcome.UNSAID)
    return some_of(Call.objects.filter(at__lte=now - TAKER_KEPT, by__isnull=False)).update(by=None)

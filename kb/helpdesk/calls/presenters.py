"""What stands beside the box: calls that wait, what was opened today, pins and the codes of the day."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.accounts.models import User
from kb.catalogue.choices import Actor
from kb.catalogue.lookup import displays_of
from kb.catalogue.numbers import label_of
from kb.helpdesk.addresses import desk_address
from kb.helpdesk.calls.forms import ESCALATED
from kb.helpdesk.models import Pin
from kb.insight.calls.reading import number_of_calls
from kb.insight.models import Call, CallOutcome
from kb.lib import dates
from kb.lib.statements import KeptStatement

LATEST = 20
MOST_RECENT = 5
OUTCOMES: Mapping[str, str] = {
    CallOutcome.FIXED: "Fixed it",
    CallOutcome.NOT_FIXED: "Did not fix it",
    CallOutcome.ESCALATED: "Escalated",
}
# As the desk calls those to whom it passes a caller on.
PASSED_ON = {
    Actor.RA: "smartcard team",
    Actor.IT: "IT support",
    Actor.VENDOR: "supplier of the card",
    Actor.INVITER: "who invited them",
    Actor.LOCAL_ADMIN: "NHS.net Connect administrator",
    Actor.OWNER: "owner of the application",
    Actor.NSD: "National Service Desk",
}


@dataclass(frozen=True)
class Escalation:
    value: str
    label: str


@dataclass(frozen=True)
class DeskLine:
    """A link of the left column; `pk` is that of a call that waits."""

    text: str
    address: str
    note: str = ""
    is_code: bool = False
    pk: int = 0


@dataclass(frozen=True)
class BesideTheBox:
    waiting: tuple[DeskLine, ...]
    recent: tuple[DeskLine, ...]
    pinned: tuple[DeskLine, ...]
    codes: tuple[DeskLine, ...]
    unwritten: tuple[DeskLine, ...]


def escalations() -> tuple[Escalation, ...]:
    return tuple(Escalation(f"{ESCALATED}{actor}", label) for actor, label in PASSED_ON.items())


@dataclass(frozen=True)
class _Opened:
    """A call of this analyst, or a pin, as much of it as a line says."""

    code: str
    number: int | None  # of the article
    title: str
    pk: int = 0
    at: datetime | None = None
    outcome: str = ""

    def name(self, codes: Mapping[str, str]) -> str:
        """By which the desk opens it."""
        return codes.get(self.code, self.code) if self.code else label_of(self.number or 0)

    def line(self, codes: Mapping[str, str], *, with_pk: bool = False) -> DeskLine:
        name = self.name(codes)
        text, note = name if self.code else self.title, dates.clock(self.at) if self.at else ""
        return DeskLine(text, desk_address(name), note, bool(self.code), self.pk if with_pk else 0)


def _distinct(calls: Sequence[_Opened], codes: Mapping[str, str], but: Collection[str]) -> tuple[DeskLine, ...]:
    named = ((call.name(codes), call) for call in reversed(calls))
    found = {name: call for name, call in named if name not in but}
    return tuple(call.line(codes) for call in list(reversed(found.values()))[:MOST_RECENT])


def _top(numbers: Mapping[str, int], codes: Mapping[str, str]) -> tuple[DeskLine, ...]:
    """By the code as it is called now: one that was merged into another counts with it."""
    counts: Counter[str] = Counter()
    for key, number in numbers.items():
        if key in codes:
            counts[codes[key]] += number
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_RECENT]
    return tuple(DeskLine(display, desk_address(display), str(number), is_code=True) for display, number in found)


def _unwritten(numbers: Mapping[str, int], codes: Mapping[str, str]) -> tuple[DeskLine, ...]:
    """Codes of today's callers that nobody has written down; of many, those that most read out."""
    keys = [key for key in numbers if key not in codes][:MOST_RECENT]
    return tuple(DeskLine(key, desk_address(key), str(numbers[key]), is_code=True) for key in keys)


def outcome_said(person: User, key: int | None) -> str:
    """Of the call that an address names, where it is theirs: as the lines for the ticket say it."""
    call = Call.objects.of(person).filter(pk=key).first() if key else None
    if call is None or call.outcome not in OUTCOMES:
        return ""
    to = PASSED_ON.get(Actor(call.escalated_to)) if call.escalated_to else ""
    return f"{OUTCOMES[call.outcome]}{f' to {to}' if to else ''}"


_COLUMNS = ("code", "article__number", "article__title")
_CALLS: KeptStatement[tuple[Any, ...]] = KeptStatement(
    lambda person: Call.objects.of(person).newest_first().values_list(*_COLUMNS, "pk", "at", "outcome")[:LATEST], int
)
_PINS: KeptStatement[tuple[Any, ...]] = KeptStatement(lambda person: Pin.objects.of(person).values_list(*_COLUMNS), int)


def beside_the_box(person: User, now: datetime) -> BesideTheBox:
    """In a fixed number of queries."""
    calls, pins = ([_Opened(*row) for row in rows(person.pk)] for rows in (_CALLS, _PINS))
    keys = {one.code for one in (*calls, *pins) if one.code}
    midnight = dates.at_midnight(dates.in_london(now).date())
    top = number_of_calls(since=midnight, most=LATEST)
    codes = displays_of(keys | top.keys())
    waiting = [call for call in calls if call.outcome == CallOutcome.WAITING]
    today = [call for call in calls if call.at and call.at >= midnight]
    return BesideTheBox(
        waiting=tuple(call.line(codes, with_pk=True) for call in waiting),
        recent=_distinct(today, codes, {call.name(codes) for call in waiting}),
        pinned=tuple(pin.line(codes) for pin in pins),
        codes=_top(top, codes),
        unwritten=_unwritten(top, codes),
    )

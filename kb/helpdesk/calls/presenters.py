"""What stands beside the box: calls that wait, what was opened today, pins and the codes of the day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kb.accounts.models import User
from kb.catalogue.choices import Actor
from kb.catalogue.lookup import displays_of
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


def _subject(code: str, article: str, title: str, codes: dict[str, str]) -> DeskLine:
    if code:
        return DeskLine(codes.get(code, code), desk_address(codes.get(code, code)), is_code=True)
    return DeskLine(title, desk_address(article))


def _lines(calls: Sequence[Call], codes: dict[str, str], *, with_pk: bool) -> tuple[DeskLine, ...]:
    lines = []
    for call in calls:
        article = call.article
        line = _subject(call.code, article.label if article else "", article.title if article else "", codes)
        when = dates.clock(call.at)
        lines.append(DeskLine(line.text, line.address, when, line.is_code, call.pk if with_pk else 0))
    return tuple(lines)


def _distinct(lines: Sequence[DeskLine], but: Sequence[DeskLine]) -> tuple[DeskLine, ...]:
    shown = {line.address for line in but}
    found = {line.address: line for line in reversed(lines) if line.address not in shown}
    return tuple(reversed(found.values()))[:MOST_RECENT]


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


_CALLS = KeptStatement(lambda person: Call.objects.of(person).newest_first().select_related("article")[:LATEST], int)
_PINS = KeptStatement(Pin.objects.of, int)


def beside_the_box(person: User, now: datetime) -> BesideTheBox:
    """In a fixed number of queries."""
    calls, pins = _CALLS(person.pk), _PINS(person.pk)
    keys = {key for key in (*(call.code for call in calls), *(pin.code for pin in pins)) if key}
    midnight = dates.at_midnight(dates.in_london(now).date())
    top = number_of_calls(since=midnight, most=LATEST)
    codes = displays_of(keys | top.keys())
    waiting = _lines([call for call in calls if call.outcome == CallOutcome.WAITING], codes, with_pk=True)
    today = [call for call in calls if call.at >= midnight]
    pinned = tuple(
        _subject(pin.code, pin.article.label if pin.article else "", pin.article.title if pin.article else "", codes)
        for pin in pins
    )
    recent = _distinct(_lines(today, codes, with_pk=False), waiting)
    return BesideTheBox(waiting, recent, pinned, _top(top, codes), _unwritten(top, codes))

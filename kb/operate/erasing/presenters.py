"""Where something stands or stood, in words; and where it went before, out of reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Erasure
from kb.lib import dates
from kb.lib.places import HeldPlace
from kb.outbox.models import Delivery

MOST_SHOWN = 30  # of one kind
_STATED = {"reports": "report", "editing": "draft"}


@dataclass(frozen=True)
class PlaceGroup:
    """Those of one kind. `stays` says why they are left, where they are."""

    what: str
    lines: tuple[str, ...]
    number: int
    stays: str = ""

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


def _grouped(named: Iterable[tuple[tuple[str, str], str]]) -> tuple[PlaceGroup, ...]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, line in named:
        groups[key].append(line)
    return tuple(
        PlaceGroup(what, tuple(dict.fromkeys(lines))[:MOST_SHOWN], len(dict.fromkeys(lines)), stays)
        for (what, stays), lines in groups.items()
    )


def _line(name: str, said: str) -> str:
    line = f"{name}, {said[:1].lower()}{said[1:]}" if name and said else name or said
    return line[:1].upper() + line[1:]


def groups_of(found: Iterable[HeldPlace]) -> tuple[PlaceGroup, ...]:
    return _grouped(((place.what, place.stays), _line(place.name, place.said)) for place in found)


def groups_kept(places: Iterable[Mapping[str, str]]) -> tuple[PlaceGroup, ...]:
    """Of an erasure that was done."""
    return _grouped(((place["what"], ""), _line(place["name"], place["said"])) for place in places)


def in_places(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"


def mails_said(deliveries: Sequence[Delivery]) -> list[str]:
    return [_mail_said(delivery) for delivery in deliveries]


def _mail_said(delivery: Delivery) -> str:
    to = delivery.to or "an address that is forgotten by now"
    about = f"about {_STATED.get(delivery.room, delivery.room)} {delivery.key}"
    if delivery.state == Delivery.State.CLAIMED:
        return f"An email {about} is being sent to {to} at this moment."
    return f"An email {about} was sent to {to} on {dates.day_and_clock(delivery.settled_at or delivery.posted_at)}."


def exports_said(entries: Sequence[AuditEntry]) -> list[str]:
    return [f"{entry.actor_name} {entry.verb} on {dates.day_and_clock(entry.at)}." for entry in entries]


@dataclass(frozen=True)
class PastErasure:
    when: str
    who: str
    what: str
    where: str
    reason: str
    pk: int


def past(erasure: Erasure) -> PastErasure:
    who = erasure.by.name if erasure.by else "By command"
    where = in_places(len(erasure.places)) if erasure.places else "After a restore"
    when = dates.day_and_clock(erasure.at)
    return PastErasure(when, who, erasure.get_kind_display(), where, erasure.reason or "Not said", erasure.pk)

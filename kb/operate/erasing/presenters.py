"""Where something stands or stood, in words; and where it went before, out of reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.catalogue.models import Erasure
from kb.lib import dates
from kb.lib.places import HeldPlace
from kb.operate.erasing.reading import ErasureReach
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
    return _grouped(((place["what"], place.get("stays", "")), _line(place["name"], place["said"])) for place in places)


def in_places(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"


def missing(words: Sequence[str]) -> str:
    """What was typed and stands nowhere."""
    return f"{' and '.join(f'“{one[:60]}”' for one in words)} stands nowhere on this site that we know of."


def reach_said(reach: ErasureReach) -> list[str]:
    """What readers will notice."""
    said = []
    if reach.articles:
        said.append(
            f"{_counted(reach.articles, 'article', 'articles')} will read “[removed]” from the next request on."
        )
    if reach.titles:
        said.append(f"{_counted(reach.titles, 'of them loses', 'of them lose')} words of the title.")
    if reach.addresses:
        said.append(f"{_counted(reach.addresses, 'address', 'addresses')} of pages will lead nowhere, links to it too.")
    return said


def _counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def looked_again(erasure: Erasure) -> str:
    """Only what the last look of the act showed: nobody keeps the words, so nobody can look later."""
    if not erasure.places:
        return "The command that erased it again said what was left, if anything."
    if any(not place.get("stays") for place in erasure.left):
        return ""
    but = ", but where it is left as it is" if erasure.left else ""
    return f"Then we looked again: it stood nowhere that we keep{but}."


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
    """As a line of the table of what was done: see templates/components/done-lines.html."""

    when: str
    who: str
    what: str
    subject: str
    detail: tuple[str, ...]
    address: str


def past(erasure: Erasure) -> PastErasure:
    who = erasure.by.name if erasure.by else "By command"
    where = f"in {in_places(len(erasure.places))}" if erasure.places else "after a restore"
    when = dates.day_and_clock(erasure.at)
    reason = erasure.reason or "Not said"
    what, address = erasure.get_kind_display(), reverse("operate:erased", args=[erasure.pk])
    return PastErasure(when, who, what, where, (reason,), address)
